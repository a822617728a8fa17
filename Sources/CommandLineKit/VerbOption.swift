/// One option of a verb: a switch, or a name with a value.
public struct VerbOption: Sendable {
  /// The name without the leading dashes.
  public let name: String
  /// What stands for the value in the help text; nil for a switch.
  public let value: String?
  public let help: String

  public init(_ name: String, value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }

  /// The options that every verb takes.
  static let common = [
    VerbOption("json", "print JSON for programs instead of text for people"),
    VerbOption("help", "explain this verb"),
  ]

  var synopsis: String {
    guard let value else { return "--\(name)" }
    return "--\(name) \(value)"
  }
}
