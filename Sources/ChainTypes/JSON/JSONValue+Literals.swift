// Values written down as literals, and the plain payloads for callers that need no error.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .real(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONValue {
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  public var asBool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var asInteger: Int64? {
    if case .integer(let value) = self { value } else { nil }
  }

  /// The number, integer or not.
  public var asReal: Double? {
    switch self {
    case .real(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  public var asString: String? {
    if case .string(let value) = self { value } else { nil }
  }

  public var asArray: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var asObject: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }
}
