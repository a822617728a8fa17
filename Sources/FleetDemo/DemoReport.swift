import ChainTypes

/// What the demo claims, each with whether it came true.
public struct DemoReport: Sendable {
  /// In the order in which they came.
  public private(set) var claims: [(name: String, holds: Bool)] = []
  public private(set) var facts: [(name: String, value: JSONValue)] = []

  mutating func claim(_ name: String, _ holds: Bool) { claims.append((name, holds)) }

  mutating func fact(_ name: String, _ value: JSONValue) { facts.append((name, value)) }

  /// True when all of it came true.
  public var holds: Bool { !claims.isEmpty && claims.allSatisfy { $0.holds } }

  public var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("holds", .bool(holds))]
    for claim in claims { members.append((claim.name, .bool(claim.holds))) }
    for fact in facts { members.append((fact.name, fact.value)) }
    return .object(members)
  }
}
