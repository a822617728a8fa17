/// One verb of a program: what it is called, what it takes, and what it does.
public struct Verb: Sendable {
  public typealias Body =
    @Sendable (Invocation, Console) throws(CommandError) -> ExitStatus

  public let name: String
  /// One line for the list of verbs.
  public let summary: String
  /// The operands in the help text, such as `PATH…`; nil when the verb takes none.
  public let operands: String?
  /// Everything the verb takes, `--json` and `--help` included.
  public let options: [VerbOption]
  /// Arguments of a call that works, without the names of program and verb.
  public let example: String
  public let body: Body

  public init(
    _ name: String, _ summary: String, operands: String? = nil, options: [VerbOption] = [],
    example: String, body: @escaping Body
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.options = options + VerbOption.common
    self.example = example
    self.body = body
  }

  func option(_ name: String) -> VerbOption? { options.first { $0.name == name } }
}
