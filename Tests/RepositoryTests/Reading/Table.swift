/// A list in `Tests/RepositoryTests/Tables`: one entry a line, then the reason. `#` begins a
/// comment.
struct Table {
  struct Entry {
    let name: String
    let reason: String
  }

  let path: String
  let entries: [Entry]

  var names: Set<String> { Set(entries.map(\.name)) }

  init(_ file: SourceFile) {
    path = file.path
    entries = file.lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map { line in
      let parts = line.split(separator: " ", maxSplits: 1)
      return Entry(
        name: String(parts[0]),
        reason: parts.count > 1 ? parts[1].trimmingPrefix(while: { $0 == " " }).description : "")
    }
  }

  init(named name: String, in repository: Repository = .current) {
    let path = "Tests/RepositoryTests/Tables/\(name)"
    self.init(SourceFile(path: path, text: repository.text(path)))
  }

  /// What every table must hold: a reason for each entry, and no entry for something that has gone.
  func violations(existing: Set<String>) -> [String] {
    entries.compactMap { entry in
      if entry.reason.isEmpty { return "\(path): \(entry.name) has no reason behind it" }
      if existing.contains(entry.name) { return nil }
      return "\(path): remove the line of \(entry.name), which needs it no more"
    }
  }
}
