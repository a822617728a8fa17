import BlockExecution
import ChainTypes
import Contracts
import Lanes
import Ledger
import Readings
import Statements

/// Makes proofs from a lane's ledger, on the board or at the aggregator: both have the same blocks.
public struct ProofAssembler<Store: LedgerStore> {
  public typealias Failure = ProofAssemblyError<Store.Failure>

  let ledger: ChainLedger<Store>
  let identity: LaneIdentity
  /// The contracts whose records count.
  let logs: [Address]

  public init(
    _ ledger: ChainLedger<Store>, identity: LaneIdentity,
    logs: [Address] = [LaneContracts.readingLog]
  ) {
    self.ledger = ledger
    self.identity = identity
    self.logs = logs
  }
}

/// Where a reading is on its lane.
public struct ReadingPlace: Hashable, Sendable {
  public var block: UInt64
  /// Of the transaction in the block.
  public var transaction: Int
  public var sensor: Hash
  public var counter: UInt64
}

/// What others said of blocks, and whose fleet it is.
public struct ProofCompany: Sendable {
  public var fleetKey: Address
  public var manifests: [ProvedManifest] = []
  public var cosignatures: [Signed<Cosignature>] = []
  public var receipts: [Signed<StorageReceipt>] = []
  public var checkpoint: ProvedCheckpoint?

  public init(fleetKey: Address) { self.fleetKey = fleetKey }
}

/// Why there is no proof.
public enum ProofAssemblyError<Failure: Error>: Error {
  case ledger(LedgerError<Failure>)
  /// The sensor has no such reading in a block that is kept.
  case noReading
  /// The counter stands for no reading, and the board signed why.
  case gap(GapRecord)
  /// Records or the delegation before it are in blocks that are not kept any more.
  case notKept(String)
  /// The batch was brought in a way that this does not follow.
  case unknown(String)
}

extension ProofAssemblyError {
  /// One sentence without its full stop; `sentence` says what happened in the store.
  public func text(_ sentence: (Failure) -> String) -> String {
    switch self {
    case .ledger(let error): error.text(sentence)
    case .noReading: "no block that is kept has such a reading"
    case .gap(let gap):
      "counters \(gap.first) to \(gap.last) stand for no reading: a signed gap, reason "
        + "\(gap.reason.rawValue)"
    case .notKept(let what): "\(what) is in a block that is not kept any more"
    case .unknown(let what): what
    }
  }
}

extension ProofAssembler {
  func asked<R>(
    _ body: () throws(LedgerError<Store.Failure>) -> R
  ) throws(Failure) -> R {
    do throws(LedgerError<Store.Failure>) { return try body() } catch { throw .ledger(error) }
  }

  /// Looks for the reading with a counter, or for the newest one. A sensor's counters rise with the
  /// blocks, without holes (ReadingLog.vy takes no others), so that halving the range finds one
  /// however far it is behind the head.
  public func locate(sensor: Hash, counter: UInt64?) throws(Failure) -> ReadingPlace {
    var (low, high) = (max(1, ledger.oldestHeight), ledger.head.number)
    while low <= high {
      let middle = counter == nil ? high : low + (high - low) / 2
      let records = try lastRecords(of: sensor, low, middle)
      guard let block = records.first?.block else {
        if counter == nil { break }
        low = middle + 1
        continue
      }
      if let place = try place(of: counter, sensor, in: records) { return place }
      if let counter, let last = records.last?.word, counter > last.lastCounter {
        low = middle + 1
      } else {
        high = block - 1
      }
    }
    throw .noReading
  }

  private struct FoundRecord {
    var block: UInt64
    var transaction: Int
    var word: RecordWord
  }

  /// What the last block in a range that has any of a sensor's records has of them.
  private func lastRecords(
    of sensor: Hash, _ first: UInt64, _ last: UInt64
  ) throws(Failure) -> [FoundRecord] {
    let kinds = [ReadingLogContract.Recorded.topic, ReadingLogContract.Missed.topic]
    let filter = LogFilter(from: first, to: last, addresses: logs, topics: [kinds, [sensor]])
    let found = try asked { () throws(LedgerError<Store.Failure>) in try ledger.lastLogs(filter) }
    return found.compactMap { entry in
      Word(bigEndianBytes: entry.log.data).map {
        FoundRecord(
          block: entry.blockNumber, transaction: entry.transactionIndex, word: RecordWord($0))
      }
    }
  }

  /// Nil when other blocks may have it.
  private func place(
    of counter: UInt64?, _ sensor: Hash, in records: [FoundRecord]
  ) throws(Failure) -> ReadingPlace? {
    guard let counter = counter ?? records.last(where: { !$0.word.isGap })?.word.counter,
      let record = records.last(where: { $0.word.counter <= counter }),
      counter <= record.word.lastCounter
    else { return nil }
    if record.word.isGap {
      guard let gap = gap(record.word, sensor) else { throw .noReading }
      throw .gap(gap)
    }
    return ReadingPlace(
      block: record.block, transaction: record.transaction, sensor: sensor, counter: counter)
  }

  private func gap(_ word: RecordWord, _ sensor: Hash) -> GapRecord? {
    let entry = RecordCall.Entry(sensor: sensor, unit: .zero, calibration: .zero, word: word)
    guard case .gap(let gap) = entry.record(term: identity.lane.term, behind: .zero, boot: 0)
    else { return nil }
    return gap
  }
}

extension RecordWord {
  /// Of those that it stands for.
  fileprivate var lastCounter: UInt64 { isGap ? last : counter }
}
