import Readings

/// How a sensor is, for `cairn status`.
public struct InputStatus: Equatable, Sendable {
  public enum State: Equatable, Sendable {
    /// Not read yet.
    case waiting
    case good
    /// It gives values, and they are doubtful.
    case doubtful(StatusFlags)
    case failing(InputFault)
  }

  public internal(set) var state = State.waiting
  /// Periods in a row without a value.
  public internal(set) var failures = 0
  /// Since the start.
  public internal(set) var samples: UInt64 = 0
  public internal(set) var missed: UInt64 = 0
  /// Monotonic milliseconds of the last value.
  public internal(set) var lastSample: UInt64?

  /// In words.
  public var text: String {
    switch state {
    case .waiting: "not read yet"
    case .good: "good"
    case .doubtful(let flags): "doubtful: \(flags.text)"
    case .failing(let fault) where failures > 1: "failing \(failures) times: \(fault.text)"
    case .failing(let fault): "failing: \(fault.text)"
    }
  }
}
