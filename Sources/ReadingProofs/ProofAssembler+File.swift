import BlockExecution
import ChainTypes
import Lanes
import Ledger
import Readings
import Statements

extension ProofAssembler {
  /// The proof of a reading, with what others said of its block or of those behind it.
  public func proof<Recovery: SignatureRecovery>(
    of place: ReadingPlace, sensor: String, company: ProofCompany, using recovery: Recovery
  ) throws(Failure) -> ProofFile {
    let found = try asked { () throws(LedgerError<Store.Failure>) in
      try ledger.block(place.block)
    }
    guard let stored = found, place.transaction < stored.block.transactions.count else {
      throw .ledger(.noBlock(place.block))
    }
    let transaction = stored.block.transactions[place.transaction]
    guard let call = RecordCall(transaction.data), let log = transaction.to else {
      throw .unknown("the batch was brought by another contract")
    }
    let batch = try batch(in: stored, transaction: place.transaction, call: call, log: log)
    guard let index = batch.records.firstIndex(where: { place.is($0) }),
      case .reading(let reading) = batch.records[index]
    else { throw .noReading }
    let digests = batch.records.map { $0.digest }
    let signed = Signed(batch.statement, signature: batch.signature)
    return ProofFile(
      fleetKey: company.fleetKey, sensor: sensor, reading: reading,
      index: UInt32(truncatingIfNeeded: index), path: DigestTree.path(of: index, in: digests),
      batch: signed, delegation: try delegation(of: signed, until: place.block, recovery),
      transaction: try proved(place), header: stored.header.encoded(), seal: try seal(stored),
      headers: try headers(behind: place.block, to: company.highest(above: place.block)),
      cosignatures: company.cosignatures, receipts: company.receipts,
      checkpoint: company.checkpoint, manifests: company.manifests)
  }

  /// Nil where the board itself signed the batch.
  private func delegation<Recovery: SignatureRecovery>(
    of batch: Signed<ReadingBatch>, until block: UInt64, _ recovery: Recovery
  ) throws(Failure) -> Signed<Delegation>? {
    let key: Address
    do throws(SignatureError) {
      key = try batch.signer(in: identity.domain, using: recovery)
    } catch { throw .unknown(error.description) }
    if key == identity.lane.board { return nil }
    return try delegation(of: key, instrument: batch.content.instrument, until: block)
  }

  private func proved(_ place: ReadingPlace) throws(Failure) -> ProvedTransaction {
    let (number, index) = (place.block, place.transaction)
    let stored = try asked { () throws(LedgerError<Store.Failure>) in try ledger.block(number) }
    let nodes = try asked { () throws(LedgerError<Store.Failure>) in
      try ledger.transactionProof(number, index: index)
    }
    let receiptNodes = try asked { () throws(LedgerError<Store.Failure>) in
      try ledger.receiptProof(number, index: index)
    }
    guard let stored, let nodes, let receiptNodes else { throw .ledger(.noBlock(number)) }
    return ProvedTransaction(
      index: UInt32(truncatingIfNeeded: index),
      raw: stored.block.transactions[index].encoded(), nodes: nodes,
      receipt: stored.receipts[index].encoded(), receiptNodes: receiptNodes)
  }

  private func seal(_ stored: StoredBlock) throws(Failure) -> Signed<Seal> {
    guard let bytes = stored.seal else { throw .unknown("block \(stored.number) has no seal") }
    do throws(SignedError) { return try Signed(bytes: bytes) } catch {
      throw .unknown(error.description)
    }
  }

  private func headers(behind first: UInt64, to last: UInt64) throws(Failure) -> [[UInt8]] {
    guard last > first else { return [] }
    guard last - first <= UInt64(ProofLimits.headers) else {
      throw .unknown("what was said of block \(last) is too far behind block \(first)")
    }
    var headers: [[UInt8]] = []
    for number in (first + 1)...last {
      let stored = try asked { () throws(LedgerError<Store.Failure>) in
        try ledger.block(number)
      }
      guard let stored else { throw .ledger(.noBlock(number)) }
      headers.append(stored.header.encoded())
    }
    return headers
  }
}

extension ReadingPlace {
  fileprivate func `is`(_ record: SensorRecord) -> Bool {
    guard case .reading(let reading) = record else { return false }
    return reading.sensor == sensor && reading.sequence.counter == counter
  }
}

extension ProofCompany {
  /// The highest block that a statement names.
  fileprivate func highest(above block: UInt64) -> UInt64 {
    var highest = max(block, checkpoint?.height ?? 0)
    for entry in cosignatures { highest = max(highest, entry.content.height) }
    for entry in receipts { highest = max(highest, entry.content.height) }
    return highest
  }
}
