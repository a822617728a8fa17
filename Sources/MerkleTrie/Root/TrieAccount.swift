import ChainTypes

/// An account as the state trie holds it (yellow paper, section 4.1).
public struct TrieAccount: Hashable, Sendable {
  public var nonce: UInt64
  public var balance: Word
  public var storageRoot: Hash
  public var codeHash: Hash

  public init(
    nonce: UInt64 = 0, balance: Word = .zero, storageRoot: Hash = Keccak256.emptyTrieRoot,
    codeHash: Hash = Keccak256.emptyHash
  ) {
    self.nonce = nonce
    self.balance = balance
    self.storageRoot = storageRoot
    self.codeHash = codeHash
  }

  /// Decodes a leaf's value.
  public init(encoded bytes: [UInt8]) throws(RLPError) {
    var list = try RLPReader(list: bytes)
    nonce = try list.readUInt64()
    balance = try list.readWord()
    storageRoot = try list.readHash()
    codeHash = try list.readHash()
    try list.finish()
  }

  /// The value of the account's leaf.
  public var encoded: [UInt8] {
    var writer = RLPWriter(reserving: 112)
    writer.appendList { list in
      list.append(nonce)
      list.append(balance)
      list.append(storageRoot)
      list.append(codeHash)
    }
    return writer.bytes
  }

  /// Without nonce, balance and code: EIP-161 removes such accounts when they are touched.
  public var isEmpty: Bool { nonce == 0 && balance.isZero && codeHash == Keccak256.emptyHash }
}

extension TrieBatch {
  /// Appends a change of an account: nil removes it. With `noted` the address is kept beside the
  /// leaf.
  public mutating func append(address: Address, account: TrieAccount?, noted: Bool = false) {
    let value = account?.encoded ?? []
    let note = noted ? address.bytes : []
    append(hashed: Keccak256.hash(address), value: value.span, note: note.span)
  }
}
