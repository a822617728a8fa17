/// Words that may not stand somewhere.
enum TextRules {
  /// Modules that boards do not have. LinuxIO reaches libc through its own shim.
  static func foreignImports(_ file: SourceFile) -> [String] {
    LayerRules.imports(of: file)
      .filter { ["Foundation", "FoundationEssentials", "Glibc", "Musl", "Dispatch"].contains($0) }
      .map { "\(file.path): imports \($0), which boards do not have" }
  }

  /// A forced try hides the reason of a failure.
  static func forcedTries(_ file: SourceFile) -> [String] {
    guard file.words.contains("try") else { return [] }
    return matches(of: /(?:^|\W)try\s*!/, in: file.codeLines, file, "handle the error: no `try!`")
  }

  /// Marks of work that is not finished.
  static func unfinishedMarks(_ file: SourceFile) -> [String] {
    matches(
      of: /TODO|FIXME|XXX|HACK|not implemented|unimplemented|stub/, in: file.lines, file,
      "finish it, or say it on the issue")
  }

  /// Folders and hosts of one machine. Written in pieces, for this file is read as well.
  static func machinePaths(_ file: SourceFile) -> [String] {
    let folders = ["/wo" + "rk/", "/ro" + "ot/", "/opt/" + "swift", ".lib" + "rary/"]
    // Asked of the whole file first: a pattern on every line of every file takes seconds.
    guard (folders + ["://"]).contains(where: { file.text.contains($0) }) else { return [] }
    return file.lines.enumerated().filter { _, line in
      folders.contains { begins($0, in: line) } || line.contains(/:\/\/[a-z0-9.-]*(debian|pypi)/)
    }.map { "\(file.path):\($0.offset + 1): names a place of one machine or a registry's host" }
  }

  /// Whether a path begins there, rather than going on behind a name or a variable.
  private static func begins(_ folder: String, in line: Substring) -> Bool {
    line.ranges(of: folder).contains { range in
      let before = line[..<range.lowerBound].last ?? " "
      return !(before.isLetter || before.isNumber || before == "_" || before == "}")
    }
  }

  /// A type that bears its module's name hides the module: its other names cannot be qualified.
  static func typesNamedLikeModule(_ file: SourceFile) -> [String] {
    guard let module = file.module, file.words.contains(module) else { return [] }
    return file.codeLines.enumerated().filter { _, line in
      line.firstMatch(of: /(?:^|\s)(?:struct|class|enum|actor|protocol)\s+(\w+)/)?.1 == module[...]
    }.map { "\(file.path):\($0.offset + 1): a type bears the name of its module" }
  }

  private static func matches(
    of pattern: some RegexComponent, in lines: [Substring], _ file: SourceFile, _ advice: String
  ) -> [String] {
    lines.enumerated().filter { $0.element.firstMatch(of: pattern) != nil }
      .map { "\(file.path):\($0.offset + 1): \(advice)" }
  }
}
