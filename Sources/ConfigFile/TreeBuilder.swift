/// Builds the tree from the parser's events, within the bounds.
struct TreeBuilder: ~Copyable {
  private var reader: EventReader
  private var nodes = 0

  init(_ reader: consuming EventReader) {
    self.reader = reader
  }

  /// The value of the only document.
  mutating func document() throws(ConfigError) -> ConfigNode {
    _ = try reader.next()  // stream start
    let start = try reader.next()
    guard case .documentStart = start.kind else { throw start.error(.empty) }
    let root = try node(reader.next(), depth: 1)
    _ = try reader.next()  // document end
    let end = try reader.next()
    guard case .streamEnd = end.kind else { throw end.error(.secondDocument) }
    return root
  }

  private mutating func node(
    _ event: ParseEvent, depth: Int
  ) throws(ConfigError) -> ConfigNode {
    nodes += 1
    if nodes > ConfigLimits.nodes { throw event.error(.tooManyValues) }
    if let tag = event.tag { throw event.error(.tagNotAllowed(tag)) }
    if event.hasAnchor { throw event.error(.aliasNotAllowed) }
    let content: ConfigNode.Content
    switch event.kind {
    case .scalar(let text, let isQuoted): content = .scalar(text, isQuoted: isQuoted)
    case .sequenceStart: content = .sequence(try sequence(event, depth: depth))
    case .mappingStart: content = .mapping(try mapping(event, depth: depth))
    case .alias: throw event.error(.aliasNotAllowed)
    case .collectionEnd, .documentStart, .documentEnd, .streamStart, .streamEnd:
      preconditionFailure("libyaml balances its events")
    }
    return ConfigNode(content, line: event.line, column: event.column)
  }

  private mutating func sequence(
    _ start: ParseEvent, depth: Int
  ) throws(ConfigError) -> [ConfigNode] {
    if depth > ConfigLimits.depth { throw start.error(.tooDeep) }
    var values: [ConfigNode] = []
    while true {
      let event = try reader.next()
      if case .collectionEnd = event.kind { return values }
      values.append(try node(event, depth: depth + 1))
    }
  }

  private mutating func mapping(
    _ start: ParseEvent, depth: Int
  ) throws(ConfigError) -> [ConfigNode.Entry] {
    if depth > ConfigLimits.depth { throw start.error(.tooDeep) }
    var entries: [ConfigNode.Entry] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try reader.next()
      if case .collectionEnd = event.kind { return entries }
      guard case .scalar(let key, _) = event.kind, event.tag == nil, !event.hasAnchor else {
        throw event.error(.keyIsNoText)
      }
      if let first = lines.updateValue(event.line, forKey: key) {
        throw event.error(.duplicateKey(key, firstLine: first))
      }
      let value = try node(reader.next(), depth: depth + 1)
      entries.append(ConfigNode.Entry(key: key, line: event.line, value: value))
    }
  }
}
