import ChainTypes
import Contracts
import FleetManifest
import JSONText
import Ledger
import Readings
import ReadingProofs
import Statements
import Testing

@testable import StateStore

@Suite("The proof of a reading")
struct ProofTests {
  @Test func `every reading is found in its block, also between others and behind gaps`() throws {
    let world = try ProofWorld()
    // The second sensor measures seldom, the third is silent for a while.
    for step in 0..<40 {
      try world.measure(
        step % 9 == 4 ? [0, 0, 1] : [0] + (step % 3 == 0 ? [2] : []),
        missing: step == 20 ? 2 : nil)
    }
    for (number, name) in ProofWorld.sensors.enumerated() {
      let id = RecordID.sensor(board: world.board.address, name: name)
      // The plain way.
      var places: [UInt64: UInt64] = [:]
      for block in 1...world.ledger.head.number {
        let filter = LogFilter(
          from: block, to: block, topics: [[ReadingLogContract.Recorded.topic], [id]])
        for entry in try world.ledger.logs(filter) {
          let word = RecordWord(try #require(Word(bigEndianBytes: entry.log.data)))
          places[word.counter] = block
        }
      }
      #expect(places.count > 3, "sensor \(number)")
      for (counter, block) in places {
        #expect(try world.assembler.locate(sensor: id, counter: counter).block == block)
      }
      let newest = try #require(places.keys.max())
      #expect(try world.assembler.locate(sensor: id, counter: nil).counter == newest)
      #expect(throws: (any Error).self) {
        _ = try world.assembler.locate(sensor: id, counter: newest + 1)
      }
    }
  }

  @Test func `a board whose key is the fleet's proves its readings alone`() throws {
    let world = try ProofWorld(ownFleet: true)
    try world.measure([0, 1, 2])
    try world.measure([0])
    try world.measure([0, 2])
    for (sensor, counters) in [(0, 0...2), (1, 0...0), (2, 0...1)] as [(Int, ClosedRange<UInt64>)] {
      for counter in counters {
        let report = world.verify(
          try world.proof(sensor, counter), trusting: world.fleetKey.address)
        #expect(report.verdict == .trusted, "\(report.steps)")
        #expect(!report.isFinal && !report.isStored && !report.isLogged)
      }
    }
    #expect(try world.proof(0, nil).reading.sequence.counter == 2)
  }

  @Test func `the board signs for an instrument without a key of its own`() throws {
    let world = try ProofWorld(ownFleet: true, delegated: false)
    try world.measure([0, 1, 2])
    try world.measure([0, 1, 2])
    let file = try world.proof(2, 1)
    #expect(file.delegation == nil)
    #expect(world.verify(file, trusting: world.board.address).verdict == .trusted)
  }

  @Test func `without a key to trust it is consistent and not more`() throws {
    let world = try ProofWorld(ownFleet: true)
    try world.measure([0])
    let file = try world.proof(0, 0)
    #expect(world.verify(file, trusting: nil).verdict == .consistent)
    let other = try TestKey(8).address
    #expect(world.verify(file, trusting: other).verdict == .broken(.fleetKey))
  }

  @Test func `a board of a fleet is not trusted without a manifest that names it`() throws {
    let world = try ProofWorld()
    try world.measure([0])
    let file = try world.proof(0, 0)
    #expect(world.verify(file, trusting: world.fleetKey.address).verdict == .consistent)
    var named = file
    let versions = try world.manifests()
    named.manifests = [
      ProvedManifest(statement: versions[0].statement, bytes: versions[0].content)
    ]
    #expect(world.verify(named, trusting: world.fleetKey.address).verdict == .broken(.seal))
    named.manifests.append(
      ProvedManifest(statement: versions[1].statement, bytes: versions[1].content))
    named.manifests[0].bytes = nil
    #expect(world.verify(named, trusting: world.fleetKey.address).verdict == .trusted)
  }

  @Test func `with all parts the reading is final, stored and logged`() throws {
    let (world, file) = try ProofWorld.full()
    let report = world.verify(file, trusting: world.fleetKey.address)
    #expect(report.verdict == .trusted, "\(report.steps)")
    #expect(report.isFinal && report.isStored && report.isLogged)
    var one = file
    one.cosignatures.removeLast()
    let weaker = world.verify(one, trusting: world.fleetKey.address)
    #expect(weaker.verdict == .trusted && !weaker.isFinal)
  }

  @Test func `a proof behind the fleet's last word on the lane does not hold`() throws {
    let (world, file) = try ProofWorld.full()
    let versions = try world.manifests()
    func report(endingAt height: UInt64) throws -> ProofReport.Verdict {
      let manifest = try versions[2].manifest.revoking(
        world.identity.lane, height: height,
        blockHash: try #require(try world.ledger.hash(height)))
      let revoked = try Self.next(manifest, versions, world)
      var changed = file
      changed.manifests[2].bytes = nil
      changed.manifests.append(revoked)
      return world.verify(changed, trusting: world.fleetKey.address).verdict
    }
    #expect(try report(endingAt: 5) == .trusted)
    #expect(try report(endingAt: 4) == .broken(.seal))
  }

  static func next(
    _ manifest: Manifest, _ versions: [SignedManifest], _ world: ProofWorld
  ) throws -> ProvedManifest {
    let signed = try SignedManifest(
      signing: manifest, after: versions[2], by: world.fleetKey.key)
    return ProvedManifest(statement: signed.statement, bytes: signed.content)
  }

  @Test func `a proof is the same after a file`() throws {
    let (_, file) = try ProofWorld.full()
    let text = file.json.text(pretty: true)
    #expect(try ProofFile(try JSONReader.parse(text)) == file)
  }

  @Test func `a gap and what is not there are told apart`() throws {
    let world = try ProofWorld(ownFleet: true)
    try world.measure([0])
    try world.measure([0, 1], missing: 0)
    let id = RecordID.sensor(board: world.board.address, name: ProofWorld.sensors[0])
    #expect(try world.proof(0, 3).reading.sequence.counter == 3)
    do throws(ProofAssemblyError<StoreError>) {
      _ = try world.assembler.locate(sensor: id, counter: 2)
      Issue.record("a gap has a reading")
    } catch {
      guard case .gap(let gap) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(gap.first == 1 && gap.last == 2 && gap.reason == .sensorSilent)
    }
    do throws(ProofAssemblyError<StoreError>) {
      _ = try world.assembler.locate(sensor: id, counter: 4)
      Issue.record("a reading that was never made")
    } catch {
      guard case .noReading = error else {
        Issue.record("\(error)")
        return
      }
    }
    let proof = try world.proof(0, 3)
    #expect(world.verify(proof, trusting: world.board.address).verdict == .trusted)
  }
}
