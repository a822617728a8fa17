// The 32 bytes and their digits.

extension Hash {
  @inlinable
  public static var byteCount: Int { 32 }

  /// From exactly 32 bytes.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var word = Word.zero
    for byte in bytes {
      word = Word(
        word.limb0 << 8 | UInt64(byte), word.limb1 << 8 | word.limb0 >> 56,
        word.limb2 << 8 | word.limb1 >> 56, word.limb3 << 8 | word.limb2 >> 56)
    }
    self.init(word)
  }

  /// Reads 32 bytes.
  @unsafe @inlinable @inline(__always)
  public init(bigEndian source: UnsafeRawPointer) {
    // Safe: the caller vouches for 32 readable bytes; unaligned loads have no other demand.
    unsafe self.init(
      Word(
        UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 24, as: UInt64.self)),
        UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
        UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        UInt64(bigEndian: source.loadUnaligned(fromByteOffset: 0, as: UInt64.self))))
  }

  /// Writes 32 bytes.
  @unsafe @inlinable @inline(__always)
  public func store(bigEndian target: UnsafeMutableRawPointer) {
    // Safe: the caller vouches for 32 writable bytes; integers may be stored at any alignment.
    unsafe target.storeBytes(of: word.limb3.bigEndian, toByteOffset: 0, as: UInt64.self)
    unsafe target.storeBytes(of: word.limb2.bigEndian, toByteOffset: 8, as: UInt64.self)
    unsafe target.storeBytes(of: word.limb1.bigEndian, toByteOffset: 16, as: UInt64.self)
    unsafe target.storeBytes(of: word.limb0.bigEndian, toByteOffset: 24, as: UInt64.self)
  }

  /// The 32 bytes.
  @inlinable
  public var bytes: [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, filled in
      // Safe: the buffer holds 32 bytes, so it has an address.
      unsafe store(bigEndian: UnsafeMutableRawPointer(buffer.baseAddress!))
      filled = Self.byteCount
    }
  }

  /// From 64 digits of any case, with or without `0x`.
  public init?(hex: String) {
    guard let bytes = try? Hex.decode(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// `0x` and 64 lower-case digits.
  public var hex: String { Hex.encode(bytes) }
}

extension Hash: CustomStringConvertible {
  public var description: String { hex }
}
