import CLinux

/// The machine's processors.
public enum Processors {
  /// How many this process may use at once, at least 1; sched_getaffinity(2).
  public static var usable: Int { max(1, Int(cairn_usable_processors())) }
}
