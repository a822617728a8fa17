import BlockExecution
import ChainTypes

/// Tells which accounts differ, for the person who looks for the reason of a wrong root.
enum StateDifference {
  /// The first differences, each on a line of its own; empty when there are none.
  static func text(expected field: JSONField, found world: MemoryState) -> String {
    guard let accounts = try? FixtureAccount.load(field) else { return "" }
    return text(expected: accounts, found: world)
  }

  static func text(expected accounts: [FixtureAccount], found world: MemoryState) -> String {
    var lines: [String] = []
    var known: Set<Address> = []
    for account in accounts {
      known.insert(account.address)
      lines += differences(account, world.contents(of: account.address))
    }
    for address in world.addresses where !known.contains(address) {
      lines.append("\(address) should not be there")
    }
    if lines.count > Limits.differencesShown {
      let more = lines.count - Limits.differencesShown
      lines = Array(lines.prefix(Limits.differencesShown)) + ["and \(more) more"]
    }
    return lines.reduce("") { $0 + "\n    " + $1 }
  }

  private static func differences(
    _ expected: FixtureAccount, _ found: AccountContents?
  ) -> [String] {
    let name = expected.address.hex
    guard let found else { return ["\(name) is missing"] }
    var lines: [String] = []
    if found.nonce != expected.nonce {
      lines.append("\(name) nonce \(found.nonce), expected \(expected.nonce)")
    }
    if found.balance != expected.balance {
      lines.append("\(name) balance \(found.balance), expected \(expected.balance)")
    }
    if found.code != expected.code { lines.append("\(name) code differs") }
    var slots: [Word: Word] = [:]
    for slot in found.storage { slots[slot.key] = slot.value }
    for slot in expected.storage {
      let value = slots.removeValue(forKey: slot.key) ?? .zero
      if value != slot.value {
        lines.append("\(name) slot \(slot.key) is \(value), expected \(slot.value)")
      }
    }
    for (key, value) in slots { lines.append("\(name) slot \(key) is \(value), expected 0x0") }
    return lines
  }
}
