/// How large a file, a function and a line may be.
enum SizeRules {
  static let fileLines = 600
  static let functionLines = 70
  static let lineColumns = 100
  /// Tables of facts, which are long because the facts are many, and what programs wrote.
  static let table = "size-exemptions.txt"

  static func violations(files: [SourceFile], table: Table) -> [String] {
    let large = files.flatMap { file in oversized(file).map { (file.path, $0) } }
    return large.filter { !table.names.contains($0.0) }.map { $0.1 }
      + table.violations(existing: Set(large.map { $0.0 }))
  }

  private static func oversized(_ file: SourceFile) -> [String] {
    var found: [String] = []
    let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
    if count > fileLines {
      found.append("\(file.path): \(count) lines, \(fileLines) allowed: a folder wants to be born")
    }
    for function in Declarations.functions(in: file) where function.length > functionLines {
      found.append(
        "\(file.path):\(function.line): \(function.name) has \(function.length) lines, "
          + "\(functionLines) allowed")
    }
    return found + longLines(file)
  }

  static func longLines(_ file: SourceFile) -> [String] {
    file.lines.enumerated().filter { $0.element.count > lineColumns }.map {
      "\(file.path):\($0.offset + 1): \($0.element.count) columns, \(lineColumns) allowed"
    }
  }
}
