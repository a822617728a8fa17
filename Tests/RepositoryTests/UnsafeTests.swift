import Testing

@Suite struct UnsafeFiles {
  @Test func `only listed files say unsafe`() {
    let table = Table(named: UnsafeRules.table)
    #expect(UnsafeRules.violations(files: Repository.sources, table: table) == [])
  }

  @Test func `each waived check says why it holds`() {
    #expect(Repository.sources.flatMap(UnsafeRules.unexplained) == [])
  }

  static let table = Table(
    SourceFile(path: "t", text: "# a comment\nSources/A/Hot.swift  the loop\n"))

  static func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: path, text: text)
  }

  @Test(arguments: [
    "let x = unsafe y", "nonisolated(unsafe) var x", "func f(_ p: UnsafeRawPointer)",
    "final class A: @unchecked Sendable {}", "x.withUnsafeBytes { }", "\"\\(unsafe x)\"",
  ])
  func `an unlisted file that says it is found with the line to add`(_ code: String) {
    let hot = UnsafeFiles.file("Sources/A/Hot.swift", "unsafe")
    let found = UnsafeRules.violations(
      files: [hot, UnsafeFiles.file("Sources/A/New.swift", code)], table: UnsafeFiles.table)
    #expect(found.count == 1)
    #expect(found.first?.contains("append to t: Sources/A/New.swift  the reason") == true)
  }

  @Test(arguments: ["// unsafe", "let s = \"unsafe\"", "/* /* x */ unsafe */", "let unsafely = 1"])
  func `a comment, a string or another word is not meant`(_ code: String) {
    #expect(!UnsafeRules.saysUnsafe(UnsafeFiles.file("a.swift", code)))
  }

  @Test func `a line for a file that needs it no more is found`() {
    let clean = UnsafeFiles.file("Sources/A/Hot.swift", "let x = 1")
    let found = UnsafeRules.violations(files: [clean], table: UnsafeFiles.table)
    #expect(found == ["t: remove the line of Sources/A/Hot.swift, which needs it no more"])
  }

  @Test func `a line without a reason is found`() {
    let table = Table(SourceFile(path: "t", text: "Sources/A/Hot.swift\n"))
    #expect(table.violations(existing: ["Sources/A/Hot.swift"]).count == 1)
  }

  @Test func `a waiver without a sentence above it is found`() {
    let bad = UnsafeFiles.file(
      "a.swift", "// Safe: for another.\n\nnonisolated(unsafe) var x = 1\n")
    let good = UnsafeFiles.file("a.swift", "// Safe: set once.\nnonisolated(unsafe) var x = 1\n")
    #expect(UnsafeRules.unexplained(bad).count == 1)
    #expect(UnsafeRules.unexplained(good) == [])
    let type = UnsafeFiles.file("a.swift", "class A: @unchecked Sendable {\n  // Safe: set once.\n")
    #expect(UnsafeRules.unexplained(type) == [])
  }
}
