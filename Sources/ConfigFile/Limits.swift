/// Bounds of a configuration file. No person writes more, so more is a mistake or an attack.
public enum ConfigLimits {
  public static let bytes = 1 << 20
  public static let depth = 32
  public static let nodes = 100_000
}
