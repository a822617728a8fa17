/// One known answer that the machine must reproduce.
struct SelfTestCheck: Sendable {
  /// What is checked, such as `word: a sum carries through all limbs`.
  let name: String
  /// Nil when the answer is right, else what was expected and what came instead.
  let failure: @Sendable () -> String?

  init(_ name: String, _ failure: @escaping @Sendable () -> String?) {
    self.name = name
    self.failure = failure
  }

  /// A check that two texts are equal.
  init(_ name: String, expect expected: String, _ actual: @escaping @Sendable () -> String) {
    self.init(name) {
      let got = actual()
      return got == expected ? nil : "expected \(expected), got \(got)"
    }
  }

  /// A check that something holds.
  init(_ name: String, holds: @escaping @Sendable () -> Bool) {
    self.init(name) { holds() ? nil : "does not hold" }
  }
}
