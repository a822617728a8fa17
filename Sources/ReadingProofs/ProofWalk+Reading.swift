import BlockExecution
import ChainTypes
import Contracts
import Lanes
import MerkleTrie
import Readings
import Statements

extension ProofWalk {
  mutating func checkTransaction() throws(ProofFailure) {
    let proved = file.transaction
    try checkItem(proved.raw, block.transactionsRoot, proved.nodes, "transaction")
    try checkItem(proved.receipt, block.receiptsRoot, proved.receiptNodes, "receipt")
    let transaction: Transaction
    do throws(TransactionDecodingError) {
      transaction = try Transaction(decoding: proved.raw)
    } catch { throw ProofFailure(.transaction, "it is no transaction") }
    let identity = LaneIdentity(fleet: domain.fleet, lane: lane)
    guard transaction.chainID == identity.chainID else {
      throw ProofFailure(.transaction, "it is of another chain")
    }
    guard let call = RecordCall(transaction.data), let log = transaction.to else {
      throw ProofFailure(.transaction, "it brings no batch")
    }
    self.call = call
    let receipt: Receipt
    do throws(ReceiptDecodingError) { receipt = try Receipt(decoding: proved.receipt) } catch {
      throw ProofFailure(.transaction, "its receipt does not decode")
    }
    guard receipt.result == .status(true) else {
      throw ProofFailure(.transaction, "the reading log refused the batch")
    }
    let digest = file.batch.content.digest(in: domain)
    let isRecorded = receipt.logs.contains { entry in
      entry.address == log
        && ReadingLogContract.Batch(topics: entry.topics, data: entry.data)?.digest == digest
    }
    // Told here, though the batch may be what was changed: it is looked at next.
    if !isRecorded { try checkBatch() }
    guard isRecorded else {
      throw ProofFailure(.transaction, "the reading log recorded another batch")
    }
    let own = log == LaneContracts.readingLog ? "the lane's reading log" : "the log at \(log)"
    holds(.transaction, "transaction \(proved.index) of the block brought the batch to \(own)")
  }

  private func checkItem(
    _ item: [UInt8], _ root: Hash, _ nodes: [[UInt8]], _ what: String
  ) throws(ProofFailure) {
    do throws(ProofFault) {
      let found = try TrieProof.item(Int(file.transaction.index), root: root, nodes: nodes)
      if found == item { return }
    } catch {
      throw ProofFailure(.transaction, "the nodes of its \(what) do not fit the header")
    }
    throw ProofFailure(.transaction, "the block has another \(what) at its index")
  }

  mutating func checkDelegation() throws(ProofFailure) {
    guard let delegation = file.delegation else { return }
    let content = delegation.content
    try check(.delegation, delegation, by: lane.board, "the board")
    guard content.lane == lane else {
      throw ProofFailure(.delegation, "it is of \(content.lane.text)")
    }
    guard content.instrument == file.batch.content.instrument else {
      throw ProofFailure(.delegation, "it is of another instrument")
    }
    holds(.delegation, "the board lets \(content.key) sign for the instrument")
  }

  mutating func checkBatch() throws(ProofFailure) {
    let content = file.batch.content
    guard content.lane == lane else {
      throw ProofFailure(.batch, "it is of \(content.lane.text), the block of \(lane.text)")
    }
    let key = file.delegation?.content.key ?? lane.board
    try check(.batch, file.batch, by: key, file.delegation == nil ? "the board" : "the instrument")
  }

  /// What the call says is what was signed.
  mutating func checkCall() throws(ProofFailure) {
    let content = file.batch.content
    guard let call, call.signature == file.batch.signature, call.instrument == content.instrument,
      call.agent == content.agent, call.configuration == content.configuration
    else { throw ProofFailure(.batch, "the transaction brought another batch") }
    holds(
      .batch,
      "batch \(content.number) of \(content.count) records is signed by "
        + "\(file.delegation?.content.key ?? lane.board)")
  }

  mutating func checkReading() throws(ProofFailure) {
    let reading = file.reading
    let content = file.batch.content
    guard reading.sequence.term == content.lane.term else {
      throw ProofFailure(.reading, "its term is not the batch's")
    }
    let proof = RecordProof(record: .reading(reading), index: file.index, path: file.path)
    guard proof.holds(in: content) else {
      throw ProofFailure(.reading, "reading, index and path do not lead to the batch's root")
    }
    guard let call, let entries = call.entries, Int(file.index) < entries.count,
      entries[Int(file.index)] == RecordCall.Entry(reading), call.boot == reading.boot
    else { throw ProofFailure(.reading, "the transaction brought another reading at its index") }
    holds(.reading, "record \(file.index) of the batch is the reading")
    guard RecordID.sensor(board: lane.board, name: file.sensor) == reading.sensor else {
      throw ProofFailure(.sensor, "the board's sensor of this name is another one")
    }
    holds(.sensor, "it is of the board's sensor \(file.sensor)")
  }
}
