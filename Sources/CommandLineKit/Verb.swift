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
  /// Left out of the list of verbs: parts of a program that it starts itself.
  public let isHidden: Bool
  public let body: Body

  public init(
    _ name: String, _ summary: String, operands: String? = nil, options: [VerbOption] = [],
    example: String, isHidden: Bool = false, body: @escaping Body
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.options = options + VerbOption.common
    self.example = example
    self.isHidden = isHidden
    self.body = body
  }

  func option(_ name: String) -> VerbOption? { options.first { $0.name == name } }
}
