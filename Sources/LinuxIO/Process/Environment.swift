import CLinux

/// The variables that this process was started with.
public enum Environment {
  /// The value of a variable; nil when it is not set. Nothing here changes the environment, so
  /// reading it is safe from every thread; getenv(3).
  public static func value(_ name: String) -> String? {
    guard let text = unsafe getenv(name) else { return nil }
    // Safe: a text that ends with a zero, copied at once.
    return unsafe String(cString: text)
  }
}
