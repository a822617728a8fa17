import ChainTypes
import FleetManifest
import Statements
import Testing

struct EditTests {
  func request(_ secret: UInt8, by signer: UInt8, _ domain: FleetDomain) throws -> Signed<Enrolment>
  {
    let enrolment = Enrolment(
      lane: Lane(board: try Samples.address(secret), term: 1), genesisHash: Hash(300),
      label: Hash(1), challenge: .zero)
    return try Signed(enrolment, in: domain, by: try Signer(signer))
  }

  @Test func `a board is admitted by its own signed request`() throws {
    let manifest = try Samples.manifest()
    let set = Manifest.WitnessSet(
      manifest.witnesses.map { $0.address }, threshold: 2, faulty: 0)
    let next = try manifest.admitting(
      try request(4, by: 4, manifest.domain), witnessedBy: set, using: Recovery())
    let lane = Lane(board: try Samples.address(4), term: 1)
    #expect(next.member(lane)?.genesisHash == Hash(300))
    #expect(next.member(lane)?.witnesses.count == 3)
    try next.checkFollows(manifest)
    #expect(throws: ManifestEditError.request(.otherSigner(try Samples.address(5)))) {
      try manifest.admitting(try self.request(4, by: 5, manifest.domain), using: Recovery())
    }
    #expect(throws: ManifestEditError.self) {
      try manifest.admitting(
        try self.request(4, by: 4, FleetDomain(fleet: Hash(1))), using: Recovery())
    }
    #expect(throws: ManifestEditError.isMember(lane)) {
      try next.admitting(try self.request(4, by: 4, manifest.domain), using: Recovery())
    }
    #expect(throws: ManifestEditError.self) {
      try manifest.admitting(
        try self.request(4, by: 4, manifest.domain),
        witnessedBy: Manifest.WitnessSet(set.witnesses, threshold: 1), using: Recovery())
    }
  }

  @Test func `a lane is revoked once`() throws {
    let manifest = try Samples.manifest()
    let lane = manifest.lanes[0].lane
    let next = try manifest.revoking(lane, height: 7, blockHash: Hash(7))
    #expect(next.ending(lane)?.reason == .revoked)
    #expect(throws: ManifestEditError.hasEnded(lane)) {
      try next.revoking(lane, height: 7, blockHash: Hash(7))
    }
    let stranger = Lane(board: lane.board, term: 9)
    #expect(throws: ManifestEditError.noMember(stranger)) {
      try manifest.revoking(stranger, height: 7, blockHash: Hash(7))
    }
  }

  @Test func `a lane goes on in the next term by the fleet's or a delegate's word`() throws {
    let manifest = try Samples.manifest()
    let old = manifest.lanes[0]
    let new = Lane(board: old.lane.board, term: 2)
    let succession = Succession(
      old: old.lane, height: 40, blockHash: Hash(40), new: new, role: 0, manifestHash: Hash(1))
    for secret: UInt8 in [9, 8] {
      let signed = try Signed(succession, in: manifest.domain, by: try Signer(secret))
      let next = try manifest.succeeding(signed, genesisHash: Hash(50), using: Recovery())
      #expect(next.running(new.board)?.lane == new)
      #expect(next.member(new)?.witnesses == old.witnesses)
      #expect(next.ending(old.lane)?.reason == .succeeded)
      try next.checkFollows(manifest)
    }
    let signed = try Signed(succession, in: manifest.domain, by: try Signer(1))
    #expect(throws: ManifestEditError.request(.otherSigner(try Samples.address(1)))) {
      try manifest.succeeding(signed, genesisHash: Hash(50), using: Recovery())
    }
  }

  @Test func `a witness that lost its locks gets a higher term`() throws {
    let manifest = try Samples.manifest()
    let witness = manifest.witnesses[1].address
    func succession(_ from: UInt64, _ to: UInt64) throws -> Signed<Succession> {
      try Signed(
        Succession(
          old: Lane(board: witness, term: from), height: 0, blockHash: .zero,
          new: Lane(board: witness, term: to), role: 1, manifestHash: Hash(1)),
        in: manifest.domain, by: try Signer(9))
    }
    let next = try manifest.succeeding(
      try succession(1, 2), genesisHash: .zero, using: Recovery())
    #expect(next.witness(witness)?.term == 2)
    for (from, to): (UInt64, UInt64) in [(2, 3), (1, 1), (1, 0)] {
      #expect(throws: ManifestEditError.self) {
        try manifest.succeeding(try succession(from, to), genesisHash: .zero, using: Recovery())
      }
    }
  }
}
