import ChainTypes

/// A path into JSON: `temperature`, `sensors[2].values.co2`, `["odd.name"].x`. Names are separated
/// by points; what has other than letters, digits, `_`, `-` and `$` stands in `["…"]`.
public struct JSONSelector: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(String)
    case element(Int)
  }

  let steps: [Step]
  public let text: String

  /// Throws where the text is no path.
  public init(_ text: String) throws(SensorDataError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    var scanner = ByteScanner(bytes[...])
    var steps: [Step] = []
    while !scanner.isAtEnd {
      steps.append(try Self.step(&scanner, isFirst: steps.isEmpty))
      guard steps.count <= ReadingsLimits.pathSteps else {
        throw .tooLong(limit: ReadingsLimits.pathSteps)
      }
    }
    self.steps = steps
    self.text = text
  }
}

extension JSONSelector {
  /// The number there: an integer or real, a text that is a number, true as 1 and false as 0.
  /// Reals went through binary: what comes out is the shortest decimal of theirs, which is what was
  /// written as long as that had at most 15 digits.
  public func number(in value: JSONValue) throws(SensorDataError) -> DecimalValue {
    switch try select(in: value) {
    case .integer(let integer): return DecimalValue(integer)
    case .real(let real): return try DecimalValue(double: real)
    case .bool(let bool): return bool ? 1 : 0
    case .string(let text):
      return try ByteScanner.number(ByteScanner.trimmed(Array(text.utf8)[...]))
    case .null, .array, .object: throw .notANumber
    }
  }

  /// What stands there.
  public func select(in value: JSONValue) throws(SensorDataError) -> JSONValue {
    var current = value
    for step in steps {
      switch step {
      case .member(let name):
        guard let next = current[name] else { throw .missing(name) }
        current = next
      case .element(let index):
        guard let next = current[index] else { throw .missing("[\(index)]") }
        current = next
      }
    }
    return current
  }

  private static func step(
    _ scanner: inout ByteScanner, isFirst: Bool
  ) throws(SensorDataError) -> Step {
    if scanner.take(UInt8(ascii: "[")) { return try bracket(&scanner) }
    if !isFirst { try scanner.expect(UInt8(ascii: ".")) }
    let name = scanner.takeUntil { !isNameByte($0) }
    guard !name.isEmpty else { throw .malformed(at: scanner.offset) }
    return .member(String(decoding: name, as: UTF8.self))
  }

  private static func bracket(_ scanner: inout ByteScanner) throws(SensorDataError) -> Step {
    let step: Step
    if scanner.take(UInt8(ascii: "\"")) {
      let name = scanner.takeUntil { $0 == UInt8(ascii: "\"") }
      try scanner.expect(UInt8(ascii: "\""))
      step = .member(String(decoding: name, as: UTF8.self))
    } else {
      let digits = scanner.takeUntil { !ByteScanner.isDigit($0) }
      // Six digits are more elements than a message has, and fit every Int.
      guard !digits.isEmpty, digits.count <= 6 else { throw .malformed(at: scanner.offset) }
      step = .element(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
    try scanner.expect(UInt8(ascii: "]"))
    return step
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || ByteScanner.isDigit(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "$")
      || byte >= 0x80
  }
}
