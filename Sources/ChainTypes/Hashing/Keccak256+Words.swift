// Numbers added to a message without an array around them: struct hashes and Merkle nodes are made
// of words, thousands a second, and allocate nothing.

extension Keccak256 {
  /// Adds one byte to the message.
  public mutating func update(_ byte: UInt8) {
    state.absorb(byte, at: filled)
    filled += 1
    closeBlockIfFull()
  }

  /// Adds the word's 32 bytes to the message, most significant first.
  public mutating func update(_ word: Word) {
    update(word.limb3)
    update(word.limb2)
    update(word.limb1)
    update(word.limb0)
  }

  /// Adds the number's 8 bytes to the message, most significant first.
  public mutating func update(_ number: UInt64) {
    guard filled % 8 == 0 else {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        update(UInt8(truncatingIfNeeded: number >> shift))
      }
      return
    }
    state.lanes[filled / 8] ^= number.byteSwapped
    filled += 8
    closeBlockIfFull()
  }

  private mutating func closeBlockIfFull() {
    guard filled == Self.rate else { return }
    state.permute()
    filled = 0
  }
}
