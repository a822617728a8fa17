// The 32 bytes and their digits.

extension Hash {
  @inlinable
  public static var byteCount: Int { 32 }

  /// From exactly 32 bytes.
  @inlinable
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount, let word = Word(bigEndianBytes: bytes) else { return nil }
    self.init(word)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { word.bytes }

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
