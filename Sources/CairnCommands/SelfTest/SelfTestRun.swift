import CommandLineKit

/// The outcome of running checks one after another.
struct SelfTestRun {
  private(set) var passed = 0
  private(set) var failed = 0

  var status: ExitStatus { failed == 0 ? .yes : .no }

  /// Runs every check and reports each on a line: text for people, or one JSON object a line.
  init(_ checks: [SelfTestCheck], json: Bool, console: Console) {
    for check in checks {
      let failure = check.failure()
      if failure == nil { passed += 1 } else { failed += 1 }
      console.line(SelfTestRun.report(check.name, failure, json: json))
    }
    console.line(summary(json: json))
  }

  private static func report(_ name: String, _ failure: String?, json: Bool) -> String {
    guard json else {
      guard let failure else { return "ok    \(name)" }
      return "FAIL  \(name): \(failure)"
    }
    var line = JSONLine()
    line.add("name", name)
    line.add("ok", failure == nil)
    if let failure { line.add("failure", failure) }
    return line.text
  }

  private func summary(json: Bool) -> String {
    guard json else { return "\(passed) passed, \(failed) failed" }
    var line = JSONLine()
    line.add("passed", passed)
    line.add("failed", failed)
    return line.text
  }
}
