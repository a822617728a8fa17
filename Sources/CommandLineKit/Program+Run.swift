extension Program {
  /// Runs the verb that the arguments name (the first argument is the program's own path) and
  /// returns the exit status. Answers go to the console's output, every failure to its error
  /// stream.
  public func run(_ arguments: [String], console: Console) -> ExitStatus {
    do throws(CommandError) {
      return try dispatch(Array(arguments.dropFirst()), console)
    } catch {
      console.error("\(name): \(error.text)\n")
      return error.status
    }
  }

  private func dispatch(_ words: [String], _ console: Console) throws(CommandError) -> ExitStatus {
    guard let first = words.first else {
      console.error(help)
      return .usage
    }
    if first == "--help" || first == "-h" || first == "help" {
      return try explain(words.dropFirst().first, console)
    }
    let asksForVersion = first == "--version" || first == "-v"
    let verb = try verb(named: asksForVersion ? "version" : first)
    let rest = Array(words.dropFirst())
    if asksForHelp(rest) {
      console.output(help(of: verb))
      return .yes
    }
    return try verb.body(Invocation.parse(rest, program: name, verb: verb), console)
  }

  private func explain(
    _ verbName: String?, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let verbName else {
      console.output(help)
      return .yes
    }
    console.output(help(of: try verb(named: verbName)))
    return .yes
  }

  /// Help answers whatever else stands on the line: who asks for it may not know the rest yet.
  private func asksForHelp(_ words: [String]) -> Bool {
    for word in words {
      if word == "--" { return false }
      if word == "--help" || word == "-h" { return true }
    }
    return false
  }

  private func verb(named wanted: String) throws(CommandError) -> Verb {
    if let verb = verbs.first(where: { $0.name == wanted }) { return verb }
    let nearest = NearestWord.find(wanted, among: verbs.map { $0.name })
    let hint = nearest.map { "Did you mean \"\($0)\"? " } ?? ""
    throw CommandError(
      .usage, "no verb \"\(wanted)\"", at: "argument 1", next: "\(hint)See: \(name) --help")
  }
}
