import Testing

@Suite struct Texts {
  static let repository = Repository.current

  @Test func `the sources import nothing that boards do not have`() {
    #expect(Repository.sources.flatMap(TextRules.foreignImports) == [])
  }

  @Test func `no try is forced`() {
    #expect(Repository.sources.flatMap(TextRules.forcedTries) == [])
  }

  @Test func `nothing is marked as unfinished`() {
    let files = Texts.repository.files("Sources", "boards", "configs", endings: [""])
    #expect(files.flatMap(TextRules.unfinishedMarks) == [])
  }

  @Test func `no file names a place of one machine`() {
    let files =
      Texts.repository.files("Sources", "boards", "configs", "README.md", ".ci/run", endings: [""])
      + Texts.repository.files("Tests", "Package.swift", endings: [".swift", ".py"])
    #expect(files.flatMap(TextRules.machinePaths) == [])
  }

  @Test func `no type bears the name of its module`() {
    #expect(Repository.sources.flatMap(TextRules.typesNamedLikeModule) == [])
  }

  static func file(_ text: String) -> SourceFile {
    SourceFile(path: "Sources/A/B.swift", text: text)
  }

  @Test(arguments: ["import Foundation", "@preconcurrency import Glibc", "import struct Musl.x"])
  func `an import of what boards do not have is found`(_ line: String) {
    #expect(TextRules.foreignImports(Texts.file(line)).count == 1)
    #expect(TextRules.foreignImports(Texts.file("// \(line)")) == [])
  }

  @Test func `a forced try is found, a mention of it is not`() {
    #expect(TextRules.forcedTries(Texts.file("let a = try! f()")).count == 1)
    #expect(TextRules.forcedTries(Texts.file("// try! is forbidden\nlet a = try? f()")) == [])
  }

  @Test(arguments: [
    "// TODO later", "// FIXME", "fatalError(\"not implemented\")", "struct stub {}",
  ])
  func `a mark of unfinished work is found`(_ line: String) {
    #expect(TextRules.unfinishedMarks(Texts.file(line)).count == 1)
  }

  @Test func `a path of one machine and the host of a registry are found`() {
    let folder = "/ro" + "ot/x"
    let host = "https:/" + "/deb.deb" + "ian.org/x"
    #expect(TextRules.machinePaths(Texts.file("a\n\(folder)\n\(host)\n")).count == 2)
    #expect(TextRules.machinePaths(Texts.file("cp \"$top\(folder)\" ${top}\(folder)")) == [])
    #expect(TextRules.machinePaths(Texts.file("/usr/include\nhttps://eips.ethereum.org\n")) == [])
  }

  @Test func `a type with the name of its module is found`() {
    #expect(TextRules.typesNamedLikeModule(Texts.file("public struct A<T> {")).count == 1)
    #expect(TextRules.typesNamedLikeModule(Texts.file("struct AB {\n  enum C {}")) == [])
  }
}

@Suite struct TopLevel {
  @Test func `only what belongs there stands at the top level`() {
    #expect(TopLevelRules.violations(names: Repository.current.topLevel) == [])
  }

  @Test func `the README has both commands`() {
    #expect(TopLevelRules.missingCommands(readme: Repository.current.text("README.md")) == [])
  }

  @Test func `a stray file at the top level is found`() {
    #expect(TopLevelRules.violations(names: ["Sources", "notes.md", "README.md"]).count == 1)
  }

  @Test func `a README without a command of its own line is found`() {
    let one = "# Cairn\n\n    boards/setup && swift test\n"
    #expect(TopLevelRules.missingCommands(readme: one).count == 1)
    let inline = "Type boards/setup && swift test to test."
    #expect(TopLevelRules.missingCommands(readme: inline).count == 2)
  }
}
