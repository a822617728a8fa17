import ChainTypes

/// The primitives that C libraries do for precompiles and for transactions. The core has no C in
/// it: whoever composes a program hands these in (from `Signing` and `SystemCrypto`).
public struct CryptoBackend: Sendable {
  public typealias Recover =
    @Sendable (_ digest: Hash, _ r: Word, _ s: Word, _ recoveryID: UInt8) -> Address?
  public typealias ModularPower =
    @Sendable (_ base: [UInt8], _ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8]
  public typealias VerifyP256 =
    @Sendable (_ digest: Hash, _ r: Word, _ s: Word, _ x: Word, _ y: Word) -> Bool

  /// The address whose secp256k1 key made the signature; nil when there is none. High s is
  /// accepted.
  public var recover: Recover
  public var sha256: @Sendable ([UInt8]) -> Hash
  public var ripemd160: @Sendable ([UInt8]) -> [UInt8]
  /// base^exponent mod modulus, as long as the modulus; zeros for modulus 0 and 1.
  public var modularPower: ModularPower
  public var verifyP256: VerifyP256

  public init(
    recover: @escaping Recover,
    sha256: @escaping @Sendable ([UInt8]) -> Hash,
    ripemd160: @escaping @Sendable ([UInt8]) -> [UInt8],
    modularPower: @escaping ModularPower,
    verifyP256: @escaping VerifyP256
  ) {
    self.recover = recover
    self.sha256 = sha256
    self.ripemd160 = ripemd160
    self.modularPower = modularPower
    self.verifyP256 = verifyP256
  }
}
