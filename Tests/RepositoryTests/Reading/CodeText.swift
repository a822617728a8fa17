/// Finds code between comments and strings, well enough for the rules: nested comments, strings of
/// one and several lines, raw strings, and the code inside interpolations.
struct CodeText {
  private let input: [UInt8]
  private var output: [UInt8] = []
  private var position = 0

  static func blankingCommentsAndStrings(_ text: String) -> String {
    var reader = CodeText(input: Array(text.utf8))
    reader.readCode(untilClosing: false)
    return String(decoding: reader.output, as: UTF8.self)
  }

  /// Every identifier and keyword; letters beyond ASCII end a word, which no rule asks about.
  static func words(_ code: String) -> Set<String> {
    let parts = code.utf8.split { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        false
      default: true
      }
    }
    return Set(parts.map { String(Substring($0)) })
  }

  private init(input: [UInt8]) {
    self.input = input
    output.reserveCapacity(input.count)
  }

  /// Copies code; inside an interpolation, until its bracket closes.
  private mutating func readCode(untilClosing: Bool) {
    var depth = 0
    while position < input.count {
      if starts("//") {
        while position < input.count, input[position] != UInt8(ascii: "\n") { blank() }
      } else if starts("/*") {
        readBlockComment()
      } else if let hashes = stringStart() {
        readString(hashes: hashes)
      } else if input[position] == UInt8(ascii: "`") {
        readQuotedName()
      } else {
        if input[position] == UInt8(ascii: "(") { depth += 1 }
        if input[position] == UInt8(ascii: ")") {
          if untilClosing, depth == 0 { return }
          depth -= 1
        }
        copy()
      }
    }
  }

  /// A name in backticks may hold brackets and quotation marks, which mean nothing there.
  private mutating func readQuotedName() {
    copy()
    while position < input.count, input[position] != UInt8(ascii: "`"),
      input[position] != UInt8(ascii: "\n")
    {
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(input[position] | 0x20)
      output.append(isLetter ? input[position] : UInt8(ascii: "_"))
      position += 1
    }
    if position < input.count { copy() }
  }

  private mutating func readBlockComment() {
    var depth = 0
    repeat {
      if starts("/*") {
        depth += 1
        blank(2)
      } else if starts("*/") {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && position < input.count
  }

  /// The number of `#` before a quotation mark; nil when no string begins here.
  private func stringStart() -> Int? {
    var end = position
    while end < input.count, input[end] == UInt8(ascii: "#") { end += 1 }
    return end < input.count && input[end] == UInt8(ascii: "\"") ? end - position : nil
  }

  private mutating func readString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    blank(hashes)
    let quote = starts("\"\"\"") ? "\"\"\"" : "\""
    blank(quote.count)
    while position < input.count, !starts(quote + fence) {
      if starts("\\\(fence)(") {
        blank(hashes + 2)
        readCode(untilClosing: true)
        blank()
      } else if starts("\\\(fence)") {
        blank(hashes + 2)
      } else {
        blank()
      }
    }
    blank(quote.count + hashes)
  }

  private func starts(_ text: String) -> Bool {
    var index = position
    for byte in text.utf8 {
      guard index < input.count, input[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private mutating func copy() {
    output.append(input[position])
    position += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where position < input.count {
      output.append(input[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
      position += 1
    }
  }
}
