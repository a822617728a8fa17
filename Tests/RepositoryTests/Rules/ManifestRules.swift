/// Package.swift, Sources/ and the module map tell the same.
enum ManifestRules {
  /// The targets of the manifest that are not tests, with their dependencies.
  static func targets(manifest: SourceFile) -> [String: Set<String>] {
    // Names are in strings, so only the comments are dropped. No string of the manifest holds `//`.
    let text = manifest.lines.map { line in
      line[..<(line.firstRange(of: "//")?.lowerBound ?? line.endIndex)]
    }.joined(separator: "\n")
    let target =
      #/
      (?:core|library|boundary|composition|executableTarget) \( \s* (?:name:\s*)? "([\w-]+)"
      (?: ,\s* (?:dependencies:\s*)? \[ ([^\]]*) \] )?
      /#
    var result: [String: Set<String>] = [:]
    for match in text.matches(of: target) {
      let names = (match.2 ?? "").matches(of: /"([\w-]+)"/).map { String($0.1) }
      result[String(match.1)] = Set(names)
    }
    return result
  }

  static func violations(map: ModuleMap, manifest: SourceFile, folders: Set<String>) -> [String] {
    let targets = targets(manifest: manifest)
    let mapped = Set(map.modules.map(\.name))
    var found = compare(mapped, Set(targets.keys), "Package.swift")
    found += compare(mapped, folders, "Sources/")
    for module in map.modules {
      guard let dependencies = targets[module.name], dependencies != Set(module.imports) else {
        continue
      }
      found.append(
        "\(module.name): Package.swift says \(dependencies.sorted()), "
          + "\(ModuleMap.path) says \(module.imports.sorted())")
    }
    return found
  }

  private static func compare(_ map: Set<String>, _ other: Set<String>, _ place: String) -> [String]
  {
    map.subtracting(other).sorted().map { "\($0) is in \(ModuleMap.path), not in \(place)" }
      + other.subtracting(map).sorted().map {
        "\($0) is in \(place), not in \(ModuleMap.path): "
          + "add a row | `\($0)` | layer | imports | purpose |"
      }
  }
}
