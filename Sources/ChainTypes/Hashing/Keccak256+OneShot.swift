// The hash of a message that is there as a whole.

extension Keccak256 {
  public static func hash(_ bytes: [UInt8]) -> Hash {
    // Safe: the buffer lives through the call and is only read.
    unsafe bytes.withUnsafeBytes { unsafe hash($0) }
  }

  public static func hash(_ bytes: ArraySlice<UInt8>) -> Hash {
    // Safe: as above.
    unsafe bytes.withUnsafeBytes { unsafe hash($0) }
  }

  @unsafe
  public static func hash(_ bytes: UnsafeRawBufferPointer) -> Hash {
    var sponge = Keccak256()
    unsafe sponge.update(bytes)
    return sponge.finish()
  }

  /// The hash of the word's 32 bytes: the path of a storage slot in its trie.
  public static func hash(_ word: Word) -> Hash {
    var state = KeccakState()
    state.absorb(word, at: 0)
    return finish(&state, padding: 1, at: 4)
  }

  /// The hash of the words' 64 bytes: the storage slot of a mapping's value.
  public static func hash(_ first: Word, _ second: Word) -> Hash {
    var state = KeccakState()
    state.absorb(first, at: 0)
    state.absorb(second, at: 4)
    return finish(&state, padding: 1, at: 8)
  }

  /// The hash of the 20 bytes: the path of an account in the state trie.
  public static func hash(_ address: Address) -> Hash {
    // The bytes stand at the begin of a word, the four lanes of which are then its limbs.
    let word = Word(
      0, address.low << 32, address.middle << 32 | address.low >> 32,
      UInt64(address.high) << 32 | address.middle >> 32)
    var state = KeccakState()
    state.absorb(word, at: 0)
    return finish(&state, padding: 1 << 32, at: 2)
  }

  /// Pads a message that fills less than a block: one permutation, no loop over bytes.
  @inline(__always)
  private static func finish(_ state: inout KeccakState, padding: UInt64, at lane: Int) -> Hash {
    state.lanes[lane] ^= padding
    state.lanes[16] ^= 1 << 63
    state.permute()
    return state.hash
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

extension KeccakState {
  /// Adds a word's 32 bytes from a lane on.
  @inline(__always)
  fileprivate mutating func absorb(_ word: Word, at lane: Int) {
    lanes[lane] ^= word.limb3.byteSwapped
    lanes[lane + 1] ^= word.limb2.byteSwapped
    lanes[lane + 2] ^= word.limb1.byteSwapped
    lanes[lane + 3] ^= word.limb0.byteSwapped
  }
}
