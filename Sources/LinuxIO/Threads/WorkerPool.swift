import CLinux

/// Threads that live as long as the pool and share work with the thread that calls. Between runs
/// they are parked in the kernel and never wake; a worker that has just finished looks out for more
/// for some microseconds first, since batches come in bursts of parallel steps.
public final class WorkerPool: Sendable {
  /// Threads of the pool's own. A run has one participant more, its caller.
  public let workers: Int
  let board: WorkBoard
  private let threads: [NativeThread]

  /// Starts the threads. No workers is a valid pool: its caller does everything.
  public init(
    workers: Int, name: String = "worker", stackBytes: Int = Limits.threadStack
  ) throws(SystemError) {
    precondition(workers >= 0 && workers <= Limits.poolWorkers, "a pool has 0 to 64 workers")
    let board = WorkBoard(workers: workers)
    var threads: [NativeThread] = []
    do throws(SystemError) {
      for index in 0..<workers {
        let thread = try NativeThread(name: "\(name)-\(index + 1)", stackBytes: stackBytes) {
          board.serve(as: index + 1)
        }
        threads.append(thread)
      }
    } catch {
      // The threads that were started would otherwise be joined without having been told to end.
      board.close()
      throw error
    }
    self.workers = workers
    self.board = board
    self.threads = threads
  }

  deinit { shutDown() }

  /// Ends the threads and waits for them. A pool that is shut down lets its callers do everything.
  public func shutDown() {
    board.close()
    for thread in threads { thread.join() }
  }
}
