import BlockExecution
import ChainTypes
import FleetManifest
import Lanes
import Readings
import Statements

/// Checks a proof from the key that is trusted inwards to the reading: what is wrong is told
/// of the part that does not fit what was checked before it.
public struct ProofVerifier<Recovery: SignatureRecovery> {
  let recovery: Recovery
  /// Whom to trust; nil when nobody said.
  let trusted: Address?

  public init(trusting fleetKey: Address?, using recovery: Recovery) {
    trusted = fleetKey
    self.recovery = recovery
  }
}

/// A part that is not what it should be.
struct ProofFailure: Error {
  var part: ProofPart
  var text: String

  init(_ part: ProofPart, _ text: String) {
    self.part = part
    self.text = text
  }
}

extension ProofVerifier {
  public func verify(_ file: ProofFile) -> ProofReport {
    var walk = ProofWalk(file: file, recovery: recovery)
    do throws(ProofFailure) {
      try walk.checkFleet(trusted)
      try walk.checkManifests()
      try walk.checkSeal()
      try walk.checkHeaders()
      try walk.checkCosignatures()
      try walk.checkReceipts()
      try walk.checkCheckpoint()
      try walk.checkTransaction()
      try walk.checkDelegation()
      try walk.checkBatch()
      try walk.checkCall()
      try walk.checkReading()
      walk.report.verdict = trusted != nil && walk.report.isMember ? .trusted : .consistent
    } catch {
      walk.report.steps.append(
        ProofStep(part: error.part, outcome: .fails, text: error.text))
      walk.report.verdict = .broken(error.part)
    }
    return walk.report
  }
}

/// Where the check of a proof stands.
struct ProofWalk<Recovery: SignatureRecovery> {
  let file: ProofFile
  let recovery: Recovery
  let domain: FleetDomain
  var report = ProofReport()
  /// The newest manifest, and all that have their content in the file, by their hash.
  var newest: SignedManifest?
  var contents: [Hash: Manifest] = [:]
  /// Digests of all the versions in the file.
  var versions: [Hash] = []
  /// Hashes of the reading's block and those behind it.
  var hashes: [Hash] = []
  var block = BlockHeader()
  var call: RecordCall?

  init(file: ProofFile, recovery: Recovery) {
    self.file = file
    self.recovery = recovery
    domain = FleetDomain(fleet: FleetDomain.id(ofFleetKey: file.fleetKey))
    report.reading = file.words
  }

  var lane: Lane { file.seal.content.lane }

  mutating func holds(_ part: ProofPart, _ text: String) {
    report.steps.append(ProofStep(part: part, outcome: .holds, text: text))
  }

  mutating func absent(_ part: ProofPart, _ text: String) {
    report.steps.append(ProofStep(part: part, outcome: .absent, text: text))
  }

  func signer<Content: Statement>(
    _ part: ProofPart, _ signed: Signed<Content>
  ) throws(ProofFailure) -> Address {
    do throws(SignatureError) {
      return try signed.signer(in: domain, using: recovery)
    } catch { throw ProofFailure(part, error.description) }
  }

  /// Refuses a signature by anybody but `expected`.
  func check<Content: Statement>(
    _ part: ProofPart, _ signed: Signed<Content>, by expected: Address, _ who: String
  ) throws(ProofFailure) {
    let found = try signer(part, signed)
    guard found == expected else {
      throw ProofFailure(part, "its signature is that of \(found), not of \(who) \(expected)")
    }
  }

  /// The version that a statement names has to be in the file, so that nobody is left to guess.
  func checkVersion(_ part: ProofPart, _ hash: Hash) throws(ProofFailure) {
    guard versions.contains(hash) else {
      throw ProofFailure(part, "it names the manifest \(hash), which is not in the file")
    }
  }
}

extension ProofFile {
  /// For people.
  var words: String {
    let clock = reading.clock
    let known = clock.uncertainty == .max ? "unknown" : "\(clock.uncertainty) ms"
    return "\(sensor) counter \(reading.sequence.counter): \(reading.value.text) "
      + "\(reading.unit.symbol), \(reading.flags.text), at \(clock.time) ms since 1970, clock "
      + "\(clock.quality.text), error at most \(known)"
  }
}
