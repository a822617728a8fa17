/// The bounds of this module.
public enum Limits {
  /// Bytes of a file with a raw key: 64 digits behind `0x`, and a newline as editors of any system
  /// write it.
  static let keyFile = 68
  /// Bytes of a keystore's text; geth writes 491.
  public static let keystore = 16_384
  /// Bytes of a password.
  public static let password = 1_024
  /// Bytes of a salt that is read; 32 are usual.
  static let salt = 256
  /// Bytes that deriving a keystore's key may take: a bit more than geth's standard parameters do.
  public static let keystoreMemory: UInt64 = 280_000_000
  /// Blocks that scrypt may mix (n·r·p): twice geth's standard parameters.
  public static let keystoreBlocks: UInt64 = 1 << 22
  /// Rounds that PBKDF2 may make: ten times what `eth_account` writes.
  public static let keystoreRounds: Int64 = 10_000_000
}
