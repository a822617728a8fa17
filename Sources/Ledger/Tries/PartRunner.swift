/// Runs the parts of one computation, on several threads if it has them. A worker pool is one; the
/// core knows no threads.
public protocol PartRunner: AnyObject {
  /// How many parts can run at the same time.
  var width: Int { get }
  /// Calls the body once for each index below `count` and returns when all are done.
  func run(count: Int, _ body: @Sendable (_ index: Int) -> Void)
}

/// The runner that has only its caller's thread.
public final class SerialRunner: PartRunner {
  public init() {}
  public var width: Int { 1 }
  public func run(count: Int, _ body: @Sendable (_ index: Int) -> Void) {
    for index in 0..<count { body(index) }
  }
}
