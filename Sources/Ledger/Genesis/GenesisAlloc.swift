import BlockExecution
import ChainTypes
import EVM
import MerkleTrie

/// The accounts of a genesis document.
enum GenesisAlloc {
  static func read(
    _ reader: GenesisReader, refusesEmpty: Bool
  ) throws(GenesisError) -> [GenesisAccount] {
    var paths: [(address: Address, path: JSONPath)] = []
    var accounts: [GenesisAccount] = []
    for member in try reader.members() {
      guard let address = Address(hex: member.key) else {
        throw member.value.malformed("an account under an address of 40 hexadecimal digits")
      }
      let account = try read(address, member.value)
      let isEmpty = account.nonce == 0 && account.balance.isZero && account.code.isEmpty
      if refusesEmpty && isEmpty { throw .emptyAccount(member.value.field.path) }
      accounts.append(account)
      paths.append((address, member.value.field.path))
    }
    accounts.sort { $0.address < $1.address }
    paths.sort { $0.address < $1.address }
    for index in accounts.indices.dropFirst()
    where accounts[index].address == accounts[index - 1].address {
      throw .repeated(paths[index].path)
    }
    return accounts
  }

  private static func read(
    _ address: Address, _ reader: GenesisReader
  ) throws(GenesisError) -> GenesisAccount {
    // A key that go-ethereum writes for test networks, and never reads back.
    try reader.knows(["balance", "nonce", "code", "storage", "secretKey"])
    var account = GenesisAccount(address: address)
    account.balance = try reader.required("balance").word()
    account.nonce = try reader.optional("nonce")?.number() ?? 0
    account.code = try reader.optional("code")?.bytes() ?? []
    guard let storage = try reader.optional("storage") else { return account }
    for member in try storage.members() {
      guard let key = slot(member.key) else {
        throw member.value.malformed("a value under a slot of up to 64 hexadecimal digits")
      }
      guard case .string(let text) = member.value.field.value, let value = slot(text) else {
        throw member.value.malformed("up to 64 hexadecimal digits")
      }
      account.storage.append((key: key, value: value))
    }
    account.storage.sort { $0.key < $1.key }
    for index in account.storage.indices.dropFirst()
    where account.storage[index].key == account.storage[index - 1].key {
      throw .repeated(.member(storage.field.path, account.storage[index].key.hex))
    }
    account.storage.removeAll { $0.value.isZero }
    return account
  }

  /// Up to 32 bytes in hexadecimal digits, with or without 0x, and short of leading zeros.
  private static func slot(_ text: String) -> Word? {
    let digits = text.utf8.starts(with: "0x".utf8) ? text.utf8.dropFirst(2) : text.utf8[...]
    guard digits.count <= 64 else { return nil }
    if digits.isEmpty { return .zero }
    return Word(hex: String(decoding: Array(digits), as: UTF8.self))
  }

  static func stateRoot(_ accounts: [GenesisAccount]) -> Hash {
    var batch = TrieBatch()
    batch.reserve(accounts.count)
    for account in accounts {
      batch.append(
        address: account.address,
        account: TrieAccount(
          nonce: account.nonce, balance: account.balance,
          storageRoot: SortedTrie.storageRoot(account.storage),
          codeHash: account.code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(account.code)))
    }
    return SortedTrie.root(of: &batch)
  }
}
