/// A verb's arguments after parsing.
public struct Invocation: Sendable {
  struct Given: Sendable {
    let name: String
    let value: String
  }

  public let program: String
  public let verb: Verb
  /// What is neither an option nor the value of one, in order.
  public internal(set) var operands: [String] = []
  var given: [Given] = []

  init(program: String, verb: Verb) {
    self.program = program
    self.verb = verb
  }

  /// Whether the caller asked for JSON.
  public var wantsJSON: Bool { has("json") }

  /// Whether the option stands on the command line.
  public func has(_ name: String) -> Bool {
    precondition(verb.option(name) != nil, "the verb does not declare this option")
    return given.contains { $0.name == name }
  }

  /// Every value given for an option, in order.
  public func values(_ name: String) -> [String] {
    precondition(verb.option(name)?.value != nil, "the verb declares no such option with a value")
    return given.filter { $0.name == name }.map { $0.value }
  }

  /// The last value given for an option: a later one overrides an earlier one.
  public func value(_ name: String) -> String? { values(name).last }

  /// A whole number within bounds, or what stands for it when the option is not given.
  public func integer(
    _ name: String, in bounds: ClosedRange<Int>, default fallback: Int
  ) throws(CommandError) -> Int {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text), bounds.contains(number) else {
      throw CommandError(
        .usage,
        "\"\(text)\" is not a whole number from \(bounds.lowerBound) to \(bounds.upperBound)",
        at: "--\(name)", next: advice)
    }
    return number
  }

  /// Where to read on, for errors of this verb.
  public var advice: String { "See: \(program) \(verb.name) --help" }
}
