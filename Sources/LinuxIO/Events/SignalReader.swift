import CLinux

/// Signals as something to read, so that no code runs inside a handler; signalfd(2). Made by the
/// first thread before it starts others: they inherit its mask.
public struct SignalReader: ~Copyable, Sendable {
  public enum Signal: Sendable, CaseIterable {
    /// Stop, as systemd and `kill` ask.
    case terminate
    /// Stop, as the terminal asks.
    case interrupt
    /// Read the settings again.
    case hangUp

    var number: Int32 {
      switch self {
      case .terminate: SIGTERM
      case .interrupt: SIGINT
      case .hangUp: SIGHUP
      }
    }
  }

  public let descriptor: FileDescriptor

  public init() throws(SystemError) { try self.init(Signal.allCases) }

  private init(_ signals: [Signal]) throws(SystemError) {
    let numbers = signals.map { $0.number }
    let count = Int32(numbers.count)
    let number = try SystemCall.retrying("signalfd") { unsafe cairn_signal_reader(numbers, count) }
    descriptor = FileDescriptor(owning: number)
  }

  /// The next signal that arrived; nil when there is none.
  public func next() throws(SystemError) -> Signal? {
    let number = try SystemCall.retrying("read", "signals") {
      cairn_next_signal(descriptor.number)
    }
    return Signal.allCases.first { $0.number == number }
  }

  /// Lets a signal that would end the process wait for a reader that is not there yet: whoever asks
  /// for settings to be read again does not know how far the program is. For the first thread, at
  /// its very beginning.
  public static func hold(_ signal: Signal) {
    // Its reader goes at once; that the signal waits stays.
    do throws(SystemError) { _ = try SignalReader([signal]) } catch {}
  }

  /// Lets writes to a closed pipe or socket fail as EPIPE instead of ending the process.
  public static func ignoreBrokenPipes() { cairn_ignore_broken_pipes() }
}
