/// How the clock was known when a time was taken.
public enum ClockQuality: UInt8, CaseIterable, Sendable {
  /// Never set since this boot: the time is what the board had, and may be anything.
  case unsynchronised = 0
  /// Was synchronised in this boot; runs on its own crystal now.
  case holdover = 1
  /// Follows a time source.
  case synchronised = 2
}

extension ClockQuality {
  public var text: String {
    switch self {
    case .unsynchronised: "unsynchronised"
    case .holdover: "holdover"
    case .synchronised: "synchronised"
    }
  }
}

/// A time and how far it is to be trusted.
public struct ClockStamp: Hashable, Sendable {
  /// Unix milliseconds, as the board's clock had them.
  public var time: UInt64
  public var quality: ClockQuality
  /// Milliseconds by which the time may be wrong, either way; `unknownUncertainty` when nobody can
  /// tell.
  public var uncertainty: UInt32
  /// Counts the steps of the clock in this boot. Within a segment times run evenly, so that one
  /// `ClockCorrection` mends all of them.
  public var segment: UInt32

  public init(time: UInt64, quality: ClockQuality, uncertainty: UInt32, segment: UInt32) {
    self.time = time
    self.quality = quality
    self.uncertainty = uncertainty
    self.segment = segment
  }
}

extension ClockStamp {
  public static var unknownUncertainty: UInt32 { .max }
}
