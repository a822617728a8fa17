import BoardConfig
import ChainTypes
import FleetAggregator
import FleetLink
import FleetLog
import FleetManifest
import Foundation
import KeyCustody
import LinuxIO
import Signing
import Statements
import Testing

@Suite struct LogBooks {
  private let domain = FleetDomain(fleet: Hash(Word(5)))
  private let lane = Lane(board: Address(Word(0xabc)), term: 1)

  private func entries(_ heights: ClosedRange<UInt64>) -> [LogEntry] {
    heights.map { LogEntry(lane: lane, height: $0, blockHash: Hash(Word($0))) }
  }

  private func append(_ book: LogBook, _ heights: ClosedRange<UInt64>) throws -> Signed<Checkpoint>?
  {
    var secret = Hash(Word(0x77)).bytes
    let key = FleetKey(try SigningKey(taking: &secret))
    return try book.append(
      entries(heights),
      sign: { size, root, previous in
        Signed(
          Checkpoint(
            log: key.address, size: size, root: root, previous: previous, time: 1,
            manifestHash: .zero), in: domain, by: key)
      }, domain: domain)
  }

  @Test func `what is in the log is covered by its checkpoint, also after a restart`() throws {
    let folder = try TemporaryFolder(prefix: "cairn-log-")
    let path = folder.path + "/own"
    var first: Signed<Checkpoint>?
    do {
      let book = try LogBook(LinkStore(folder: path))
      first = try append(book, 1...5)
      #expect(first?.content.size == 5)
      #expect(try append(book, 6...6)?.content.size == 6)
    }
    let book = try LogBook(LinkStore(folder: path))
    #expect(book.frontier.size == 6)
    #expect(book.logged == [lane: 6])
    let third = try #require(try append(book, 7...11))
    for height in 1...11 as ClosedRange<UInt64> {
      let cover = try #require(try book.cover(lane, height: height))
      #expect(cover.holds(under: third.content))
      #expect(LogCover(bytes: cover.bytes) == cover)
      var other = cover
      other.entry.blockHash = Hash(Word(999))
      #expect(!other.holds(under: third.content))
    }
    let old = try #require(first).content
    let path2 = try #require(try book.consistency(from: old.size, to: third.content.size))
    #expect(
      LogProof.extends(
        old: (size: old.size, root: old.root),
        new: (size: third.content.size, root: third.content.root), path: path2))
    Folder.removeAll(path)
  }

  @Test func `a new aggregator has keys, a fleet and a configuration, and a second run keeps them`()
    throws
  {
    let folder = try TemporaryFolder(prefix: "cairn-aggregator-")
    let place = AggregatorFolder(folder.path + "/data")
    let order = AggregatorInitialisation(
      folder: place, name: "test", fleetKey: nil, broker: "mqtt://127.0.0.1:1")
    let made = try order.perform()
    #expect(made.kept.isEmpty)
    let versions = try FleetFile.read(place.fleet)
    #expect(versions.count == 1)
    #expect(versions[0].manifest.fleet == made.fleet)
    #expect(versions[0].manifest.aggregators.map { $0.address } == [made.aggregator])
    let again = try order.perform()
    #expect(again.fleet == made.fleet && again.kept.count == 4)
    let settings = try AggregatorSettings(parsing: WholeFile.read(place.config))
    #expect(settings.dataFolder == place.path)
    Folder.removeAll(place.path)
  }

  @Test func `the explained configuration can be read`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../configs/aggregator.yaml").standardizedFileURL.path
    let settings = try AggregatorSettings(parsing: WholeFile.read(path))
    #expect(settings.shards.count == 16)
    #expect(settings.silentAfter == 900_000)
  }
}
