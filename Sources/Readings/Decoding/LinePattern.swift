/// Takes numbers out of lines of text, by an example of the line:
///
///     T={temperature} C, H={humidity} %
///     {*}weight:{weight} g{*}
///
/// - `{name}` is a number, which gets that name;
/// - `{*}` is anything, up to the first place where what follows in the pattern stands;
/// - a space is one or more spaces or tabs;
/// - `{{` is a brace; every other byte stands for itself.
///
/// The pattern is the whole line, white space before and behind it aside. There is no way back:
/// each part takes the first place that fits, so a line costs at most pattern × line steps. Two
/// `{…}` need something between them.
public struct LinePattern: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case literal([UInt8])
    case space
    case number(Int)
    case anything
  }

  let parts: [Part]
  /// The numbers' names, in the order of the pattern.
  public let names: [String]
}

/// Why a text is no pattern. Offsets count its UTF-8 bytes.
public enum LinePatternError: Error, Equatable, Sendable {
  case tooLong(limit: Int)
  /// A `{` without its `}`.
  case unclosed(at: Int)
  /// A name that is empty, or has other than letters, digits and `_`.
  case badName(at: Int)
  case doubledName(String)
  /// Two `{…}` side by side.
  case nothingBetween(at: Int)
  /// No number in it.
  case noNumber
}

extension LinePatternError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLong(let limit): "pattern: longer than \(limit)"
    case .unclosed(let offset): "pattern: the brace at byte \(offset) is not closed"
    case .badName(let offset): "pattern: the name at byte \(offset) is not letters, digits and _"
    case .doubledName(let name): "pattern: {\(name)} stands there twice"
    case .nothingBetween(let offset): "pattern: something must stand before byte \(offset)"
    case .noNumber: "pattern: has no {name}"
    }
  }
}

extension LinePattern {
  public init(_ text: String) throws(LinePatternError) {
    let bytes = Array(text.utf8)
    guard bytes.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    var builder = LinePatternBuilder(scanner: ByteScanner(ByteScanner.trimmed(bytes[...])))
    try builder.build()
    parts = builder.parts
    names = builder.names
  }
}

struct LinePatternBuilder {
  var scanner: ByteScanner
  var parts: [LinePattern.Part] = []
  var names: [String] = []

  init(scanner: ByteScanner) { self.scanner = scanner }

  mutating func build() throws(LinePatternError) {
    while let byte = scanner.next {
      if scanner.take(Array("{{".utf8)) {
        append(UInt8(ascii: "{"))
      } else if byte == UInt8(ascii: "{") {
        try takeField()
      } else if ByteScanner.isSpace(byte) {
        scanner.skipSpaces()
        parts.append(.space)
      } else {
        scanner.position += 1
        append(byte)
      }
    }
    guard !names.isEmpty else { throw .noNumber }
  }

  private mutating func append(_ byte: UInt8) {
    if case .literal(let bytes)? = parts.last {
      parts[parts.count - 1] = .literal(bytes + [byte])
    } else {
      parts.append(.literal([byte]))
    }
  }

  private mutating func takeField() throws(LinePatternError) {
    let start = scanner.offset
    switch parts.last {
    case .number?, .anything?: throw .nothingBetween(at: start)
    default: break
    }
    scanner.position += 1
    let name = scanner.takeUntil { $0 == UInt8(ascii: "}") }
    guard scanner.take(UInt8(ascii: "}")) else { throw .unclosed(at: start) }
    if name.elementsEqual([UInt8(ascii: "*")]) {
      parts.append(.anything)
      return
    }
    guard !name.isEmpty, name.allSatisfy(Self.isNameByte) else { throw .badName(at: start + 1) }
    let text = String(decoding: name, as: UTF8.self)
    guard !names.contains(text) else { throw .doubledName(text) }
    guard names.count < ReadingsLimits.fields else { throw .tooLong(limit: ReadingsLimits.fields) }
    parts.append(.number(names.count))
    names.append(text)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || ByteScanner.isDigit(byte)
      || byte == UInt8(ascii: "_")
  }
}
