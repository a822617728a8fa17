import BlockExecution
import LinuxIO

/// The threads of a pool as the parallel executor's workers. The pool is the executor's between
/// `start` and `finish`, and anybody's otherwise.
public final class PoolRunner: ParallelRunner {
  public let pool: WorkerPool

  public init(_ pool: WorkerPool) { self.pool = pool }

  public var workers: Int { pool.workers }

  public func start(_ step: @escaping @Sendable (_ participant: Int) -> Bool) { pool.start(step) }
  public func call() { pool.call() }
  public func checkpoint() {}
  public func pause() { WorkerPool.pause() }
  public func relax() { WorkerPool.pause() }
  public func finish() { pool.finish() }
}
