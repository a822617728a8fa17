// Big-endian bytes, as in stack, memory, RLP and hashes.

extension Word {
  /// Reads 32 bytes, most significant first.
  @unsafe @inlinable @inline(__always)
  public init(bigEndian source: UnsafeRawPointer) {
    // Safe: the caller vouches for 32 readable bytes; unaligned loads have no other demand.
    unsafe self.init(
      UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
      UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 0, as: UInt64.self)))
  }

  /// Writes 32 bytes, most significant first.
  @unsafe @inlinable @inline(__always)
  public func store(bigEndian target: UnsafeMutableRawPointer) {
    // Safe: the caller vouches for 32 writable bytes; integers may be stored at any alignment.
    unsafe target.storeBytes(of: limb3.bigEndian, toByteOffset: 0, as: UInt64.self)
    unsafe target.storeBytes(of: limb2.bigEndian, toByteOffset: 8, as: UInt64.self)
    unsafe target.storeBytes(of: limb1.bigEndian, toByteOffset: 16, as: UInt64.self)
    unsafe target.storeBytes(of: limb0.bigEndian, toByteOffset: 24, as: UInt64.self)
  }

  /// Appends 32 bytes, most significant first. Where much is packed: a byte at a time costs four
  /// times as much.
  @inlinable
  public func append(bigEndian bytes: inout [UInt8]) {
    bytes.append(addingCapacity: 32) { (span: inout OutputSpan<UInt8>) in
      unsafe span.withUnsafeMutableBufferPointer { buffer, filled in
        // Safe: 32 bytes were made room for behind those that are filled, so there is an address.
        unsafe store(bigEndian: UnsafeMutableRawPointer(buffer.baseAddress! + filled))
        filled += 32
      }
    }
  }

  /// The number of up to 32 bytes, most significant first; nil when there are more.
  @inlinable
  public init?(bigEndianBytes bytes: some Collection<UInt8>) {
    if bytes.count > 32 { return nil }
    self.init()
    for byte in bytes { self = appending(byte) }
  }

  /// This number shifted by one byte, with `byte` below.
  @inlinable @inline(__always)
  func appending(_ byte: UInt8) -> Word {
    Word(
      limb0 &<< 8 | UInt64(byte), limb1 &<< 8 | limb0 &>> 56,
      limb2 &<< 8 | limb1 &>> 56, limb3 &<< 8 | limb2 &>> 56)
  }

  /// All 32 bytes, most significant first.
  public var bytes: [UInt8] {
    // Safe: `store` fills all 32 bytes, and a buffer that holds some has an address.
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, filled in
      unsafe store(bigEndian: UnsafeMutableRawPointer(buffer.baseAddress!))
      filled = 32
    }
  }

  /// The bytes without leading zeros, most significant first: none for zero.
  public var minimalBytes: [UInt8] {
    let count = (bitWidthUsed &+ 7) / 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for index in (0..<count).reversed() { bytes.append(littleEndianByte(index)) }
    return bytes
  }

  /// The byte of weight 256^index, for an index from 0 to 31.
  @inlinable @inline(__always)
  func littleEndianByte(_ index: Int) -> UInt8 {
    let limb = index < 16 ? (index < 8 ? limb0 : limb1) : (index < 24 ? limb2 : limb3)
    return UInt8(truncatingIfNeeded: limb &>> UInt64(truncatingIfNeeded: (index & 7) &* 8))
  }
}
