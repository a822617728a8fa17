/// Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with a rate of 136 bytes and Keccak's original
/// padding (a byte 0x01, not SHA-3's 0x06, and the last bit of the block).
public struct Keccak256: Sendable {
  /// Bytes of a block: what one permutation takes in.
  @inlinable
  public static var rate: Int { 136 }

  @usableFromInline
  var state = KeccakState()
  /// Bytes of the current block that are already in `state`, below `rate`.
  @usableFromInline
  var filled = 0

  @inlinable
  public init() {}
}

extension Keccak256 {
  /// Adds bytes to the message.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    for index in bytes.indices { unsafe absorb(bytes[index]) }
  }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The hash of the message. The value itself is unchanged, so that more may be added to a copy.
  public func finalize() -> Hash {
    var sponge = self
    sponge.state.lanes[filled / 8] ^= 1 << UInt64(filled % 8 * 8)
    sponge.state.lanes[16] ^= 1 << 63
    sponge.state.permute()
    return sponge.state.hash
  }

  mutating func absorb(_ byte: UInt8) {
    state.lanes[filled / 8] ^= UInt64(byte) << UInt64(filled % 8 * 8)
    filled += 1
    if filled == Self.rate {
      state.permute()
      filled = 0
    }
  }
}

extension KeccakState {
  /// The first 32 bytes.
  var hash: Hash {
    Hash(Word(lanes[3].byteSwapped, lanes[2].byteSwapped, lanes[1].byteSwapped, lanes[0].byteSwapped))
  }
}
