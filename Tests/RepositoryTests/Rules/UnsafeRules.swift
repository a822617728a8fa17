/// Where memory safety may be waived.
enum UnsafeRules {
  static let table = "unsafe-files.txt"

  /// Whether the code waives a check or handles memory by address.
  static func saysUnsafe(_ file: SourceFile) -> Bool {
    file.words.contains { word in
      ["unsafe", "unchecked", "unsafeBitCast", "unsafeDowncast"].contains(word)
        || word.hasPrefix("Unsafe") || word.hasPrefix("withUnsafe")
    }
  }

  static func violations(files: [SourceFile], table: Table) -> [String] {
    let unsafe = files.filter(saysUnsafe)
    let unlisted = unsafe.filter { !table.names.contains($0.path) }.map {
      "\($0.path) says `unsafe`. If Span, arrays or a safe function of another file will not do, "
        + "append to \(table.path): \($0.path)  the reason"
    }
    return unlisted + table.violations(existing: Set(unsafe.map(\.path)))
  }

  /// Each waived check carries a sentence that begins "Safe:" in the comment right above it; a type
  /// may carry it at the property that needs it, right below.
  static func unexplained(_ file: SourceFile) -> [String] {
    guard saysUnsafe(file) else { return [] }
    return file.codeLines.enumerated().compactMap { index, line in
      let isType = line.contains("@unchecked")
      guard isType || line.contains("nonisolated(unsafe)") || line.contains("unsafeBitCast(") else {
        return nil
      }
      let below = file.lines[index...].prefix(isType ? 5 : 1)
      if explained(file.lines, above: index) || below.contains(where: { $0.contains("// Safe") }) {
        return nil
      }
      return "\(file.path):\(index + 1): say why it holds in a line above: // Safe: …"
    }
  }

  /// Looks up over the declaration's own lines and attributes to the comment, at most eight lines.
  private static func explained(_ lines: [Substring], above index: Int) -> Bool {
    for line in lines[max(0, index - 8)..<index].reversed() {
      if line.contains("// Safe") { return true }
      if line.allSatisfy(\.isWhitespace) { return false }
    }
    return false
  }
}
