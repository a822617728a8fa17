import BlockExecution
import ChainTypes
import Contracts
import Lanes
import Ledger
import Readings
import Statements

/// A batch as it was signed, with its records.
struct FoundBatch {
  var statement: ReadingBatch
  var records: [SensorRecord]
  var signature: StatementSignature
}

extension ProofAssembler {
  /// The signed batch of a transaction. The call has its records without what each stands behind:
  /// that is found in what earlier blocks wrote into the log's slots.
  func batch(
    in stored: StoredBlock, transaction: Int, call: RecordCall, log: Address
  ) throws(Failure) -> FoundBatch {
    guard let entries = call.entries, !entries.isEmpty else {
      throw .unknown("the call has no records")
    }
    let event = stored.receipts[transaction].logs.compactMap { entry in
      entry.address == log
        ? ReadingLogContract.Batch(topics: entry.topics, data: entry.data) : nil
    }.first
    guard let event else { throw .unknown("the reading log recorded no batch") }
    let before = try slots(before: stored.number, transaction, log, wanted(entries, event))
    var heads: [Hash: Hash] = [:]
    var records: [SensorRecord] = []
    for entry in entries {
      let known = heads[entry.sensor]
      let head: Hash
      if let known { head = known } else { head = try self.head(entry, before) }
      guard
        let record = entry.record(term: identity.lane.term, behind: head, boot: call.boot)
      else { throw .unknown("the call has a record that is none") }
      heads[entry.sensor] = record.digest
      records.append(record)
    }
    let previous = event.number == 0 ? .zero : before[chainSlot(event.instrument)]
    guard let previous else { throw .notKept("the batch before") }
    let statement = ReadingBatch(
      lane: identity.lane, instrument: event.instrument, number: event.number,
      root: DigestTree.root(records.map { $0.digest }),
      count: UInt32(truncatingIfNeeded: records.count), previous: Hash(previous),
      agent: call.agent, configuration: call.configuration)
    guard statement.digest(in: identity.domain) == event.digest else {
      throw .unknown("the batch does not come out as it was signed")
    }
    return FoundBatch(statement: statement, records: records, signature: call.signature)
  }

  /// The digest that a sensor's first record of a call stands behind.
  private func head(
    _ entry: RecordCall.Entry, _ before: [Word: Word]
  ) throws(Failure) -> Hash {
    if entry.word.counter == 0 { return .zero }
    guard let head = before[headSlot(entry.sensor)] else {
      throw .notKept("the record before")
    }
    return Hash(head)
  }

  /// A sensor's third slot has the digest of its last record (ReadingLog.vy).
  private func headSlot(_ sensor: Hash) -> Word {
    Keccak256.hash(Word(ReadingLogContract.Slot.sensors), sensor.word).word &+ 2
  }

  /// An instrument's second slot has the digest of its last batch.
  private func chainSlot(_ instrument: Hash) -> Word {
    Keccak256.hash(Word(ReadingLogContract.Slot.instruments), instrument.word).word &+ 1
  }

  private func wanted(
    _ entries: [RecordCall.Entry], _ event: ReadingLogContract.Batch
  ) -> Set<Word> {
    var wanted: Set<Word> = event.number == 0 ? [] : [chainSlot(event.instrument)]
    var seen: Set<Hash> = []
    for entry in entries where seen.insert(entry.sensor).inserted && entry.word.counter > 0 {
      wanted.insert(headSlot(entry.sensor))
    }
    return wanted
  }

  /// What stood in slots before a transaction, from the access lists of its block and those before.
  private func slots(
    before block: UInt64, _ transaction: Int, _ log: Address, _ wanted: Set<Word>
  ) throws(Failure) -> [Word: Word] {
    var (wanted, found) = (wanted, [Word: Word]())
    var number = block
    while !wanted.isEmpty, number > 0, block - number < ProofLimits.walk {
      let stored = try asked { () throws(LedgerError<Store.Failure>) in
        try ledger.block(number)
      }
      guard let stored else { break }
      // Index 0 is before the first transaction, so that this one's own is behind its number.
      let bound = number == block ? UInt32(transaction) : .max
      let list: BlockAccessList
      do throws(RecordFault) { list = try stored.accessList() } catch {
        throw .ledger(.damaged(.record(number: number, error)))
      }
      for account in list.accounts where account.address == log {
        for change in account.storageChanges.reversed()
        where change.index <= bound && wanted.contains(change.key) {
          found[change.key] = change.value
          wanted.remove(change.key)
        }
      }
      number -= 1
    }
    return found
  }

  /// The board's signed word for a key, as it was brought to the lane.
  func delegation(
    of key: Address, instrument: Hash, until block: UInt64
  ) throws(Failure) -> Signed<Delegation> {
    let filter = LogFilter(
      from: max(1, ledger.oldestHeight), to: block, addresses: logs,
      topics: [[ReadingLogContract.Delegated.topic], [instrument], [Hash(key.word)]])
    let found = try asked { () throws(LedgerError<Store.Failure>) in try ledger.lastLogs(filter) }
    if let entry = found.last {
      let stored = try asked { () throws(LedgerError<Store.Failure>) in
        try ledger.block(entry.blockNumber)
      }
      if let stored {
        return try delegation(stored.block.transactions[entry.transactionIndex].data)
      }
    }
    throw .notKept("the delegation of the instrument's key")
  }

  private func delegation(_ data: [UInt8]) throws(Failure) -> Signed<Delegation> {
    var reader = ABIReader(Array(data.dropFirst(4)))
    guard let instrument = reader.hash(), let index = reader.uint64(),
      let narrow = UInt32(exactly: index), let key = reader.address(),
      let v = reader.uint64(), v == 27 || v == 28, let r = reader.word(), let s = reader.word(),
      reader.isAtEnd
    else { throw .unknown("the delegation was brought by another contract") }
    let content = Delegation(
      lane: identity.lane, instrument: instrument, index: narrow, key: key)
    do throws(SignatureError) {
      return Signed(content, signature: try StatementSignature(r: r, s: s, yIsOdd: v == 28))
    } catch { throw .unknown(error.description) }
  }
}
