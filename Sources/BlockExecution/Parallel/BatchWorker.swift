import ChainTypes
import Synchronization

/// One worker's part of a batch, step by step: a step claims something, the next one does it. So a
/// schedule can put the committer between the two.
// Safe: between the runner's `start` and `finish` only the worker's thread touches it.
final class BatchWorker<Base: SharedStateSource>: @unchecked Sendable {
  private enum Job {
    case prepare(Int)
    case plan
    case speculate(Int)
    case complete(Int)
    case read
    case verify(Int)
  }

  private let board: BatchBoard<Base>
  /// Tells the other workers that there is more to do.
  private let call: () -> Void
  /// Passes a moment.
  private let relax: () -> Void
  private let clock: () -> UInt64
  private let number: Int
  let speculator: Speculator<Base>
  private var job: Job?
  /// Which transactions this worker has executed.
  private var isMine: [Bool] = []
  private var forward = 0
  private var backward = 0
  /// The rest of a lane that was taken over.
  private var following = -1
  /// Up to where results of the committer's have somebody who completes them.
  private var completed = 0
  /// Looks since there was something to do.
  private var idle = 0
  /// Nanoseconds that executing ahead takes lately; 0 when nothing is known. The committer reads it
  /// when the worker has left.
  private(set) var speculationCost: UInt64 = 0

  init(
    _ board: BatchBoard<Base>, number: Int, speculator: Speculator<Base>,
    call: @escaping () -> Void, relax: @escaping () -> Void, clock: @escaping () -> UInt64
  ) {
    self.board = board
    self.call = call
    self.relax = relax
    self.clock = clock
    self.number = number
    self.speculator = speculator
  }

  /// The committer prepares the worker before it lets it in.
  func begin(at start: Int) {
    isMine.removeAll(keepingCapacity: true)
    isMine.append(contentsOf: repeatElement(false, count: board.count))
    forward = start
    backward = board.count - 1
    following = -1
    completed = 0
    idle = 0
    job = nil
  }

  /// False when there is nothing to do any more, or not yet.
  func step() -> Bool {
    if let job {
      self.job = nil
      perform(job)
      return true
    }
    guard number <= board.limit else { return false }
    switch board.phase {
    case .preparing: job = board.takePreparation().map { .prepare($0) }
    case .planning: job = board.claimPlan() ? .plan : nil
    case .speculating:
      job = takeSpeculation().map { .speculate($0) } ?? takeCompletion().map { .complete($0) }
      if job == nil { return looksAgain }
    case .completing:
      job = takeCompletion().map { .complete($0) }
      if job == nil { return looksAgain }
    case .reading:
      job = board.claimPlan() ? .read : board.takePreparation().map { .prepare($0) }
    case .verifying: job = board.takeVerification().map { .verify($0) }
    case .over: return false
    }
    idle = 0
    return job != nil
  }

  /// The committer is likely to have something soon.
  private var looksAgain: Bool {
    idle += 1
    guard idle < BlockExecutionLimits.idleLooks else {
      idle = 0
      return false
    }
    relax()
    return true
  }

  private func perform(_ job: Job) {
    switch job {
    case .prepare(let index):
      board.prepare(index)
      board.prepared.add(1, ordering: .relaxed)
    case .plan:
      speculator.plan(on: board)
      board.endPlanning()
      if board.limit > 1 { call() }
    case .speculate(let index):
      let ticket = board.tickets[index]
      catchUp(with: index)
      let begin = index & 7 == 0 ? clock() : 0
      speculator.speculate(index, on: board)
      if index & 7 == 0 { MovingAverage.add(clock() - begin, to: &speculationCost) }
      board.speculated.add(1, ordering: .relaxed)
      ticket.execution.store(Ticket.ready, ordering: .releasing)
    case .complete(let index):
      board.complete(index)
      board.completed.add(1, ordering: .relaxed)
    case .read:
      board.readList()
      if board.limit > 1 { call() }
    case .verify(let index):
      speculator.verify(index, on: board)
      board.speculated.add(1, ordering: .relaxed)
    }
  }

  /// The next of the committer's results that nobody completes yet.
  private func takeCompletion() -> Int? {
    let end = board.committed.load(ordering: .acquiring)
    while completed < end {
      let index = completed
      completed += 1
      if board.claimCompletion(index) { return index }
    }
    return nil
  }

  /// The transactions that the plan gives to this worker in their order; then, from the far end,
  /// what nobody has begun.
  private func takeSpeculation() -> Int? {
    let plan = board.planner.plan
    let position = board.position.load(ordering: .relaxed)
    forward = max(forward, position + 1)
    while forward < board.count {
      let index = forward
      forward += 1
      // The committer should find a result, not work in progress; but a lane is left by none.
      guard Int(plan.owner[index]) == number, index >= position + board.lead || plan.isInLane(index)
      else { continue }
      if claim(index) { return index }
    }
    while following >= 0 {
      let index = following
      following = Int(plan.next[index])
      if index > position, claim(index) { return index }
    }
    while backward > position + 1 {
      let index = backward
      backward -= 1
      if plan.previous[index] < 0, plan.mayStart(index), claim(index) {
        following = Int(plan.next[index])
        return index
      }
    }
    return nil
  }

  /// Takes a transaction whose forerunners in the lane, if there are any, were executed here or can
  /// be, before it: other workers' and the committer's results are not seen.
  private func claim(_ index: Int) -> Bool {
    guard missing(before: index) <= board.mostRepeated else { return false }
    guard board.tickets[index].claimExecution(as: Ticket.claimed) else { return false }
    isMine[index] = true
    return true
  }

  /// How many of its lane that come before it were not executed here, as far as it matters.
  private func missing(before index: Int) -> Int {
    let plan = board.planner.plan
    var count = 0
    var before = Int(plan.previous[index])
    while before >= 0, !isMine[before], count <= board.mostRepeated {
      count += 1
      before = Int(plan.previous[before])
    }
    return count
  }

  /// Executes those of the lane that the committer has executed, in order.
  private func catchUp(with index: Int) {
    let plan = board.planner.plan
    for _ in 0..<missing(before: index) {
      var first = Int(plan.previous[index])
      while plan.previous[first] >= 0, !isMine[Int(plan.previous[first])] {
        first = Int(plan.previous[first])
      }
      isMine[first] = true
      speculator.repeatForLane(first, on: board)
    }
  }
}
