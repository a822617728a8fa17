// Writing text (RFC 8259): UTF-8, only the escapes that it demands, and numbers that read back as
// the same numbers.

extension JSONValue {
  /// The text on one line, or with `pretty` a line for each element and member.
  public func text(pretty: Bool = false) -> String {
    var writer = JSONTextWriter(pretty: pretty)
    writer.append(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

struct JSONTextWriter {
  var bytes: [UInt8] = []
  let pretty: Bool
  var depth = 0

  init(pretty: Bool) { self.pretty = pretty }

  mutating func append(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(value.description)
    case .real(let value): append(value)
    case .string(let value): appendQuoted(value)
    case .array(let elements):
      appendAll(elements, open: "[", close: "]") { $0.append($1) }
    case .object(let members):
      appendAll(members, open: "{", close: "}") { writer, member in
        writer.appendQuoted(member.key)
        writer.append(writer.pretty ? ": " : ":")
        writer.append(member.value)
      }
    }
  }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// JSON has no infinity and no not-a-number: both become null, as in ECMAScript.
  private mutating func append(_ value: Double) {
    append(value.isFinite ? value.description : "null")
  }

  private mutating func appendAll<Element>(
    _ elements: [Element], open: String, close: String,
    _ write: (inout JSONTextWriter, Element) -> Void
  ) {
    append(open)
    depth += 1
    var isFirst = true
    for element in elements {
      if !isFirst { append(",") }
      isFirst = false
      breakLine()
      write(&self, element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    append(close)
  }

  private mutating func breakLine() {
    guard pretty else { return }
    append("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0a: append("\\n")
      case 0x0c: append("\\f")
      case 0x0d: append("\\r")
      case 0..<0x20:
        append("\\u00")
        bytes.append(Hex.digit(byte >> 4))
        bytes.append(Hex.digit(byte & 15))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
