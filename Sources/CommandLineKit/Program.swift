/// A program made of verbs.
public struct Program: Sendable {
  public let name: String
  /// One line that says what the program is.
  public let summary: String
  public let verbs: [Verb]

  public init(name: String, summary: String, verbs: [Verb]) {
    self.name = name
    self.summary = summary
    self.verbs = verbs
  }
}
