import BlockExecution
import Ledger
import SyncProtocol

extension LaneBook {
  /// On whatever thread has the ledger.
  func perform(_ work: LaneWork) -> LaneOutcome {
    switch work {
    case .verify(let request):
      let (height, verdict) = verifyRun(request)
      return LaneOutcome(
        book: self, event: .verified(lane: lane, height: height, verdict: verdict))
    case .discard:
      discard()
      return LaneOutcome(book: self)
    case .load(let request):
      return LaneOutcome(
        book: self,
        event: .loaded(
          ticket: request.ticket,
          // Seals to be remembered: of a lane that began with a state there are few.
          blocks: blocks(request.first, request.count, skips: !request.needsBlocks)))
    case .page(let read, let threshold):
      return LaneOutcome(
        book: self,
        event: .snapshotRead(ticket: read.ticket, page(read, threshold: threshold)))
    case .store(let request):
      let held = request.blocks.isEmpty ? [] : waiting
      guard store(request) else {
        return LaneOutcome(book: self, event: .storeFailed(ticket: request.ticket))
      }
      var outcome = LaneOutcome(book: self, event: .stored(ticket: request.ticket))
      for executed in held {
        outcome.stored.append(
          StoredOutcome(
            point: BlockPoint(height: executed.block.header.number, hash: executed.hash),
            receipts: executed.result.receipts))
      }
      return outcome
    }
  }
}

/// A block that has become durable, and what its transactions did.
struct StoredOutcome: Sendable {
  var point: BlockPoint
  var receipts: [Receipt]
}
