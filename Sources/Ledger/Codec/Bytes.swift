import ChainTypes

extension Span<UInt8> {
  var copied: [UInt8] {
    // Safe: the bytes are copied within the call.
    unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}

extension [UInt8] {
  mutating func append(_ span: Span<UInt8>) {
    // Safe: the bytes are copied within the call.
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  mutating func append(bigEndian number: UInt64) {
    for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Little-endian groups of seven bits, the shortest form.
  mutating func append(count number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  mutating func append(count number: Int) { append(count: UInt64(number)) }

  mutating func append(_ address: Address) {
    append(limb: UInt64(address.high), bytes: 4)
    append(limb: address.middle, bytes: 8)
    append(limb: address.low, bytes: 8)
  }

  mutating func append(_ hash: Hash) { append(whole: hash.word) }

  /// All 32 bytes.
  mutating func append(whole word: Word) {
    append(limb: word.limb3, bytes: 8)
    append(limb: word.limb2, bytes: 8)
    append(limb: word.limb1, bytes: 8)
    append(limb: word.limb0, bytes: 8)
  }

  /// The bytes without leading zeros behind their count.
  mutating func append(short word: Word) {
    append(UInt8(word.byteCount))
    append(minimal: word)
  }

  /// The bytes without leading zeros.
  mutating func append(minimal word: Word) {
    let count = word.byteCount
    for (limb, first) in [(word.limb3, 24), (word.limb2, 16), (word.limb1, 8), (word.limb0, 0)]
    where count > first {
      append(limb: limb, bytes: Swift.min(8, count - first))
    }
  }

  /// A string behind its length.
  mutating func append(string: [UInt8]) {
    append(count: string.count)
    append(contentsOf: string)
  }

  private mutating func append(limb: UInt64, bytes: Int) {
    for index in (0..<bytes).reversed() {
      append(UInt8(truncatingIfNeeded: limb >> UInt64(8 * index)))
    }
  }
}

extension Word {
  var byteCount: Int { (256 - leadingZeroBitCount + 7) >> 3 }

  /// The number of at most 32 big-endian bytes.
  init(minimal bytes: Span<UInt8>) {
    var limbs = InlineArray<4, UInt64>(repeating: 0)
    let count = bytes.count
    for index in 0..<count {
      let place = count - 1 - index
      limbs[place >> 3] |= UInt64(bytes[index]) << UInt64(8 * (place & 7))
    }
    self.init(limbs[0], limbs[1], limbs[2], limbs[3])
  }
}

/// Keys of the tables.
enum LedgerKey {
  static func number(_ number: UInt64) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(8)
    key.append(bigEndian: number)
    return key
  }

  static func number(in key: Span<UInt8>) -> UInt64? {
    guard key.count >= 8 else { return nil }
    var number: UInt64 = 0
    for index in 0..<8 { number = number << 8 | UInt64(key[index]) }
    return number
  }

  static func slot(_ address: Address, _ slot: Word) -> [UInt8] {
    var key = address.bytes
    key.reserveCapacity(52)
    key.append(whole: slot)
    return key
  }
}
