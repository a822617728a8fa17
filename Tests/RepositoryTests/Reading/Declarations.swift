/// The functions of a Swift file.
struct Function {
  let name: String
  /// From 1.
  let line: Int
  /// From the line of the name to that of the closing brace.
  let length: Int
}

enum Declarations {
  /// Functions, initialisers, deinitialisers, subscripts and computed properties with their
  /// lengths. Closures count into what holds them.
  static func functions(in file: SourceFile) -> [Function] {
    let code = file.code
    let beginning =
      #/
      (?: ^ | [^.\w`] )
      (?: func\s+ (`[^`]*`|[^\s(]+) | (init|deinit|subscript)\b | var\s+ (\w+) \s*:[^={\n]*(?=\{) )
      /#
    return code.matches(of: beginning).compactMap { match in
      guard let name = match.1 ?? match.2 ?? match.3 else { return nil }
      return function(name, until: match.range.upperBound, in: code)
    }
  }

  private static func function(
    _ name: Substring, until end: String.Index, in code: String
  ) -> Function? {
    guard let body = bodyStart(after: end, in: code) else { return nil }
    var depth = 0
    var index = body
    while index < code.endIndex {
      if code[index] == "{" { depth += 1 }
      if code[index] == "}" { depth -= 1 }
      if depth == 0 { break }
      index = code.index(after: index)
    }
    let first = lineNumber(name.startIndex, in: code)
    let last = lineNumber(index, in: code)
    return Function(name: String(name), line: first, length: last - first + 1)
  }

  /// The opening brace of the body; nil for a requirement of a protocol, which has none.
  private static func bodyStart(after start: String.Index, in code: String) -> String.Index? {
    var brackets = 0
    var index = start
    while index < code.endIndex {
      switch code[index] {
      case "(", "[": brackets += 1
      case ")", "]": brackets -= 1
      case "{" where brackets == 0: return index
      case "}" where brackets == 0: return nil
      case "\n" where brackets == 0:
        let next = code[index...].drop { $0.isWhitespace }
        let continues = ["{", "where", "->", "throws", "rethrows", "async"]
        if !continues.contains(where: { next.hasPrefix($0) }), !endsOpen(code[start..<index]) {
          return nil
        }
      default: break
      }
      index = code.index(after: index)
    }
    return nil
  }

  /// Whether a line ends with something that must go on.
  private static func endsOpen(_ text: Substring) -> Bool {
    let trimmed = text.reversed().drop { $0 == " " }
    return trimmed.starts(with: ">-") || trimmed.starts(with: ",") || trimmed.starts(with: "&")
  }

  private static func lineNumber(_ index: String.Index, in code: String) -> Int {
    code[..<index].reduce(1) { $1 == "\n" ? $0 + 1 : $0 }
  }
}
