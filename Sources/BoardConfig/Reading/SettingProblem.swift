/// One thing that is wrong with a configuration, and where.
public struct SettingProblem: Error, Hashable, Sendable {
  /// Counted from 1, as editors do.
  public let line: Int
  public let column: Int
  /// What is wrong, as a sentence without its full stop.
  public let what: String
  /// What to write instead, as a sentence with its full stop; may be empty.
  public let advice: String

  public init(line: Int, column: Int, what: String, advice: String = "") {
    self.line = line
    self.column = column
    self.what = what
    self.advice = advice
  }

  /// As compilers tell it: editors jump to the place.
  public func text(file: String) -> String {
    let end = advice.isEmpty ? "" : " \(advice)"
    return "\(file):\(line):\(column): \(what).\(end)"
  }
}

/// Everything that is wrong with a configuration, in the order of the file.
public struct SettingProblems: Error, Hashable, Sendable {
  public let problems: [SettingProblem]

  public func text(file: String) -> String {
    problems.map { $0.text(file: file) }.joined(separator: "\n")
  }
}

/// Collects problems while the whole file is read: who corrects one mistake wants to see the next.
final class ProblemList {
  private(set) var problems: [SettingProblem] = []
  /// Every key that was asked for: those that a file may have.
  private(set) var keys: Set<String> = []

  func noteKey(_ key: String) { keys.insert(key) }

  func add(_ problem: SettingProblem) {
    if problems.count < BoardConfigLimits.problems { problems.append(problem) }
  }

  func refuse() throws(SettingProblems) {
    guard problems.isEmpty else {
      let sorted = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      throw SettingProblems(problems: sorted)
    }
  }
}
