/// What stands at the top of the repository.
enum TopLevelRules {
  static let allowed: Set<String> = [
    "Package.swift", "Package.resolved", "README.md", "Sources", "Tests", "boards", "configs",
  ]

  static func violations(names: [String]) -> [String] {
    names.filter { !allowed.contains($0) }
      .map { "\($0) stands at the top level, where only \(allowed.sorted()) may" }
  }

  /// The two commands that a newcomer types, each alone on its line.
  static let commands = [
    "boards/setup && swift run -c release cairn demo",
    "boards/setup && swift test",
  ]

  static func missingCommands(readme: String) -> [String] {
    let lines = Set(readme.split(separator: "\n").map { String($0).trimmed })
    return commands.filter { !lines.contains($0) }.map { "README.md lost the command: \($0)" }
  }
}
