import CMosquitto

/// A password for the broker, outside of any String: it is wiped when it goes, and printing it
/// shows nothing.
@safe
public final class BrokerPassword: Sendable {
  // Safe: written in the initialiser, read by libmosquitto's call, freed by the last owner.
  nonisolated(unsafe) private let text: UnsafeMutablePointer<CChar>
  private let count: Int

  /// Takes the bytes over and wipes their source. A zero byte ends the password, as libmosquitto
  /// takes a C string.
  public init(taking bytes: inout [UInt8]) {
    count = bytes.count + 1
    unsafe text = .allocate(capacity: count)
    for index in bytes.indices {
      // Safe: the index is below the capacity.
      unsafe text[index] = CChar(bitPattern: bytes[index])
      bytes[index] = 0
    }
    unsafe text[count - 1] = 0
  }

  deinit {
    // Safe: the bytes allocated above; a plain store would be optimised away.
    unsafe explicit_bzero(text, count)
    unsafe text.deallocate()
  }

  /// Lends the zero-ended text for one call.
  func withText<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe body(UnsafePointer(text))
  }
}

extension BrokerPassword: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String { "(password)" }
  public var debugDescription: String { "(password)" }
}
