import ChainTypes
import MerkleTrie

/// An account in its table: flags, nonce, balance, and the two hashes where they are not those of
/// nothing.
enum AccountRow {
  private static let hasCode: UInt8 = 1
  private static let hasStorage: UInt8 = 2

  static func encode(_ account: TrieAccount) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(80)
    append(account, to: &bytes)
    return bytes
  }

  static func append(_ account: TrieAccount, to bytes: inout [UInt8]) {
    let codes = account.codeHash != Keccak256.emptyHash
    let slots = account.storageRoot != Keccak256.emptyTrieRoot
    bytes.append((codes ? hasCode : 0) | (slots ? hasStorage : 0))
    bytes.append(count: account.nonce)
    bytes.append(short: account.balance)
    if codes { bytes.append(account.codeHash) }
    if slots { bytes.append(account.storageRoot) }
  }

  static func decode(_ bytes: [UInt8]) throws(RecordFault) -> TrieAccount {
    var reader = ByteReader(bytes)
    let account = try decode(&reader)
    try reader.finish()
    return account
  }

  static func decode(_ reader: inout ByteReader) throws(RecordFault) -> TrieAccount {
    let start = reader.position
    let flags = try reader.byte()
    guard flags < 4 else { throw .value(offset: start) }
    var account = TrieAccount(nonce: try reader.number(), balance: try reader.short())
    if flags & hasCode != 0 { account.codeHash = try reader.hash() }
    if flags & hasStorage != 0 { account.storageRoot = try reader.hash() }
    return account
  }
}
