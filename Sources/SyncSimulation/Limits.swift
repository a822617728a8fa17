/// What this module bounds, and the times of a run in milliseconds.
public enum SimulationLimits {
  public static let boards = 64
  public static let aggregators = 4
  public static let hours = 1_000
  public static let seeds = 1_000_000
  /// The last part of a run is without faults, and in it the last part without new blocks: what
  /// must come true in the end has so long.
  public static let quiet: UInt64 = 900_000
  public static let settling: UInt64 = 420_000
  /// A lie must be known to those it was told so long after the faults end: two rounds of what
  /// nodes repeat.
  public static let detection: UInt64 = 2 * 61_000 + 10_000
  /// Messages that the broker keeps to say them again.
  public static let remembered = 256
  /// Violations that one run reports.
  public static let violations = 8

  static var areConsistent: Bool { settling > detection && settling < quiet }
}
