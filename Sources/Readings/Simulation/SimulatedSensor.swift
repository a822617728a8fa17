/// A sensor that is none: a physical model whose value at a time follows from seed and time alone,
/// in whole numbers, so that every machine and every run sees the same. Its readings are flagged as
/// substituted.
///
///     base + dayAmplitude · sin(2π · (time - dayPhase) / 24 h) + drift · days + noise
public struct SimulatedSensor: Hashable, Sendable {
  public var unit: SenMLUnit
  /// All of these count in 10^exponent of the unit.
  public var exponent: Int
  public var base: Int64
  public var dayAmplitude: Int64
  /// Milliseconds after midnight UTC at which the day's cycle goes up through the base.
  public var dayPhase: UInt64
  public var driftPerDay: Int64
  /// About the standard deviation of the noise.
  public var noise: Int64
  /// Values are cut here, as a sensor's are.
  public var limits: ClosedRange<Int64>
  public var faults: SimulatedFaults
  public var seed: UInt64

  public init(
    unit: SenMLUnit, exponent: Int = -2, base: Int64, dayAmplitude: Int64 = 0,
    dayPhase: UInt64 = 32_400_000, driftPerDay: Int64 = 0, noise: Int64 = 0,
    limits: ClosedRange<Int64> = -1_000_000_000...1_000_000_000,
    faults: SimulatedFaults = SimulatedFaults(), seed: UInt64
  ) {
    self.unit = unit
    self.exponent = exponent
    self.base = base
    self.dayAmplitude = dayAmplitude
    self.dayPhase = dayPhase
    self.driftPerDay = driftPerDay
    self.noise = noise
    self.limits = limits
    self.faults = faults
    self.seed = seed
  }
}

/// How often a simulated sensor fails, in millionths of its samples.
public struct SimulatedFaults: Hashable, Sendable {
  /// Gives nothing.
  public var silent: UInt64
  /// Gives a value far off.
  public var spike: UInt64
  /// Gives garbage that the driver refuses.
  public var garbage: UInt64
  /// Begins to give the same value for a while (`stuckSpan`).
  public var stuck: UInt64
  /// Milliseconds.
  public var stuckSpan: UInt64

  public init(
    silent: UInt64 = 0, spike: UInt64 = 0, garbage: UInt64 = 0, stuck: UInt64 = 0,
    stuckSpan: UInt64 = 60_000
  ) {
    self.silent = silent
    self.spike = spike
    self.garbage = garbage
    self.stuck = stuck
    self.stuckSpan = stuckSpan
  }
}

/// What a simulated sensor gives.
public enum SimulatedSample: Hashable, Sendable {
  case value(Measurement)
  case silent
  case garbage([UInt8])
}
