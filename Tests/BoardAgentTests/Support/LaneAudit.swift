import BlockExecution
import ChainTypes
import Contracts
import Ledger
import Statements
import Testing

@testable import BoardAgent

/// What a lane's blocks say of its sensors, and whether it hangs together.
struct LaneAudit {
  struct Entry: Equatable {
    var isReading: Bool
    var first: UInt64
    var last: UInt64
    var mantissa: Int64
    var clock: RecordWord.Clock
    var flags: UInt8
    var reason: UInt8
  }

  private(set) var records: [Hash: [Entry]] = [:]
  private(set) var hashes: [Hash] = []
  private(set) var times: [UInt64] = []
  private(set) var corrections: [ClockCorrection] = []
  /// What should not be, in words.
  private(set) var faults: [String] = []

  init(_ ledger: LaneLedger) throws {
    var parent = try #require(try ledger.block(0)).hash
    hashes.append(parent)
    for number in 0..<ledger.head.number {
      let block = try #require(try ledger.block(number + 1))
      if block.header.parentHash != parent { faults.append("block \(number + 1): parent") }
      if block.seal == nil { faults.append("block \(number + 1): no seal") }
      if let time = times.last, block.header.timestamp < time {
        faults.append("block \(number + 1): time falls")
      }
      parent = block.hash
      hashes.append(parent)
      times.append(block.header.timestamp)
      for receipt in block.receipts { for log in receipt.logs { add(log) } }
      for transaction in block.block.transactions { add(transaction) }
    }
  }

  private mutating func add(_ transaction: Transaction) {
    let signed = try? Signed<ClockCorrection>(bytes: transaction.data)
    if let signed { corrections.append(signed.content) }
  }

  private mutating func add(_ log: Log) {
    if let recorded = ReadingLogContract.Recorded(topics: log.topics, data: log.data) {
      add(recorded.sensor, RecordWord(recorded.word))
    } else if let missed = ReadingLogContract.Missed(topics: log.topics, data: log.data) {
      add(missed.sensor, RecordWord(missed.word))
    }
  }

  private mutating func add(_ sensor: Hash, _ word: RecordWord) {
    let entry = Entry(
      isReading: word.isReading, first: word.counter,
      last: word.isReading ? word.counter : word.last, mantissa: word.mantissa, clock: word.clock,
      flags: word.flags, reason: word.reason)
    let next = records[sensor]?.last.map { $0.last + 1 } ?? 0
    if entry.first != next { faults.append("\(sensor.hex): \(entry.first) comes for \(next)") }
    records[sensor, default: []].append(entry)
  }

  var readings: Int { records.values.reduce(0) { $0 + $1.filter { $0.isReading }.count } }

  /// The value of a sensor's counter; nil for a gap, and for one that is in no block.
  func reading(_ sensor: Hash, _ counter: UInt64) -> Int64? {
    records[sensor]?.first { $0.isReading && $0.first == counter }?.mantissa
  }

  func covers(_ sensor: Hash, _ counter: UInt64) -> Bool {
    records[sensor]?.contains { $0.first <= counter && counter <= $0.last } ?? false
  }
}
