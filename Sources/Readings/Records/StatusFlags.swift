/// What is to be thought of a value. No flag is a good one.
public struct StatusFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}

extension StatusFlags {
  public static var good: StatusFlags { [] }
  /// The sensor said it, and there is a reason to doubt it: a power-on value, a stuck value, a
  /// marker of the device.
  public static var suspect: StatusFlags { StatusFlags(rawValue: 1) }
  /// Not measured here: replayed, simulated, or set by hand.
  public static var substituted: StatusFlags { StatusFlags(rawValue: 2) }
  /// Outside of what the sensor can measure.
  public static var outOfRange: StatusFlags { StatusFlags(rawValue: 4) }
  /// All that mean something.
  public static var known: StatusFlags { StatusFlags(rawValue: 7) }

  /// `good`, or the flags with commas.
  public var text: String {
    var names: [String] = []
    if contains(.suspect) { names.append("suspect") }
    if contains(.substituted) { names.append("substituted") }
    if contains(.outOfRange) { names.append("out of range") }
    return names.isEmpty ? "good" : names.joined(separator: ", ")
  }
}
