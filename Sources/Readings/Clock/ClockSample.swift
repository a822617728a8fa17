import Statements

/// What the kernel tells about its clock at one moment.
public struct ClockSample: Hashable, Sendable {
  /// CLOCK_BOOTTIME in milliseconds: never set, runs on while the board sleeps.
  public var monotonic: UInt64
  /// CLOCK_REALTIME in Unix milliseconds; below zero when set before 1970.
  public var wall: Int64
  /// Whether a time source is followed: adjtimex(2) reports no STA_UNSYNC (and not TIME_ERROR).
  public var isSynchronised: Bool
  /// adjtimex's `maxerror` in microseconds: grows by 500 ppm between updates. Means nothing where
  /// not synchronised.
  public var maximumError: UInt64

  public init(monotonic: UInt64, wall: Int64, isSynchronised: Bool, maximumError: UInt64) {
    self.monotonic = monotonic
    self.wall = wall
    self.isSynchronised = isSynchronised
    self.maximumError = maximumError
  }
}

/// What the model is told once.
public struct ClockSettings: Hashable, Sendable {
  /// How fast the crystal may be wrong when nobody corrects it, in millionths. 100 covers the
  /// crystals of boards (20 to 50 by their datasheets) from -40 to 85 °C and their age.
  public var driftPPM: UInt64
  /// Two clocks read one after the other on a busy board: what may lie between.
  public var jitter: UInt64

  public init(driftPPM: UInt64 = 100, jitter: UInt64 = 100) {
    self.driftPPM = driftPPM
    self.jitter = jitter
  }
}

/// What a sample changed.
public struct ClockChange: Hashable, Sendable {
  /// The segment that begins with this sample.
  public var segment: UInt32
  /// Milliseconds that the clock was set by, 0 when only the quality changed.
  public var step: Int64
  public var quality: ClockQuality
  /// What is now known about segments before, which were not synchronised.
  public var corrections: [SegmentCorrection]
}

/// What to add to the times of a segment: what a `ClockCorrection` says.
public struct SegmentCorrection: Hashable, Sendable {
  public var segment: UInt32
  public var offset: Int64
  public var uncertainty: UInt32
}

extension SegmentCorrection {
  /// What the board signs.
  public func statement(lane: Lane, boot: UInt128) -> ClockCorrection {
    ClockCorrection(
      lane: lane, boot: boot, segment: segment, offset: offset, uncertainty: uncertainty)
  }
}
