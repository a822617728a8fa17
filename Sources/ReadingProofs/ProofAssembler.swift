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

  /// Looks for the reading with a counter, or for the newest one, from the newest block backwards.
  public func locate(sensor: Hash, counter: UInt64?) throws(Failure) -> ReadingPlace {
    var last = ledger.head.number
    var width = ProofLimits.firstWindow
    let oldest = max(1, ledger.oldestHeight)
    while last >= oldest {
      let first = max(oldest, last - min(last, width - 1))
      let kinds = [ReadingLogContract.Recorded.topic, ReadingLogContract.Missed.topic]
      let filter = LogFilter(from: first, to: last, addresses: logs, topics: [kinds, [sensor]])
      let found: [FoundLog]
      do throws(LedgerError<Store.Failure>) { found = try ledger.logs(filter) } catch {
        guard case .tooMuch = error, width > 1 else { throw .ledger(error) }
        width /= 2
        continue
      }
      if let place = try place(of: counter, sensor, in: found) { return place }
      if first == oldest { break }
      last = first - 1
      width = min(width * 2, ProofLimits.largestWindow)
    }
    throw .noReading
  }

  /// Nil when earlier blocks may have it.
  private func place(
    of counter: UInt64?, _ sensor: Hash, in found: [FoundLog]
  ) throws(Failure) -> ReadingPlace? {
    for entry in found.reversed() {
      guard let word = Word(bigEndianBytes: entry.log.data) else { continue }
      let record = RecordWord(word)
      if record.isGap {
        guard let counter, record.counter <= counter else { continue }
        guard counter <= record.last, let gap = gap(record, sensor) else { throw .noReading }
        throw .gap(gap)
      }
      let wanted = counter ?? record.counter
      if record.counter < wanted { throw .noReading }
      if record.counter == wanted {
        return ReadingPlace(
          block: entry.blockNumber, transaction: entry.transactionIndex, sensor: sensor,
          counter: wanted)
      }
    }
    return nil
  }

  private func gap(_ word: RecordWord, _ sensor: Hash) -> GapRecord? {
    let entry = RecordCall.Entry(sensor: sensor, unit: .zero, calibration: .zero, word: word)
    guard case .gap(let gap) = entry.record(term: identity.lane.term, behind: .zero, boot: 0)
    else { return nil }
    return gap
  }
}
