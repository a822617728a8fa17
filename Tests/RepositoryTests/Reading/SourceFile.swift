/// One file, with its path from the root.
struct SourceFile {
  let path: String
  let text: String
  let lines: [Substring]
  /// The text with comments and the contents of strings blanked out, line by line as long as
  /// before.
  let code: String
  let codeLines: [Substring]
  /// The words of the code: quick to ask before a slow pattern is tried.
  let words: Set<String>

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = path.hasSuffix(".swift") ? CodeText.blankingCommentsAndStrings(text) : text
    codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
    words = CodeText.words(code)
  }

  /// The folder below Sources, which is the module; nil for other files.
  var module: String? {
    let parts = path.split(separator: "/")
    guard parts.count > 2, parts[0] == "Sources" else { return nil }
    return parts[1] == "CLibraries" ? String(parts[2]) : String(parts[1])
  }
}
