import ChainTypes
import Statements

// What an operator does to a fleet, as the manifest of the next version. Signing it is another step
// (`SignedManifest(signing:after:by:)`).

extension Manifest {
  /// Who cosigns a lane: as `LaneMember` has it.
  public struct WitnessSet: Hashable, Sendable {
    public var witnesses: [Address]
    public var threshold: UInt32
    public var faulty: UInt32

    public init(_ witnesses: [Address] = [], threshold: UInt32 = 0, faulty: UInt32 = 0) {
      self.witnesses = witnesses.sorted()
      self.threshold = threshold
      self.faulty = faulty
    }
  }

  /// With the board that asks for it. Its signature is checked; that the request came from the
  /// device that stands there, the operator knows.
  public func admitting<Recovery: SignatureRecovery>(
    _ request: Signed<Enrolment>, witnessedBy set: WitnessSet = WitnessSet(),
    using recovery: Recovery
  ) throws(ManifestEditError) -> Manifest {
    let enrolment = request.content
    do throws(SignatureError) {
      try request.verify(by: enrolment.lane.board, in: domain, using: recovery)
    } catch { throw .request(error) }
    if member(enrolment.lane) != nil { throw .isMember(enrolment.lane) }
    return try adding(
      LaneMember(
        lane: enrolment.lane, genesisHash: enrolment.genesisHash, label: enrolment.label,
        witnesses: set.witnesses, threshold: set.threshold, faulty: set.faulty))
  }

  /// Without trust in what a lane holds behind this block.
  public func revoking(
    _ lane: Lane, height: UInt64, blockHash: Hash
  ) throws(ManifestEditError) -> Manifest {
    try ending(
      LaneEnding(lane: lane, height: height, blockHash: blockHash, reason: .revoked))
  }

  /// With the lane that follows, by a signed succession of a board's lane (role 0) or of a witness
  /// (role 1), whose locks begin anew.
  public func succeeding<Recovery: SignatureRecovery>(
    _ signed: Signed<Succession>, genesisHash: Hash, using recovery: Recovery
  ) throws(ManifestEditError) -> Manifest {
    let succession = signed.content
    do throws(SignatureError) {
      let signer = try signed.signer(in: domain, using: recovery)
      guard maySucceed(signer) else { throw .otherSigner(signer) }
    } catch { throw .request(error) }
    if succession.role == 1 { return try succeedingWitness(succession) }
    guard succession.role == 0 else { throw .role(succession.role) }
    guard let old = member(succession.old) else { throw .noMember(succession.old) }
    let ended = try ending(
      LaneEnding(
        lane: succession.old, height: succession.height, blockHash: succession.blockHash,
        reason: .succeeded))
    // A board that goes on under another address is not witnessed by itself.
    let witnesses = old.witnesses.filter { $0 != succession.new.board }
    return try ended.adding(
      LaneMember(
        lane: succession.new, genesisHash: genesisHash, label: old.label, witnesses: witnesses,
        threshold: old.threshold, faulty: old.faulty))
  }

  private func succeedingWitness(_ succession: Succession) throws(ManifestEditError) -> Manifest {
    let (old, new) = (succession.old, succession.new)
    guard let place = witnesses.firstIndex(where: { $0.address == old.board }),
      witnesses[place].term == old.term, old.board == new.board, new.term > old.term
    else { throw .noMember(old) }
    var next = self
    next.witnesses[place].term = new.term
    return try next.checked()
  }

  private func ending(_ entry: LaneEnding) throws(ManifestEditError) -> Manifest {
    guard member(entry.lane) != nil else { throw .noMember(entry.lane) }
    if ending(entry.lane) != nil { throw .hasEnded(entry.lane) }
    var next = self
    next.endings.insert(entry, at: endings.place { $0.lane < entry.lane })
    return try next.checked()
  }

  private func adding(_ entry: LaneMember) throws(ManifestEditError) -> Manifest {
    if member(entry.lane) != nil { throw .isMember(entry.lane) }
    var next = self
    next.lanes.insert(entry, at: lanes.place { $0.lane < entry.lane })
    return try next.checked()
  }

  private func checked() throws(ManifestEditError) -> Manifest {
    do throws(ManifestProblem) { try check() } catch { throw .rule(error) }
    return self
  }
}

/// Why a change of the fleet is refused.
public enum ManifestEditError: Error, Equatable, Sendable {
  /// The request, or the succession, is not signed by who may.
  case request(SignatureError)
  case isMember(Lane)
  case noMember(Lane)
  case hasEnded(Lane)
  case role(UInt8)
  case rule(ManifestProblem)
}

extension ManifestEditError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .request(let error): "the request is not signed by who may: " + error.description
    case .isMember(let lane): "\(lane.text) belongs to the fleet already"
    case .noMember(let lane): "\(lane.text) does not belong to the fleet"
    case .hasEnded(let lane): "\(lane.text) has ended already"
    case .role(let role): "there is no role \(role)"
    case .rule(let problem): problem.description
    }
  }
}
