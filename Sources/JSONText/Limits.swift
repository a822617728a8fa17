/// Bounds of JSON texts.
public enum JSONTextLimits {
  /// Bytes of a text, unless the caller knows better: above the largest conformance file of 2026.
  public static let bytes = 256 << 20
  /// Arrays and objects within each other. jansson's own bound is 2,048.
  public static let depth = 128
}
