/// A value that one thread at a time may touch.
public final class Guarded<Value>: Sendable {
  private let lock = Lock()
  // Safe: touched only inside `lock.withLock`.
  nonisolated(unsafe) private var value: Value

  public init(_ value: sending Value) { unsafe self.value = value }

  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { () throws(Failure) -> Result in try unsafe body(&value) }
  }
}
