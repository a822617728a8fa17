/// Why a text is no configuration, and where.
public struct ConfigError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case tooLarge(Int)
    case tooDeep
    case tooManyValues
    case empty
    case secondDocument
    case duplicateKey(String, firstLine: Int)
    case keyIsNoText
    case aliasNotAllowed
    case tagNotAllowed(String)
    case outOfMemory
    /// The parser's sentence.
    case syntax(String)
  }

  public let reason: Reason
  /// Where, counted from 1 as editors do.
  public let line: Int
  public let column: Int

  /// One sentence: where and what.
  public var text: String { "line \(line), column \(column): \(sentence)" }

  /// What, without the place.
  public var sentence: String { reason.sentence }
}

extension ConfigError.Reason {
  var sentence: String {
    switch self {
    case .tooLarge(let count): "the file has \(count) bytes, the limit is \(ConfigLimits.bytes)"
    case .tooDeep: "more than \(ConfigLimits.depth) levels of nesting"
    case .tooManyValues: "more than \(ConfigLimits.nodes) values"
    case .empty: "the file has no value"
    case .secondDocument: "a second document begins; one file is one configuration"
    case .duplicateKey(let key, let line): "'\(key)' was already set in line \(line)"
    case .keyIsNoText: "a key has to be a plain text"
    case .aliasNotAllowed: "anchors and aliases (& and *) are not used here; repeat the value"
    case .tagNotAllowed(let tag): "tags are not used here: \(tag)"
    case .outOfMemory: "there is no memory left"
    case .syntax(let text): text
    }
  }
}
