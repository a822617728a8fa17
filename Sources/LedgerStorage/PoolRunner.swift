import Ledger
import LinuxIO

/// Runs the parts of a root on the threads of a pool and its caller.
public final class PoolRunner: PartRunner {
  private let pool: WorkerPool
  /// Threads of the pool that may help: lower it on a hot board.
  public var most: Int

  public init(_ pool: WorkerPool) {
    self.pool = pool
    most = pool.workers
  }

  public var width: Int { min(pool.workers, most) + 1 }

  public func run(count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    pool.run(count: count, helpers: most) { index, _ in body(index) }
  }
}
