/// Who may import whom.
enum LayerRules {
  /// Modules of the toolchain that every build has.
  static let toolchain: Set<String> = ["Swift", "Synchronization"]

  /// The map itself: imports stand above their module, stay within its layer's reach, and each C
  /// library has one owner.
  static func violations(map: ModuleMap) -> [String] {
    var found = map.unreadable
    var above: Set<String> = []
    for module in map.modules {
      for name in module.imports {
        guard let target = map.module(name), above.contains(name) else {
          found.append("\(module.name) imports \(name), which is not above it in \(ModuleMap.path)")
          continue
        }
        if !module.layer.reach.contains(target.layer) {
          found.append(
            "\(module.name) (\(module.layer.rawValue)) may not import \(name)"
              + " (\(target.layer.rawValue))"
          )
        }
      }
      if !above.insert(module.name).inserted { found.append("\(module.name) stands there twice") }
    }
    for library in map.modules where library.layer == .library {
      let owners = map.modules.filter { $0.imports.contains(library.name) }.map(\.name)
      if owners.count != 1 {
        found.append(
          "\(library.name) has \(owners.count) owners: \(owners.joined(separator: ", "))")
      }
    }
    return found
  }

  /// The sources: each import is one that the map allows.
  static func violations(map: ModuleMap, files: [SourceFile]) -> [String] {
    files.flatMap { file -> [String] in
      guard let name = file.module else { return [] }
      guard let module = map.module(name) else {
        return ["\(file.path): \(ModuleMap.path) has no row for \(name)"]
      }
      return imports(of: file).filter { !toolchain.contains($0) && !module.imports.contains($0) }
        .map {
          "\(file.path): imports \($0), which the row of \(name) in \(ModuleMap.path) does not name"
        }
    }
  }

  /// What is named and not used is not true either.
  static func unusedImports(map: ModuleMap, files: [SourceFile]) -> [String] {
    var used: [String: Set<String>] = [:]
    for file in files {
      guard let module = file.module else { continue }
      used[module, default: []].formUnion(imports(of: file))
    }
    return map.modules.flatMap { module in
      module.imports.filter { used[module.name]?.contains($0) != true }
        .map { "\(module.name) never imports \($0): take it out of its row and of Package.swift" }
    }
  }

  static func imports(of file: SourceFile) -> [String] {
    file.codeLines.filter { $0.contains("import") }.compactMap { line in
      let pattern =
        #/
        ^\s* (?:@\w+\s+)* (?:(?:public|package|internal|fileprivate|private)\s+)? import\s+
        (?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)? (\w+)
        /#
      return line.firstMatch(of: pattern).map { String($0.1) }
    }
  }
}
