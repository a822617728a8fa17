import Testing

@Suite struct Sizes {
  @Test func `files, functions and lines are of a readable size`() {
    let files = Repository.swiftFiles + Repository.current.files("Sources", endings: [".h"])
    #expect(SizeRules.violations(files: files, table: Table(named: SizeRules.table)) == [])
  }

  static let noTable = Table(SourceFile(path: "t", text: ""))

  static func found(_ text: String, path: String = "a.swift", table: Table = noTable) -> [String] {
    SizeRules.violations(files: [SourceFile(path: path, text: text)], table: table)
  }

  static func lines(_ count: Int) -> String { String(repeating: "x\n", count: count) }

  @Test func `a file of 600 lines passes and one of 601 is found`() {
    #expect(Sizes.found(Sizes.lines(600)) == [])
    #expect(Sizes.found(Sizes.lines(601)).first?.hasPrefix("a.swift: 601 lines") == true)
  }

  @Test(arguments: [
    "func f<T: P>(_ a: [Int] = [1], b: () -> Void)\n  -> Int where T == Int {\n",
    "static func < (a: A, b: A) -> Bool {\n", "init?(x: Int) throws(E) {\n\n",
    "func `a name with ) { and (`() {\n", "var value: Int {\n", "subscript(i: Int) -> Int {\n",
    "func f(\n  _ a: Int\n) {\n", "deinit {\n",
  ])
  func `a function of 70 lines passes and one of 71 is found`(_ head: String) {
    let headLines = head.filter { $0 == "\n" }.count
    #expect(Sizes.found(head + Sizes.lines(70 - headLines - 1) + "}\n") == [])
    let found = Sizes.found(head + Sizes.lines(71 - headLines - 1) + "}\nfunc g() {}\n")
    #expect(found.count == 1)
    #expect(found.first?.contains("has 71 lines") == true)
  }

  @Test func `braces in comments and strings, calls and protocol requirements are not counted`() {
    let text = "func f() {\n  // {\n  let a = \"{\"; self.init(x) {\n}\n}\n"
    #expect(
      Declarations.functions(in: SourceFile(path: "a.swift", text: text)).map(\.length) == [5])
    let requirement =
      "protocol P {\n  func f() -> Int\n  init(x: Int)\n}\nstruct S {\n\(Sizes.lines(80))}"
    #expect(Declarations.functions(in: SourceFile(path: "a.swift", text: requirement)).isEmpty)
  }

  @Test func `a table is exempt by name, and only while it is large`() {
    let table = Table(SourceFile(path: "t", text: "big  facts\nsmall  facts\n"))
    #expect(Sizes.found(Sizes.lines(601), path: "big", table: table).count == 1)
    #expect(
      Sizes.found(Sizes.lines(601), path: "big", table: table)
        == ["t: remove the line of small, which needs it no more"])
  }

  @Test func `a line of 100 characters passes and one of 101 is found`() {
    let wide = SourceFile(path: "a.swift", text: String(repeating: "é", count: 100))
    #expect(SizeRules.longLines(wide) == [])
    #expect(SizeRules.longLines(SourceFile(path: "a.swift", text: wide.text + "é")).count == 1)
  }
}
