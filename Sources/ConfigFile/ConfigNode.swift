/// A value of a configuration file and where it stands, so that every complaint can name a line.
public struct ConfigNode: Hashable, Sendable {
  public let content: Content
  /// Where the value begins, counted from 1.
  public let line: Int
  public let column: Int

  public indirect enum Content: Hashable, Sendable {
    /// A text as written. YAML would guess that `no` is false and `1e3` a number: we let the reader
    /// of a setting, who knows what it has to be, decide. Quoted texts are texts in any case.
    case scalar(String, isQuoted: Bool)
    case sequence([ConfigNode])
    case mapping([Entry])
  }

  /// One line of a mapping.
  public struct Entry: Hashable, Sendable {
    public let key: String
    /// Where the key stands, counted from 1.
    public let line: Int
    public let value: ConfigNode
  }

  init(_ content: Content, line: Int, column: Int) {
    self.content = content
    self.line = line
    self.column = column
  }
}

extension ConfigNode {
  /// The text of a scalar; nil for sequences and mappings.
  public var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// True for a value that was left out: `key:` or `key: ~`.
  public var isEmpty: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return text == "" || text == "~" || text == "null"
  }

  /// The values of a sequence; nil for anything else.
  public var values: [ConfigNode]? {
    guard case .sequence(let values) = content else { return nil }
    return values
  }

  /// The entries of a mapping, in the order of the file; nil for anything else.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key of a mapping; nil when it is missing, or when this is no mapping.
  public subscript(key: String) -> ConfigNode? {
    entries?.first { $0.key == key }?.value
  }
}
