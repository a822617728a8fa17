// The hash of a message that is there as a whole.

extension Keccak256 {
  public static func hash(_ bytes: [UInt8]) -> Hash {
    unsafe bytes.withUnsafeBytes { unsafe hash($0) }
  }

  public static func hash(_ bytes: ArraySlice<UInt8>) -> Hash {
    unsafe bytes.withUnsafeBytes { unsafe hash($0) }
  }

  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash {
    var sponge = Keccak256()
    unsafe sponge.update(bytes)
    return sponge.finalize()
  }

  /// The hash of the word's 32 bytes: the path of a storage slot in its trie.
  public static func hash(_ word: Word) -> Hash {
    hash(Hash(word).bytes)
  }

  /// The hash of the words' 64 bytes: the storage slot of a mapping's value.
  public static func hash(_ first: Word, _ second: Word) -> Hash {
    hash(Hash(first).bytes + Hash(second).bytes)
  }

  /// The hash of the 20 bytes: the path of an account in the state trie.
  public static func hash(_ address: Address) -> Hash {
    hash(address.bytes)
  }

  /// The hash of no bytes: the code hash of an account without code.
  public static var emptyHash: Hash {
    Hash(
      Word(
        0x7bfa_d804_5d85_a470, 0xe500_b653_ca82_273b,
        0x927e_7db2_dcc7_03c0, 0xc5d2_4601_86f7_233c))
  }

  /// The hash of the RLP of an empty string: the root of a trie without leaves.
  public static var emptyTrieRoot: Hash {
    Hash(
      Word(
        0x0162_2fb5_e363_b421, 0x5b48_e01b_996c_adc0,
        0xff83_45e6_92c0_f86e, 0x56e8_1f17_1bcc_55a6))
  }
}
