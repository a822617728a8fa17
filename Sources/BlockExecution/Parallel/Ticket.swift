import ChainTypes
import Synchronization

/// What the threads of a batch share about one transaction. Each field has one writer, named by the
/// state that it has claimed; others read it after they have seen the state that follows.
///
/// Tickets are used again from batch to batch.
// Safe: by the two states; see there.
final class Ticket: @unchecked Sendable {
  /// Who prepares: free → claimed → ready. Claims are made with `relaxed`, since only who claims
  /// looks at the fields then; ready is stored with release and loaded with acquire, so that the
  /// fields come with it.
  let preparation = Atomic<UInt8>(Ticket.free)
  /// Who executes: free → claimed by a worker → ready, or free → taken by the committer. Ordered in
  /// the same way.
  let execution = Atomic<UInt8>(Ticket.free)

  /// Who completes what the committer has executed: free → ready to be completed → claimed.
  /// Relaxed: `BatchBoard.committed` orders what belongs to it.
  let completion = Atomic<UInt8>(Ticket.free)

  static let free: UInt8 = 0
  static let claimed: UInt8 = 1
  static let ready: UInt8 = 2
  static let taken: UInt8 = 3

  /// Nil where the batch's item says it already.
  var prepared: Prepared?
  let speculation = Speculation()
  /// What the committer executed, as long as its receipt is not complete.
  var executed: ExecutedTransaction?

  func reset(_ item: BatchItem) {
    execution.store(Ticket.free, ordering: .relaxed)
    completion.store(Ticket.free, ordering: .relaxed)
    if case .signed = item {
      preparation.store(Ticket.ready, ordering: .relaxed)
    } else {
      preparation.store(Ticket.free, ordering: .relaxed)
    }
  }

  /// Lets go of what the batch gave it.
  func clear() {
    if prepared != nil { prepared = nil }
    if executed != nil { executed = nil }
    if execution.load(ordering: .relaxed) == Ticket.ready { speculation.clear() }
  }

  @inline(__always)
  func claimPreparation() -> Bool {
    preparation.compareExchange(
      expected: Ticket.free, desired: Ticket.claimed, ordering: .relaxed
    ).exchanged
  }

  @inline(__always)
  func claimExecution(as state: UInt8) -> Bool {
    execution.compareExchange(expected: Ticket.free, desired: state, ordering: .relaxed).exchanged
  }

  @inline(__always)
  var isPrepared: Bool { preparation.load(ordering: .acquiring) == Ticket.ready }

  @inline(__always)
  var isSpeculated: Bool { execution.load(ordering: .acquiring) == Ticket.ready }
}
