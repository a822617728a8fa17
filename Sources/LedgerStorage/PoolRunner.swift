import Ledger
import LinuxIO

/// Runs the parts of a root on the threads of a pool and its caller.
public final class PoolRunner: PartRunner {
  private let pool: WorkerPool

  public init(_ pool: WorkerPool) { self.pool = pool }

  public var width: Int { pool.workers + 1 }

  public func run(count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    pool.run(count: count) { index, _ in body(index) }
  }
}
