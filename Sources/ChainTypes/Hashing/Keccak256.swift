/// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with a rate of 136 bytes and Keccak's
/// original padding (a bit behind the message, not SHA-3's three, and the last bit of the block).
public struct Keccak256: Sendable {
  /// Bytes of a block: what one permutation takes in.
  @inlinable
  public static var rate: Int { 136 }
  /// How often hashing so many bytes permutes: padding takes one byte at least.
  public static func permutations(_ byteCount: Int) -> Int { byteCount / rate + 1 }

  var state = KeccakState()
  /// Bytes of the current block that are in `state` already, below `rate`.
  var filled = 0

  public init() {}
}

extension Keccak256 {
  /// Adds bytes to the message.
  public mutating func update(_ bytes: [UInt8]) {
    // Safe: the buffer lives through the call and is only read.
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    // Safe: as above.
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds bytes to the message.
  @unsafe
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard var source = bytes.baseAddress else { return }
    var left = bytes.count
    while left > 0 {
      let taken = min(left, Self.rate - filled)
      // Safe: `taken` bytes are left at `source`.
      unsafe absorb(source, taken)
      if filled == Self.rate {
        state.permute()
        filled = 0
      }
      left -= taken
      unsafe source += taken
    }
  }

  /// The hash of the message so far. More may be added afterwards.
  public func finalize() -> Hash {
    var copy = self
    return copy.finish()
  }

  mutating func finish() -> Hash {
    state.absorb(1, at: filled)
    state.lanes[16] ^= 1 << 63
    state.permute()
    return state.hash
  }

  /// Takes bytes into the current block, which has room for them.
  @unsafe
  private mutating func absorb(_ source: UnsafeRawPointer, _ count: Int) {
    if filled == 0 && count == Self.rate {
      // Safe: the caller vouches for `count` readable bytes, here and below.
      unsafe state.absorbBlock(source)
    } else {
      unsafe absorbPart(source, count)
    }
    filled += count
  }

  /// Bytes up to the next lane, whole lanes, and the bytes that are left.
  @unsafe
  @export(interface)
  private mutating func absorbPart(_ source: UnsafeRawPointer, _ count: Int) {
    var index = 0
    while index < count && (filled + index) % 8 != 0 {
      unsafe state.absorb(source.load(fromByteOffset: index, as: UInt8.self), at: filled + index)
      index += 1
    }
    while index + 8 <= count {
      let lane = unsafe source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      state.lanes[(filled + index) / 8] ^= UInt64(littleEndian: lane)
      index += 8
    }
    while index < count {
      unsafe state.absorb(source.load(fromByteOffset: index, as: UInt8.self), at: filled + index)
      index += 1
    }
  }
}

extension KeccakState {
  /// Adds a byte at an offset into the block.
  @inline(__always)
  mutating func absorb(_ byte: UInt8, at offset: Int) {
    lanes[offset / 8] ^= UInt64(byte) << UInt64(offset % 8 * 8)
  }

  /// Adds a whole block of 136 bytes.
  @unsafe @inline(__always)
  mutating func absorbBlock(_ source: UnsafeRawPointer) {
    for index in 0..<17 {
      // Safe: the caller vouches for 136 readable bytes; unaligned loads have no other demand.
      let lane = unsafe source.loadUnaligned(fromByteOffset: 8 &* index, as: UInt64.self)
      lanes[index] ^= UInt64(littleEndian: lane)
    }
  }

  /// The first 32 bytes. Of them lanes 1 and 2 are complemented.
  @inline(__always)
  var hash: Hash {
    Hash(
      Word(
        lanes[3].byteSwapped, (~lanes[2]).byteSwapped, (~lanes[1]).byteSwapped,
        lanes[0].byteSwapped))
  }
}
