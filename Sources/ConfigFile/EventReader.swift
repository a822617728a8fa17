import CYAML

/// libyaml's parser over bytes in memory. All that is unsafe about it is in this file.
@safe
struct EventReader: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let isReady: Bool

  /// The parser keeps the address of `input`, which has to outlive it.
  @unsafe
  init(_ input: UnsafeBufferPointer<UInt8>) {
    unsafe parser = .allocate(capacity: 1)
    isReady = unsafe yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
  }

  deinit {
    // Safe: allocated by the initialiser; libyaml frees what it put in.
    if isReady { unsafe yaml_parser_delete(parser) }
    unsafe parser.deallocate()
  }

  /// The next event; after `.streamEnd` there is none.
  mutating func next() throws(ConfigError) -> ParseEvent {
    guard isReady else { throw ConfigError(reason: .outOfMemory, line: 1, column: 1) }
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw unsafe parser.pointee.failure }
    // Safe: the copy below has no pointers; libyaml frees the event once.
    defer { unsafe yaml_event_delete(&event) }
    return unsafe ParseEvent(event)
  }
}

extension yaml_parser_s {
  /// Two sentences of libyaml: where it was, and what it found.
  fileprivate var failure: ConfigError {
    // Safe: constant texts, copied at once.
    let problem = unsafe self.problem.map { unsafe String(cString: $0) } ?? "not readable"
    let context = unsafe self.context.map { unsafe String(cString: $0) + ": " } ?? ""
    let reason: ConfigError.Reason =
      unsafe error == YAML_MEMORY_ERROR ? .outOfMemory : .syntax(context + problem)
    let mark = unsafe problem_mark
    return ConfigError(reason: reason, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}

extension ParseEvent {
  fileprivate init(_ event: borrowing yaml_event_t) {
    // Safe: which part of the union is in use follows from `type`; texts are copied at once.
    let (kind, tag, anchor) = unsafe Self.content(event)
    self.init(
      kind: kind,
      tag: unsafe tag.map { unsafe String(decodingCString: $0, as: UTF8.self) },
      hasAnchor: unsafe anchor != nil,
      line: unsafe Int(event.start_mark.line) + 1, column: unsafe Int(event.start_mark.column) + 1)
  }

  private typealias Text = UnsafeMutablePointer<yaml_char_t>

  private static func content(_ event: borrowing yaml_event_t) -> (Kind, Text?, Text?) {
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      let isQuoted = unsafe scalar.style != YAML_PLAIN_SCALAR_STYLE
      return unsafe (.scalar(text, isQuoted: isQuoted), scalar.tag, scalar.anchor)
    case YAML_SEQUENCE_START_EVENT:
      return unsafe (
        .sequenceStart, event.data.sequence_start.tag, event.data.sequence_start.anchor
      )
    case YAML_MAPPING_START_EVENT:
      return unsafe (.mappingStart, event.data.mapping_start.tag, event.data.mapping_start.anchor)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return (.collectionEnd, nil, nil)
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, nil, nil)
    case YAML_DOCUMENT_END_EVENT: return (.documentEnd, nil, nil)
    case YAML_ALIAS_EVENT: return (.alias, nil, nil)
    case YAML_STREAM_START_EVENT: return (.streamStart, nil, nil)
    default: return (.streamEnd, nil, nil)
    }
  }
}
