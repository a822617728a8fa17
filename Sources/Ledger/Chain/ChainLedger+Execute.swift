import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

extension ChainLedger {
  /// Decodes a block that was made elsewhere, checks it completely against the head, executes it,
  /// and compares everything its header commits to. Nothing is stored; the block waits for
  /// `commit`, `stage` or `discard`.
  public func execute(_ encoded: [UInt8]) throws(Failure) -> ExecutedBlock {
    let block: Block
    do throws(BlockDecodingError) { block = try Block(decoding: encoded) } catch {
      throw .invalid(.undecodable(error))
    }
    return try execute(block, encoded: encoded)
  }

  /// The same for a block that is decoded already; `encoded` must be its encoding, and `hash` that
  /// of its header, where it is known.
  public func execute(
    _ block: Block, encoded: [UInt8], hash: Hash? = nil
  ) throws(Failure) -> ExecutedBlock {
    try prepare()
    defer { store.endReading() }
    var result: BlockResult?
    var fault: InvalidBlock?
    do throws(InvalidBlock) {
      result = try executor.execute(
        block, size: encoded.count, ancestors: window, on: journal)
    } catch { fault = error }
    return try finish(block, encoded, result, fault, hash: hash)
  }

  /// What has to be so before anything is executed.
  func prepare() throws(Failure) {
    guard pendingTicket == 0 else { throw .pending }
    if needsReload { try reload() }
  }

  /// Keeps what was executed as pending, or takes it back.
  func finish(
    _ block: Block, _ encoded: [UInt8], _ result: BlockResult?, _ fault: InvalidBlock?,
    hash: Hash? = nil
  ) throws(Failure) -> ExecutedBlock {
    if let failure = state.failure {
      // What the tries have is not known: they are read again before the next block.
      needsReload = true
      try? reload()
      throw failure
    }
    guard let result, fault == nil else {
      try takeBack()
      guard let fault else { preconditionFailure("a block has a result or a fault") }
      throw .invalid(fault)
    }
    lastTicket += 1
    pendingTicket = lastTicket
    return ExecutedBlock(
      block: block, encoded: encoded, hash: hash ?? block.header.hash, result: result,
      ticket: pendingTicket, writes: result.accessList.encoded())
  }

  /// Takes back a block that was executed and shall not be committed.
  public func discard(_ executed: ExecutedBlock) throws(Failure) {
    guard executed.ticket == pendingTicket else { throw .notPending }
    defer { store.endReading() }
    try takeBack()
    pendingTicket = 0
  }

  private func takeBack() throws(Failure) {
    do throws(Failure) {
      try state.takeBack()
      if let failure = state.failure { throw failure }
    } catch {
      needsReload = true
      throw error
    }
  }
}
