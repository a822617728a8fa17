// The 20 bytes, most significant first, as in RLP and in the preimage of a trie key.

extension Address {
  @inlinable
  public static var byteCount: Int { 20 }

  /// From exactly 20 bytes, most significant first.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var high: UInt32 = 0
    var middle: UInt64 = 0
    var low: UInt64 = 0
    for byte in bytes {
      high = high << 8 | UInt32(truncatingIfNeeded: middle >> 56)
      middle = middle << 8 | low >> 56
      low = low << 8 | UInt64(byte)
    }
    self.init(high: high, middle: middle, low: low)
  }

  /// Reads 20 bytes, most significant first.
  @unsafe @inlinable @inline(__always)
  public init(bigEndian source: UnsafeRawPointer) {
    // Safe: the caller vouches for 20 readable bytes; unaligned loads have no other demand.
    unsafe self.init(
      high: UInt32(bigEndian: source.loadUnaligned(as: UInt32.self)),
      middle: UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 4, as: UInt64.self)),
      low: UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 12, as: UInt64.self)))
  }

  /// Writes 20 bytes, most significant first.
  @unsafe @inlinable @inline(__always)
  public func store(bigEndian target: UnsafeMutableRawPointer) {
    // Safe: the caller vouches for 20 writable bytes; integers may be stored at any alignment.
    unsafe target.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt32.self)
    unsafe target.storeBytes(of: middle.bigEndian, toByteOffset: 4, as: UInt64.self)
    unsafe target.storeBytes(of: low.bigEndian, toByteOffset: 12, as: UInt64.self)
  }

  /// Appends the 20 bytes, most significant first.
  @inlinable
  public func append(to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: Self.byteCount) { (span: inout OutputSpan<UInt8>) in
      unsafe span.withUnsafeMutableBufferPointer { buffer, filled in
        // Safe: 20 bytes were made room for behind those that are filled, so there is an address.
        unsafe store(bigEndian: UnsafeMutableRawPointer(buffer.baseAddress! + filled))
        filled += Self.byteCount
      }
    }
  }

  /// The 20 bytes, most significant first.
  @inlinable
  public var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, filled in
      // Safe: the buffer holds 20 bytes, so it has an address.
      unsafe store(bigEndian: UnsafeMutableRawPointer(buffer.baseAddress!))
      filled = Self.byteCount
    }
  }
}
