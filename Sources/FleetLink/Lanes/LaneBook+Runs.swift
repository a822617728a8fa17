import BlockExecution
import ChainTypes
import Ledger
import Statements
import SyncProtocol

// Blocks of the lane that wait for one another: executed in a row, made durable together.

extension LaneBook {
  /// Executes a block and those of its run, as far as they are valid: what was found of the last
  /// that was looked at, with its height.
  func verifyRun(_ request: VerifyRequest) -> (height: UInt64, verdict: SyncVerdict) {
    guard staged.isEmpty else { return (request.height, .unavailable) }
    var (last, verdict) = (request, verify(request))
    for next in request.run {
      guard verdict == .valid, stage(last) else { break }
      (last, verdict) = (next, verify(next))
    }
    // After an error of the store the ledger began again at what is stored.
    if chain.stagedCount != staged.count {
      discard()
      return (request.height, .unavailable)
    }
    return (last.height, verdict)
  }

  /// The last block that is durable. The ledger's head may be one that waits.
  var storedHeight: UInt64 { chain.head.number - UInt64(chain.stagedCount) }

  /// The pending block becomes the one that the next is executed on.
  private func stage(_ request: VerifyRequest) -> Bool {
    guard let executed = pending else { return false }
    do throws(StoredLane.Failure) {
      try chain.stage(executed, attachments: [LaneBook.attachment(request.seal)])
    } catch { return false }
    staged.append(executed)
    pending = nil
    return true
  }

  /// Takes back what was executed and is not stored.
  func discard() {
    guard !staged.isEmpty || chain.stagedCount > 0 else { return discardPending() }
    (pending, staged) = (nil, [])
    // What cannot be taken back is read again before the next block.
    try? chain.discardStaged()
  }

  /// The blocks that were executed and are not durable.
  var waiting: [ExecutedBlock] { staged + (pending.map { [$0] } ?? []) }

  /// Makes the blocks that wait durable, if they are these, with what stands beside in the same
  /// commit: a block without it would be a signature that this node forgot, and one of its own
  /// costs another sync.
  func commit(
    _ blocks: [SealedBlock], _ values: [DurableValue], _ beside: [BesideBlock]
  ) throws(StoredLane.Failure) {
    let waiting = waiting
    guard chain.stagedCount == staged.count, waiting.count == blocks.count,
      zip(waiting, blocks).allSatisfy({ $0.hash == $1.hash })
    else { throw .notPending }
    if let pending, let block = blocks.last {
      try chain.commit(
        pending, attachments: [LaneBook.attachment(block.seal)], values: values, beside: beside)
    } else {
      try chain.commitStaged(values: values, beside: beside)
    }
    (pending, staged) = (nil, [])
  }

  private static func attachment(_ seal: Signed<Seal>) -> Attachment {
    Attachment(kind: Attachment.seal, bytes: seal.bytes)
  }
}
