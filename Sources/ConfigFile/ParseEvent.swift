/// What the parser saw, free of C.
struct ParseEvent {
  enum Kind {
    case scalar(String, isQuoted: Bool)
    case sequenceStart
    case mappingStart
    case collectionEnd
    case documentStart
    case documentEnd
    case streamStart
    case streamEnd
    case alias
  }

  let kind: Kind
  /// What was written after `!`.
  let tag: String?
  let hasAnchor: Bool
  let line: Int
  let column: Int

  func error(_ reason: ConfigError.Reason) -> ConfigError {
    ConfigError(reason: reason, line: line, column: column)
  }
}
