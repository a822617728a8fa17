import ChainTypes
import FleetLink
import FleetManifest
import Lanes
import Ledger
import LinuxIO
import Signing
import Statements
import Testing

@Suite struct LaneOrigins {
  private let lane = Lane(board: Address(Word(0x1234)), term: 3)

  private func plan(meterSeconds: UInt64 = 900) -> LanePlan {
    LanePlan(
      identity: LaneIdentity(fleet: Hash(Word(7)), lane: lane), time: 1_700_000_000,
      owner: Address(Word(0x99)), meterSeconds: meterSeconds)
  }

  @Test func `the beginning of a lane travels as a few numbers and gives the same genesis`() throws
  {
    let text = Array(plan().genesis.text(pretty: true).utf8)
    let origin = try #require(LaneOrigin(genesis: text))
    #expect(origin.bytes.count < 200)
    let made = try #require(LaneOrigin(bytes: origin.bytes).genesis)
    #expect(LaneOrigin.identity(made)?.lane == lane)
    #expect(origin.genesisHash == LaneOrigin(bytes: origin.bytes).genesisHash)
    #expect(origin.genesisHash != nil)
  }

  @Test func `a genesis that no plan gives travels as its text`() throws {
    let text = Array(plan(meterSeconds: 60).genesis.text().utf8)
    let origin = try #require(LaneOrigin(genesis: text))
    #expect(origin.bytes.count > text.count)
    #expect(LaneOrigin(bytes: origin.bytes).genesisHash == origin.genesisHash)
  }

  @Test func `no bytes from the broker trap`() throws {
    let good = try #require(LaneOrigin(genesis: Array(plan().genesis.text().utf8))).bytes
    var seed: UInt64 = 42
    func next() -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return seed >> 33
    }
    for _ in 0..<60 {
      var bytes = good
      for _ in 0...next() % 3 { bytes[Int(next()) % bytes.count] = UInt8(next() & 0xff) }
      if next() % 2 == 0 { bytes.removeLast(Int(next()) % bytes.count) }
      _ = LaneOrigin(bytes: bytes).genesisHash
    }
    for _ in 0..<200 {
      let bytes = (0..<Int(next() % 300)).map { _ in UInt8(next() & 0xff) }
      _ = LaneOrigin(bytes: bytes).genesisHash
      _ = LogCover(bytes: bytes)
    }
  }
}
