import ChainTypes
import FleetManifest
import Statements
import Testing

struct ManifestTests {
  @Test func `a manifest has one encoding and comes back from it`() throws {
    let manifest = try Samples.manifest()
    #expect(try Manifest(content: manifest.content) == manifest)
    #expect(throws: ManifestError.self) { try Manifest(content: manifest.content + [0]) }
    #expect(throws: ManifestError.self) {
      try Manifest(content: Array(manifest.content.dropLast()))
    }
  }

  @Test func `members are found by lane, board and address`() throws {
    var manifest = try Samples.manifest()
    let first = manifest.lanes[0]
    #expect(manifest.member(first.lane) == first)
    #expect(manifest.member(Lane(board: first.lane.board, term: 2)) == nil)
    #expect(manifest.running(first.lane.board) == first)
    #expect(manifest.running(try Samples.address(5)) == nil)
    #expect(manifest.witness(first.lane.board)?.term == 1)
    #expect(manifest.witness(try Samples.address(5)) == nil)
    manifest = try manifest.revoking(first.lane, height: 10, blockHash: Hash(4))
    #expect(manifest.running(first.lane.board) == nil)
    #expect(manifest.counts(first.lane, height: 9, blockHash: Hash(1)))
    #expect(manifest.counts(first.lane, height: 10, blockHash: Hash(4)))
    #expect(!manifest.counts(first.lane, height: 10, blockHash: Hash(5)))
    #expect(!manifest.counts(first.lane, height: 11, blockHash: Hash(4)))
  }

  @Test func `who is not named transacts on no lane`() throws {
    let manifest = try Samples.manifest()
    let (first, second) = (manifest.lanes[0].lane, manifest.lanes[1].lane)
    #expect(manifest.mayTransact(first.board, on: first))
    #expect(!manifest.mayTransact(first.board, on: second))
    #expect(manifest.mayTransact(manifest.fleetKey, on: first))
    #expect(manifest.mayTransact(try Samples.address(5), on: first))
    #expect(manifest.mayTransact(try Samples.address(6), on: second))
    #expect(!manifest.mayTransact(try Samples.address(6), on: first))
    #expect(!manifest.mayTransact(try Samples.address(4), on: first))
    for lane in [first, second] {
      let all = manifest.senders(on: lane)
      #expect(all.allSatisfy { manifest.mayTransact($0, on: lane) })
      #expect(all.contains(lane.board) && all.contains(manifest.fleetKey))
    }
    #expect(manifest.senders(on: second).contains(try Samples.address(6)))
    #expect(!manifest.senders(on: first).contains(try Samples.address(6)))
  }

  @Test func `an aggregator follows the boards of its shards`() {
    let upper = AggregatorMember(address: Address(high: 1, middle: 0, low: 0), shards: 0xff00)
    #expect(upper.follows(Address(high: 0x8000_0000, middle: 0, low: 0)))
    #expect(upper.follows(Address(high: 0xf000_0000, middle: 0, low: 0)))
    #expect(!upper.follows(Address(high: 0x7fff_ffff, middle: 0, low: 0)))
  }

  @Test(arguments: [
    (0, 0, 0, true), (1, 1, 0, true), (1, 1, 1, false), (2, 1, 0, false), (2, 2, 0, true),
    (2, 2, 1, true), (2, 2, 2, false), (2, 3, 0, false), (3, 2, 0, true), (3, 2, 1, false),
    (3, 3, 2, true), (4, 3, 1, true), (4, 3, 2, false), (0, 1, 0, false), (0, 0, 1, false),
  ])
  func `a threshold is one that two different blocks cannot reach`(
    _ n: Int, _ t: UInt32, _ f: UInt32, _ holds: Bool
  ) throws {
    var manifest = Manifest(fleetKey: try Samples.address(9))
    let witnesses = try (1...4).map { try Samples.address($0) }.sorted()
    manifest.witnesses = witnesses.map { WitnessMember(address: $0) }
    manifest.lanes = [
      LaneMember(
        lane: Lane(board: try Samples.address(20), term: 1), genesisHash: Hash(1),
        witnesses: Array(witnesses[..<n]), threshold: t, faulty: f)
    ]
    #expect(((try? manifest.check()) != nil) == holds)
    #expect(((try? Manifest(content: manifest.content)) != nil) == holds)
  }

  @Test func `each rule is broken by what it is about`() throws {
    let good = try Samples.manifest()
    let stranger = try Samples.address(20)
    func breaks(_ change: (inout Manifest) -> Void) -> ManifestProblem? {
      var manifest = good
      change(&manifest)
      do throws(ManifestProblem) { try manifest.check() } catch { return error }
      return nil
    }
    let lane = good.lanes[0].lane
    #expect(breaks { _ in } == nil)
    #expect(breaks { $0.fleetKey = .zero } == .zeroAddress("the fleet key"))
    #expect(breaks { $0.rulesOwner = .zero } == .zeroAddress("the owner of the rules"))
    #expect(breaks { $0.lanes.swapAt(0, 1) } == .order("lanes"))
    #expect(breaks { $0.lanes.insert($0.lanes[0], at: 0) } == .order("lanes"))
    #expect(breaks { $0.witnesses.reverse() } == .order("witnesses"))
    #expect(breaks { $0.senders.reverse() } == .order("senders"))
    #expect(breaks { $0.delegates += $0.delegates } == .order("delegates"))
    #expect(breaks { $0.lanes[0].genesisHash = .zero } == .noGenesis(lane))
    #expect(breaks { $0.lanes[0].witnesses.reverse() } == .order("witnesses of a lane"))
    #expect(
      breaks { $0.lanes[0].witnesses = [lane.board] } == .ownWitness(lane))
    #expect(
      breaks { $0.lanes[0].witnesses = [stranger] } == .strangeWitness(lane, stranger))
    #expect(
      breaks { manifest in
        manifest.lanes.insert(
          LaneMember(lane: Lane(board: lane.board, term: 2), genesisHash: Hash(1)), at: 1)
      } == .twoLanes(lane.board))
    #expect(
      breaks {
        $0.endings = [
          LaneEnding(
            lane: Lane(board: stranger, term: 1), height: 0, blockHash: .zero, reason: .revoked)
        ]
      } == .strangeEnding(Lane(board: stranger, term: 1)))
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `no bytes trap, and what is read is what was written`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let good = try Samples.signed(try Samples.manifest())
    for round in 0..<1_000 {
      var bytes = good.content
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
      }
      if let manifest = try? Manifest(content: bytes) {
        #expect(manifest.content == bytes, "seed \(seed), round \(round)")
      }
      let count = Int.random(in: 0..<400, using: &random)
      #expect((try? SignedManifest(bytes: random.bytes(count), using: Recovery())) == nil)
    }
  }
}
