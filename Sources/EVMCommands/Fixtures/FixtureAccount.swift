import ChainTypes

/// An account as fixtures, genesis files and t8n's `alloc` write it.
struct FixtureAccount {
  var address: Address
  var nonce: UInt64 = 0
  var balance: Word = .zero
  var code: [UInt8] = []
  var storage: [(key: Word, value: Word)] = []
}

extension FixtureAccount {
  /// An object from addresses to accounts, each member of an account optional.
  static func load(_ field: JSONField) throws(JSONError) -> [FixtureAccount] {
    var accounts: [FixtureAccount] = []
    for (key, field) in try field.members() {
      guard let address = Address(hex: key) else {
        throw .malformed(field.path, expected: "an address of 40 hexadecimal digits")
      }
      var account = FixtureAccount(address: address)
      account.nonce = try field.optionalMember("nonce")?.quantity64() ?? 0
      account.balance = try field.optionalMember("balance")?.quantity() ?? .zero
      account.code = try field.optionalMember("code")?.blob() ?? []
      if let storage = try field.optionalMember("storage") {
        account.storage = try FixtureAccount.loadStorage(storage)
      }
      accounts.append(account)
    }
    return accounts
  }

  private static func loadStorage(
    _ field: JSONField
  ) throws(JSONError) -> [(key: Word, value: Word)] {
    var slots: [(key: Word, value: Word)] = []
    for (key, field) in try field.members() {
      guard let slot = Word(hex: key) else {
        throw .malformed(field.path, expected: "a slot of at most 256 bits")
      }
      slots.append((slot, try field.quantity()))
    }
    return slots
  }
}
