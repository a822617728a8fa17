import Testing

@Suite struct Layers {
  static let repository = Repository.current
  static let map = ModuleMap(markdown: repository.text(ModuleMap.path))

  @Test func `the module map keeps its own rules`() {
    #expect(Layers.map.modules.count > 5)
    #expect(LayerRules.violations(map: Layers.map) == [])
  }

  @Test func `a module imports only what its row names`() {
    #expect(LayerRules.violations(map: Layers.map, files: Repository.sources) == [])
    #expect(LayerRules.unusedImports(map: Layers.map, files: Repository.sources) == [])
  }

  @Test func `the module map, the manifest and the folders tell the same`() {
    let sources = Layers.repository.files("Sources", endings: [".swift", ".modulemap"])
    let manifest = SourceFile(path: "Package.swift", text: Layers.repository.text("Package.swift"))
    let folders = Set(sources.compactMap(\.module))
    #expect(
      ManifestRules.violations(map: Layers.map, manifest: manifest, folders: folders) == [])
  }
}

@Suite struct LayerRuleSamples {
  static let good = """
    | `CLib` | C library | | x |
    | `Core` | core | | x |
    | `Edge` | boundary | `Core` `CLib` | x |
    | `Both` | composition | `Core` `Edge` | x |
    | `prog` | program | `Both` | x |
    """
  static let map = ModuleMap(markdown: good)

  static func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: path, text: text)
  }

  @Test func `a good map has no violations`() {
    #expect(LayerRuleSamples.map.modules.count == 5)
    #expect(LayerRules.violations(map: LayerRuleSamples.map) == [])
  }

  @Test(arguments: [
    (
      "| `Edge` | boundary | `Core` `CLib` | x |\n| `Core2` | core | `Edge` | x |", "may not import"
    ),
    ("| `Core2` | core | `CLib` | x |", "may not import"),
    ("| `Twice` | boundary | `CLib` | x |", "2 owners"),
    ("| `Early` | core | `Late` | x |\n| `Late` | core | | x |", "not above it"),
    ("| `prog2` | program | `Edge` | x |", "may not import"),
    ("| `Core` | core | | x |", "twice"),
    ("| `Odd` | shore | | x |", "no layer"),
  ])
  func `a map that breaks a rule is found`(_ rows: String, _ complaint: String) {
    let map = ModuleMap(markdown: LayerRuleSamples.good + "\n" + rows)
    #expect(LayerRules.violations(map: map).contains { $0.contains(complaint) })
  }

  @Test(arguments: [
    "import Edge", "import CLib", "@testable import Edge", "public import Edge",
    "  import struct Edge.Thing", "import Glibc",
  ])
  func `an import of the core beyond its row is found`(_ line: String) {
    let bad = LayerRuleSamples.file("Sources/Core/A.swift", "/* a */\n\(line)\nlet x = 1\n")
    #expect(LayerRules.violations(map: LayerRuleSamples.map, files: [bad]).count == 1)
  }

  @Test(arguments: [
    "// import Edge", "let x = \"\"\"\n  import Edge\n  \"\"\"", "import Synchronization",
  ])
  func `a comment, a string and a module of the toolchain are no violation`(_ text: String) {
    let good = LayerRuleSamples.file("Sources/Core/A.swift", text)
    #expect(LayerRules.violations(map: LayerRuleSamples.map, files: [good]) == [])
  }

  @Test func `a module without a row is found`() {
    let lost = LayerRuleSamples.file("Sources/Lost/A.swift", "")
    #expect(LayerRules.violations(map: LayerRuleSamples.map, files: [lost]).count == 1)
  }

  @Test func `an import that nobody uses is found`() {
    let files = [LayerRuleSamples.file("Sources/Edge/A.swift", "import Core\n")]
    let unused = LayerRules.unusedImports(map: LayerRuleSamples.map, files: files)
    #expect(unused.contains { $0.hasPrefix("Edge never imports CLib") })
    #expect(!unused.contains { $0.hasPrefix("Edge never imports Core") })
  }

  static let manifest = """
    core("Core"),
    library("CLib"),  // core("Comment")
    core("Edge", ["Core", "CLib"]),
    core(
      "Both",
      ["Core", "Edge"]),
    .executableTarget(name: "prog", dependencies: ["Both"]),
    tests("CoreTests", ["Core"]),
    """

  @Test func `a manifest that says the same has no violations`() {
    let manifest = LayerRuleSamples.file("Package.swift", LayerRuleSamples.manifest)
    let folders: Set = ["Core", "CLib", "Edge", "Both", "prog"]
    #expect(
      ManifestRules.violations(map: LayerRuleSamples.map, manifest: manifest, folders: folders)
        == [])
  }

  @Test func `a manifest or a folder that differs from the map is found`() {
    let text = LayerRuleSamples.manifest.replacing("\"Core\", \"CLib\"", with: "\"CLib\"")
      .replacing("\"prog\"", with: "\"prig\"")
    let found = ManifestRules.violations(
      map: LayerRuleSamples.map, manifest: LayerRuleSamples.file("Package.swift", text),
      folders: ["Core", "CLib", "Edge", "Both", "prog", "New"])
    #expect(found.contains { $0.hasPrefix("Edge: Package.swift says") })
    #expect(found.contains { $0.hasPrefix("prog is in Sources/ARCHITECTURE.md, not in Package") })
    #expect(found.contains { $0.hasPrefix("prig is in Package.swift, not in") })
    #expect(found.contains { $0.hasPrefix("New is in Sources/, not in") })
    #expect(found.count == 4)
  }
}
