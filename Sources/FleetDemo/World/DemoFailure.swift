import LinuxIO

/// Why the demo cannot go on. What did not come true is no failure but a claim that does not hold.
public struct DemoFailure: Error, Sendable {
  public var what: String
  /// What to do about it.
  public var next: String

  public init(_ what: String, next: String = "") {
    self.what = what
    self.next = next
  }

  init(_ error: SystemError) { self.init(error.text) }
}
