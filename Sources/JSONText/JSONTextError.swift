/// Why a text is no JSON, and where.
public struct JSONTextError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case tooLarge(Int, limit: Int)
    case tooDeep
    case duplicateKey
    case integerTooLarge
    case outOfMemory
    /// The parser's sentence.
    case syntax(String)
  }

  public let reason: Reason
  /// Where, counted from 1.
  public let line: Int
  public let column: Int

  public init(reason: Reason, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// One sentence: where and what.
  public var text: String { "line \(line), column \(column): \(reason.sentence)" }
}

extension JSONTextError.Reason {
  var sentence: String {
    switch self {
    case .tooLarge(let count, let limit): "the text has \(count) bytes, the limit is \(limit)"
    case .tooDeep: "more than \(JSONTextLimits.depth) levels of nesting"
    case .duplicateKey: "an object has the same key twice"
    case .integerTooLarge: "an integer does not fit into 64 bits; write it as a string"
    case .outOfMemory: "there is no memory left"
    case .syntax(let text): text
    }
  }
}
