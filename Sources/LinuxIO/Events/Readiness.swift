import CLinux

/// A descriptor that a C library keeps and lends for waiting only.
public struct LentDescriptor: Sendable {
  let number: Int32

  public init(number: Int32) { self.number = number }
}

/// What a wait ended with; several can be true, none is when the time was up.
public struct Readiness: Equatable, Sendable {
  /// The signal was raised.
  public let isSignalled: Bool
  public let isReadable: Bool
  public let isWritable: Bool
  /// The other side hung up, or the descriptor failed.
  public let hasFailed: Bool

  private init(bits: Int32) {
    isSignalled = bits & 1 != 0
    isReadable = bits & 2 != 0
    isWritable = bits & 4 != 0
    hasFailed = bits & 8 != 0
  }

  /// Waits for a signal and a library's descriptor at once; poll(2), which knows no largest number
  /// of a descriptor as select(2) does. A signal of the system ends it early, with nothing true.
  public static func wait(
    for signal: WakeSignal, and other: LentDescriptor?, readable: Bool, writable: Bool,
    milliseconds: Int
  ) -> Readiness {
    let time = Int32(clamping: max(0, milliseconds))
    let bits = cairn_poll(
      signal.descriptor.number, other?.number ?? -1, readable ? 1 : 0, writable ? 1 : 0, time)
    return Readiness(bits: max(0, bits))
  }
}
