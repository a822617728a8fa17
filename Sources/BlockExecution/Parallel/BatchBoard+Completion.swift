import ChainTypes
import Synchronization

// What the committer executes itself lacks the blooms of its receipts at first: hashing logs is up
// to half of a small transaction's work, depends on nothing, and so is anybody's.

extension BatchBoard {
  /// The committer lays a result out, for whoever comes to complete it first.
  func wantCompletion(_ index: Int, _ executed: ExecutedTransaction) {
    let ticket = tickets[index]
    ticket.executed = executed
    ticket.completion.store(Ticket.ready, ordering: .relaxed)
    committed.store(index + 1, ordering: .releasing)
  }

  /// The caller's to complete, if it is anybody's.
  func claimCompletion(_ index: Int) -> Bool {
    let ticket = tickets[index]
    guard ticket.completion.load(ordering: .relaxed) == Ticket.ready else { return false }
    return ticket.completion.compareExchange(
      expected: Ticket.ready, desired: Ticket.claimed, ordering: .relaxed
    ).exchanged
  }

  /// Completes the result of a ticket that was claimed. The committer has it when the workers have
  /// left.
  func complete(_ index: Int) { tickets[index].executed?.complete() }
}

extension ExecutedTransaction {
  /// Gives the receipt its bloom.
  func complete() { receipt.bloom = Bloom(of: receipt.logs) }
}
