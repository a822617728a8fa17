import CommandLineKit
import ConfigFile

/// Reads the keys of one mapping. Each key that is asked for is a key that may stand there: the
/// rest is refused by `finish`, with the nearest of those.
///
/// Nothing throws: a wrong value is noted with its place, its default goes on, and the whole list
/// is refused at the end.
struct SettingReader: ~Copyable {
  /// What the section is called in sentences: `broker`, `sensor "hall/air"`.
  let section: String
  let problems: ProblemList
  private let entries: [ConfigNode.Entry]
  /// Where the mapping stands, for complaints about what is missing.
  let line: Int
  let column: Int
  private(set) var asked: [String] = []
  private var allowsAll = false

  /// An absent section is an empty one: everything has its default.
  init(_ node: ConfigNode?, _ section: String, _ problems: ProblemList) {
    self.section = section
    self.problems = problems
    line = node?.line ?? 1
    column = node?.column ?? 1
    entries = node?.entries ?? []
    if let node, node.entries == nil, !node.isEmpty {
      problems.add(
        SettingProblem(
          line: node.line, column: node.column, what: "\(section) has to be a list of keys",
          advice: "Write one \"key: value\" a line, indented below it."))
    }
  }

  /// The value of a key that may stand here; nil when it is left out or empty.
  mutating func node(_ key: String) -> ConfigNode? {
    if !asked.contains(key) { asked.append(key) }
    problems.noteKey(key)
    guard let value = entries.first(where: { $0.key == key })?.value, !value.isEmpty else {
      return nil
    }
    return value
  }

  /// Takes every key: used when it is not known which ones would be right.
  mutating func allowAll() { allowsAll = true }

  /// Notes that a key is missing, which was asked for already.
  func requireOnce(_ key: String, _ advice: String) {
    if !entries.contains(where: { $0.key == key && !$0.value.isEmpty }) {
      complainAboutMissing(key, advice)
    }
  }

  /// Refuses the keys that nobody asked for.
  consuming func finish() {
    if allowsAll { return }
    for entry in entries where !asked.contains(entry.key) {
      let nearest = NearestWord.find(entry.key, among: asked)
      let advice =
        nearest.map { "Did you mean \"\($0)\"?" } ?? "It knows: \(asked.joined(separator: ", "))."
      problems.add(
        SettingProblem(
          line: entry.line, column: 1, what: "\(section) has no key \"\(entry.key)\"",
          advice: advice))
    }
  }

  func complain(_ node: ConfigNode, _ what: String, _ advice: String = "") {
    problems.add(
      SettingProblem(line: node.line, column: node.column, what: what, advice: advice))
  }

  func complainAboutMissing(_ key: String, _ advice: String = "") {
    problems.add(
      SettingProblem(
        line: line, column: column, what: "\(section) lacks the key \"\(key)\"", advice: advice))
  }
}
