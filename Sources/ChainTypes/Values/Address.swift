/// A 20-byte account address, held as a number so that comparing and hashing take three words.
@frozen
public struct Address: Hashable, Sendable {
  /// Bytes 12 to 19, the least significant.
  public var low: UInt64
  /// Bytes 4 to 11.
  public var middle: UInt64
  /// Bytes 0 to 3.
  public var high: UInt32

  @inlinable @inline(__always)
  public init(high: UInt32, middle: UInt64, low: UInt64) {
    self.low = low
    self.middle = middle
    self.high = high
  }

  /// The low 160 bits of a word, as the EVM reads an address from its stack.
  @inlinable @inline(__always)
  public init(_ word: Word) {
    self.init(high: UInt32(truncatingIfNeeded: word.limb2), middle: word.limb1, low: word.limb0)
  }

  @inlinable @inline(__always)
  public static var zero: Address { Address(high: 0, middle: 0, low: 0) }

  @inlinable @inline(__always)
  public var word: Word { Word(low, middle, UInt64(high), 0) }

  @inlinable @inline(__always)
  public var isZero: Bool { low | middle | UInt64(high) == 0 }
}

extension Address: Comparable {
  @inlinable
  public static func < (a: Address, b: Address) -> Bool { a.word < b.word }
}
