/// Threads beside the calling one, as the parallel executor needs them; or, in tests, a schedule
/// that plays them on one thread from a seed.
public protocol ParallelRunner: AnyObject {
  /// How many there are beside the caller; 0 is a valid answer.
  var workers: Int { get }
  /// Lets each worker, numbered from 1, call the step until it answers false.
  func start(_ step: @escaping @Sendable (_ participant: Int) -> Bool)
  /// Workers that have left come back: there is more to do.
  func call()
  /// The caller is at a point between two of its own steps.
  func checkpoint()
  /// The caller has nothing to do until a worker has done something.
  func pause()
  /// A worker has nothing to do for a moment.
  func relax()
  /// Waits until every worker has left; none comes back.
  func finish()
}

extension ParallelRunner {
  public func relax() {}
}

/// No threads: the caller does everything.
public final class NoWorkers: ParallelRunner {
  public init() {}
  public var workers: Int { 0 }
  public func start(_ step: @escaping @Sendable (Int) -> Bool) {}
  public func call() {}
  public func checkpoint() {}
  public func pause() {}
  public func finish() {}
}
