/// Reads configuration texts: YAML 1.1 without what lets one line stand for a thousand (aliases) or
/// for code (tags).
public enum ConfigText {
  /// The tree of the one document in `bytes`.
  public static func parse(_ bytes: [UInt8]) throws(ConfigError) -> ConfigNode {
    guard bytes.count <= ConfigLimits.bytes else {
      throw ConfigError(reason: .tooLarge(bytes.count), line: 1, column: 1)
    }
    // Safe: the parser reads the buffer in place, and does not outlive the closure.
    return try unsafe bytes.withUnsafeBufferPointer { input throws(ConfigError) in
      var builder = TreeBuilder(unsafe EventReader(input))
      return try builder.document()
    }
  }

  /// The tree of the one document in `text`.
  public static func parse(_ text: String) throws(ConfigError) -> ConfigNode {
    try parse([UInt8](text.utf8))
  }
}
