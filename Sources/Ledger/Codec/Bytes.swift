import ChainTypes

extension Span<UInt8> {
  var copied: [UInt8] {
    // Safe: the bytes are copied within the call.
    unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) }
  }
}

extension Span<UInt8> {
  /// Four bytes in the order of memory.
  func four(at offset: Int) -> UInt32 {
    // Safe: the bounds are checked, and whatever the bytes are, they are a number.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Eight bytes, the first of which counts least.
  func eight(at offset: Int) -> UInt64 {
    // Safe: the bounds are checked, and whatever the bytes are, they are a number.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

extension [UInt8] {
  package mutating func append(_ span: Span<UInt8>) {
    // Safe: the bytes are copied within the call.
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }

  mutating func append(bigEndian number: UInt64) { append(limb: number, bytes: 8) }

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
    let limbs = (
      word.limb3.bigEndian, word.limb2.bigEndian, word.limb1.bigEndian, word.limb0.bigEndian
    )
    // Safe: the bytes of a local value are copied within the call.
    unsafe Swift.withUnsafeBytes(of: limbs) { unsafe append(contentsOf: $0) }
  }

  /// The bytes without leading zeros behind their count.
  mutating func append(short word: Word) {
    append(UInt8(word.byteCount))
    append(minimal: word)
  }

  /// The bytes without leading zeros.
  mutating func append(minimal word: Word) {
    let count = word.byteCount
    if count > 24 { append(limb: word.limb3, bytes: count - 24) }
    if count > 16 { append(limb: word.limb2, bytes: Swift.min(8, count - 16)) }
    if count > 8 { append(limb: word.limb1, bytes: Swift.min(8, count - 8)) }
    if count > 0 { append(limb: word.limb0, bytes: Swift.min(8, count)) }
  }

  /// A string behind its length.
  mutating func append(string: [UInt8]) {
    append(count: string.count)
    append(contentsOf: string)
  }

  /// The last one to eight bytes of a number.
  private mutating func append(limb: UInt64, bytes: Int) {
    let ordered = (limb << UInt64(64 - 8 * bytes)).bigEndian
    // Safe: at most the eight bytes of a local number are copied, within the call.
    unsafe Swift.withUnsafeBytes(of: ordered) { number in
      unsafe append(contentsOf: UnsafeRawBufferPointer(rebasing: number[..<bytes]))
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
