import ChainTypes

/// Remembers the hashes of pairs of words: that is how contracts find the slots of mappings, and a
/// board finds the same ones for ever. A hit costs a comparison of 64 bytes instead of a
/// permutation, which is most of what a token transfer costs. Direct-mapped and compared whole: who
/// makes places collide gains nothing but his own misses.
@safe
struct PairHashes {
  private struct Entry {
    var first: Word
    var second: Word
    var hash: Word
  }

  // Safe: owned by the machine, which frees it; the index is masked.
  private let entries: UnsafeMutablePointer<Entry>

  init() {
    unsafe entries = .allocate(capacity: EVMLimits.pairHashes)
    let zeros = Keccak256.hash(Word.zero, Word.zero).word
    unsafe entries.initialize(
      repeating: Entry(first: .zero, second: .zero, hash: zeros), count: EVMLimits.pairHashes)
  }

  func free() { unsafe entries.deallocate() }

  /// The hash of 64 bytes.
  func hash(_ bytes: UnsafeRawBufferPointer) -> Word {
    // Safe: the caller has 64 bytes.
    let start = unsafe bytes.baseAddress.unsafelyUnwrapped
    let first = unsafe Word(bigEndian: start)
    let second = unsafe Word(bigEndian: start + 32)
    let mixed =
      (first.limb0 ^ first.limb2 &* 3) &* 0x9e37_79b9_7f4a_7c15
      ^ (second.limb0 ^ second.limb3) &* 0xc2b2_ae3d_27d4_eb4f
    let entry = unsafe entries + (Int(truncatingIfNeeded: mixed >> 40) & (EVMLimits.pairHashes - 1))
    if unsafe entry.pointee.first == first && entry.pointee.second == second {
      return unsafe entry.pointee.hash
    }
    let hash = Keccak256.hash(first, second).word
    unsafe entry.pointee = Entry(first: first, second: second, hash: hash)
    return hash
  }
}
