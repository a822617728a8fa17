/// What came of the tests of one file, or of all.
struct Tally: Sendable {
  var passed = 0
  var failures: [Failure] = []
  /// Why tests were skipped, and how many for each reason.
  var skips: [String: Int] = [:]

  var failed: Int { failures.count }
  var skipped: Int { skips.values.reduce(0, +) }
}

/// A test that did not give what it should.
struct Failure: Sendable {
  var file: String
  var test: String
  /// The fork, and the indexes or the block, as far as the suite has them.
  var place: String
  /// What differed.
  var what: String
}

extension Tally {
  mutating func skip(_ reason: String, _ count: Int = 1) { skips[reason, default: 0] += count }

  mutating func fail(_ file: String, _ test: String, _ place: String, _ what: String) {
    failures.append(Failure(file: file, test: test, place: place, what: what))
  }

  mutating func add(_ other: Tally) {
    passed += other.passed
    failures += other.failures
    for (reason, count) in other.skips { skip(reason, count) }
  }

  /// The line that every suite ends with.
  var closingLine: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
}
