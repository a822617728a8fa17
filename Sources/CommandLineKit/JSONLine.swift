/// One flat JSON object on one line: what `--json` prints. Members keep the order in which they
/// came.
public struct JSONLine {
  private var members = ""

  public init() {}

  public var text: String { "{\(members)}" }

  public mutating func add(_ name: String, _ value: String) { append(name, JSONLine.quoted(value)) }
  public mutating func add(_ name: String, _ value: Bool) { append(name, value ? "true" : "false") }
  public mutating func add(_ name: String, _ value: Int) { append(name, "\(value)") }

  /// A number given in thousandths, because binary fractions print digits that nobody measured.
  public mutating func add(_ name: String, thousandths value: Int) {
    append(name, Decimal.text(thousandths: value))
  }

  private mutating func append(_ name: String, _ value: String) {
    if !members.isEmpty { members += ", " }
    members += "\(JSONLine.quoted(name)): \(value)"
  }

  /// RFC 8259, section 7: quotation mark, reverse solidus and control characters are escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5c: result += "\\\\"
      case 0..<0x20:
        let hex = String(scalar.value, radix: 16)
        result += hex.utf8.count == 1 ? "\\u000\(hex)" : "\\u00\(hex)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
