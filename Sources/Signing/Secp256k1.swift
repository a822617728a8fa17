import ChainTypes

/// Recoverable ECDSA over secp256k1, as Ethereum uses it.
public enum Secp256k1 {
  /// The order of the group: secrets, r and s lie between 1 and this minus one (SEC 2, 2.4.1).
  public static var order: Word {
    Word(
      0xBFD2_5E8C_D036_4141, 0xBAAE_DCE6_AF48_A03B, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF)
  }

  /// The address whose key signed `digest`, or nil when no key can have made this signature.
  /// High s is accepted, as the precompile at address 1 does; who must refuse it looks at
  /// `RecoverableSignature.isLowS`.
  public static func recover(digest: Hash, r: Word, s: Word, recoveryID: UInt8) -> Address? {
    recoverPublicKey(digest: digest, r: r, s: s, recoveryID: recoveryID)?.address
  }

  /// The public key that signed `digest`, or nil when no key can have made this signature.
  public static func recoverPublicKey(
    digest: Hash, r: Word, s: Word, recoveryID: UInt8
  ) -> PublicKey? {
    guard recoveryID < 4 else { return nil }
    return CurveLibrary.recover(digest: digest.word, r: r, s: s, recoveryID: recoveryID)
  }
}
