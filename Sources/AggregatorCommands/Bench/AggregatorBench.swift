import BoardConfig
import ChainTypes
import FleetAggregator
import FleetLink
import LinuxIO
import Statements
import SyncProtocol

/// Gives an aggregator blocks as its broker would, until all of them have their receipt, and in
/// turns with that measures what the work consists of.
///
/// All of the aggregator is in it but the broker: messages come as bytes; its loop decodes them and
/// looks at the seals, its threads execute and store, and it signs receipts and checkpoints.
final class AggregatorBench {
  struct Options {
    /// Readings of a transaction; each block has one.
    var readings: Int
    /// Blocks of each lane in a run.
    var blocks: Int
    var lanes: Int
    /// Processors to be used.
    var workers: Int
    var runs: Int
    /// Where databases may be made: on the medium that is to be measured.
    var folder: String
  }

  /// Medians of the runs; times are nanoseconds a block, ratios thousandths.
  struct Result {
    var whole: UInt64 = 0
    /// Of processors.
    var processors: UInt64 = 0
    var parts = BenchParts()
    /// The parts' sum divided by the whole.
    var ratio = 0
    /// The same of processors' time, which others on the machine do not count in.
    var processorRatio = 0
    var control = 0
    var threads = 0
    var permutations = 0
  }

  private let options: Options
  private let fleet: BenchFleet
  private let service: AggregatorService
  private let meter: PartsMeter
  private let books: [LaneBook]

  private init(_ options: Options, in folder: String) throws(LinkFailure) {
    self.options = options
    fleet = try BenchFleet(folder, lanes: options.lanes, readings: options.readings)
    let threads = AggregatorService.laneThreads(options.workers)
    meter = try PartsMeter(fleet, in: folder, processors: options.workers, threads: threads)
    service = try AggregatorService(
      try AggregatorBench.settings(fleet.folder), takesSignals: false,
      processors: options.workers)
    var books: [LaneBook] = []
    for board in fleet.boards {
      guard let book = service.link.shelf.books[board.lane] else {
        throw .settings("the aggregator does not know the bench's lanes")
      }
      books.append(book)
    }
    self.books = books
  }

  private static func settings(
    _ folder: AggregatorFolder
  ) throws(LinkFailure) -> AggregatorSettings {
    let text =
      "aggregator: {data: '\(folder.path)'}\nbroker: {url: 'mqtt://127.0.0.1:1'}\n"
      + "log: {level: error}\n"
    do throws(SettingProblems) { return try AggregatorSettings(parsing: Array(text.utf8)) } catch {
      throw .settings(error.text(file: "bench"))
    }
  }

  static func run(_ options: Options) throws(LinkFailure) -> Result {
    let folder = try AggregatorBench.folder(below: options.folder)
    // In a function of its own: the folder goes when nothing is open in it.
    return try measure(options, folder.path)
  }

  private static func folder(below parent: String) throws(LinkFailure) -> TemporaryFolder {
    do throws(SystemError) {
      return try TemporaryFolder(prefix: "cairn-bench-", below: parent)
    } catch { throw .system(error) }
  }

  private static func measure(
    _ options: Options, _ folder: String
  ) throws(LinkFailure) -> Result {
    let bench = try AggregatorBench(options, in: folder)
    let result = try bench.measure()
    bench.service.stop()
    return result
  }
}

extension AggregatorBench {
  private struct Round {
    var whole: UInt64
    var processors: UInt64
    var parts: BenchParts
    var control: Int
  }

  private func measure() throws(LinkFailure) -> Result {
    var rounds: [Round] = []
    var permutations = 0
    for number in 0...options.runs {
      let blocks = try fleet.write(options.blocks)
      let control = meter.control()
      var parts = BenchParts()
      if number % 2 == 0 { parts = try meter.measure(blocks) }
      let used = MonotonicClock.processorTime()
      let whole = try work(blocks)
      let processors = MonotonicClock.processorTime() - used
      if number % 2 == 1 { parts = try meter.measure(blocks) }
      // In the first one slots are new, code is translated, and tables grow.
      if number > 0 {
        rounds.append(
          Round(whole: whole, processors: processors, parts: parts, control: control))
      }
      permutations = blocks[0][0].permutations
    }
    let count = UInt64(options.blocks * options.lanes)
    func median(_ value: (Round) -> UInt64) -> UInt64 {
      rounds.map(value).sorted()[rounds.count / 2]
    }
    var result = Result()
    result.whole = median { $0.whole } / count
    result.parts.recovery = median { $0.parts.recovery } / count
    result.parts.signing = median { $0.parts.signing } / count
    result.parts.execution = median { $0.parts.execution } / count
    result.parts.keccak = median { $0.parts.keccak } / count
    result.parts.lmdb = median { $0.parts.lmdb } / count
    result.processors = median { $0.processors } / count
    result.parts.processors = median { $0.parts.processors } / count
    result.processorRatio = Int(
      median { $0.parts.processors * 1000 / max(1, $0.processors) })
    result.ratio = Int(median { $0.parts.sum * 1000 / max(1, $0.whole) })
    result.control = Int(median { UInt64($0.control) })
    result.threads = AggregatorService.laneThreads(options.workers)
    result.permutations = permutations
    return result
  }

  /// Nanoseconds until every block is stored and has its receipt. No board has more blocks under
  /// way than it would over a broker.
  private func work(_ lanes: [[BenchBlock]]) throws(LinkFailure) -> UInt64 {
    let link = service.link
    link.tell(.connected)
    let first = books.map { $0.head.height }
    let receipts = link.counters.receipts
    var given = [Int](repeating: 0, count: lanes.count)
    let begin = MonotonicClock.now()
    while true {
      var isDone = true
      for lane in lanes.indices {
        let stored = Int(books[lane].head.height - first[lane])
        isDone = isDone && stored == lanes[lane].count
        let end = min(lanes[lane].count, stored + Int(SyncLimits.publishWindow))
        while given[lane] < end {
          let block = lanes[lane][given[lane]]
          link.tell(.received(topic: block.topic, payload: block.message))
          given[lane] += 1
        }
      }
      if isDone { break }
      try service.turn()
    }
    let time = MonotonicClock.now() - begin
    guard link.counters.receipts - receipts == UInt64(lanes.reduce(0) { $0 + $1.count }) else {
      throw .settings("the aggregator gave too few receipts")
    }
    return time
  }
}
