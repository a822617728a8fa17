/// A call to the kernel or libc that failed.
public struct SystemError: Error, Equatable, Sendable {
  public let code: ErrorCode
  /// The function as the manual names it, such as `open`.
  public let call: String
  /// The path or address that the call was about; empty when there is none.
  public let subject: String

  public init(_ code: ErrorCode, call: String, subject: String = "") {
    self.code = code
    self.call = call
    self.subject = subject
  }

  /// What failed, where, and what to do next.
  public var text: String {
    let place = subject.isEmpty ? "" : " of \(subject)"
    return "\(call)\(place) failed: \(code.meaning) (\(code.symbol)). \(code.advice)"
  }
}
