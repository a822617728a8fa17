extension Invocation {
  /// Sorts the words behind the verb into options and operands. `--name=value` and `--name value`
  /// mean the same, `--` ends the options, and a lone `-` is an operand (by custom the standard
  /// input).
  static func parse(
    _ words: [String], program: String, verb: Verb
  ) throws(CommandError) -> Invocation {
    var invocation = Invocation(program: program, verb: verb)
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        invocation.operands += words[index...]
        break
      }
      if word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 {
        try invocation.takeOption(word, words, &index)
      } else {
        invocation.operands.append(word)
      }
    }
    try invocation.refuseUnwantedOperands()
    return invocation
  }

  private mutating func takeOption(
    _ word: String, _ words: [String], _ index: inout Int
  ) throws(CommandError) {
    let (name, attached) = Invocation.split(word)
    guard let option = verb.option(name), word.hasPrefix("--") else {
      throw unknownOption(name, word, position: index)
    }
    guard let placeholder = option.value else {
      if attached != nil {
        throw CommandError(
          .usage, "--\(name) takes no value", at: "argument \"\(word)\"", next: advice)
      }
      given.append(Given(name: name, value: ""))
      return
    }
    if let attached {
      given.append(Given(name: name, value: attached))
    } else if index < words.count {
      given.append(Given(name: name, value: words[index]))
      index += 1
    } else {
      throw CommandError(
        .usage, "--\(name) needs a value", at: "last argument",
        next: "Write: --\(name) \(placeholder). \(advice)")
    }
  }

  /// The name without dashes, and the text behind the first `=`.
  private static func split(_ word: String) -> (name: String, value: String?) {
    let bytes = Array(word.utf8)
    let start = bytes.firstIndex { $0 != UInt8(ascii: "-") } ?? bytes.count
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals >= start else {
      return (String(decoding: bytes[start...], as: UTF8.self), nil)
    }
    return (
      String(decoding: bytes[start..<equals], as: UTF8.self),
      String(decoding: bytes[(equals + 1)...], as: UTF8.self)
    )
  }

  private func unknownOption(_ name: String, _ word: String, position: Int) -> CommandError {
    let nearest = NearestWord.find(name, among: verb.options.map { $0.name })
    let hint = nearest.map { "Did you mean --\($0)? " } ?? ""
    return CommandError(
      .usage, "\(verb.name) has no option \"\(word)\"", at: "argument \(position + 1)",
      next: "\(hint)\(advice)")
  }

  private func refuseUnwantedOperands() throws(CommandError) {
    guard verb.operands == nil, let first = operands.first else { return }
    throw CommandError(
      .usage, "\(verb.name) takes options only, not \"\(first)\"", next: advice)
  }
}
