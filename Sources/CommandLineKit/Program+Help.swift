extension Program {
  /// The list of verbs.
  var help: String {
    var text = "\(name): \(summary)\n\nUsage: \(name) VERB [OPTION…]\n\nVerbs:\n"
    for verb in verbs where !verb.isHidden { text += Program.row(verb.name, verb.summary) }
    text += "\nEach verb explains itself: \(name) VERB --help\n"
    text += "Exit status: 0 yes, 1 no, 2 wrong use, 3 a file, broker or device failed\n"
    return text
  }

  func help(of verb: Verb) -> String {
    let operands = verb.operands.map { " \($0)" } ?? ""
    var text = "\(name) \(verb.name): \(verb.summary)\n\n"
    text += "Usage: \(name) \(verb.name) [OPTION…]\(operands)\n\nOptions:\n"
    for option in verb.options { text += Program.row(option.synopsis, option.help) }
    let example = verb.example.isEmpty ? "" : " \(verb.example)"
    text += "\nExample:\n  \(name) \(verb.name)\(example)\n"
    return text
  }

  private static func row(_ name: String, _ text: String) -> String {
    let padding = max(1, Limits.helpColumn - name.count)
    return "  \(name)\(String(repeating: " ", count: padding))\(text)\n"
  }
}
