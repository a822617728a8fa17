import ChainTypes

extension ProofReport {
  /// For people: the steps, what they come to, and what no proof can tell.
  public var lines: [String] {
    var lines = steps.map { step in
      let mark =
        switch step.outcome {
        case .holds: "ok    "
        case .absent: "--    "
        case .fails: "WRONG "
        }
      return "\(mark)\(step.part.rawValue): \(step.text)"
    }
    lines.append("")
    if let reading { lines.append(reading) }
    lines.append(conclusion)
    if case .broken = verdict { return lines }
    lines.append("What this does not prove:")
    for limit in Self.limits { lines.append("  \(limit)") }
    return lines
  }

  /// The verdict in a sentence.
  public var conclusion: String {
    switch verdict {
    case .broken(let part): "The proof does not hold: see \(part.rawValue)."
    case .consistent: "Consistent, not trusted: \(missing)."
    case .trusted: "The proof holds: signed and sealed by a board of the fleet, \(strength)."
    }
  }

  private var missing: String {
    isMember
      ? "nobody said which fleet's key to trust"
      : "nothing shows that the board belongs to a fleet that you trust"
  }

  private var strength: String {
    let final = isFinal ? "final by its witnesses" : "not final by witnesses"
    let stored = isStored || isLogged ? "stored by an aggregator" : "stored by no aggregator yet"
    return final + ", " + stored + (isLogged ? " and in its log" : "")
  }

  public var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("verdict", .string(word)), ("member", .bool(isMember)), ("final", .bool(isFinal)),
      ("stored", .bool(isStored)), ("logged", .bool(isLogged)),
    ]
    if case .broken(let part) = verdict { members.append(("part", .string(part.rawValue))) }
    if let reading { members.append(("reading", .string(reading))) }
    members.append(("conclusion", .string(conclusion)))
    members.append(
      (
        "steps",
        .array(
          steps.map { step in
            .object([
              ("part", .string(step.part.rawValue)), ("outcome", .string(step.outcome.word)),
              ("text", .string(step.text)),
            ])
          })
      ))
    members.append(("doesNotProve", .array(Self.limits.map { .string($0) })))
    return .object(members)
  }

  private var word: String {
    switch verdict {
    case .broken: "broken"
    case .consistent: "consistent"
    case .trusted: "trusted"
    }
  }
}

extension ProofStep.Outcome {
  fileprivate var word: String {
    switch self {
    case .holds: "holds"
    case .absent: "absent"
    case .fails: "fails"
    }
  }
}
