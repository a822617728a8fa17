import ChainTypes
import Signing

/// Expected values: an implementation of SEC 1 and RFC 6979 in Python, as in the module's tests.
extension SelfTest {
  static var signingChecks: [SelfTestCheck] {
    [
      SelfTestCheck("libsecp256k1: a key gives its account", expect: signer) {
        guard let key = knownKey() else { return "no key" }
        return key.address.hex
      },
      SelfTestCheck("libsecp256k1: a signature is the known one", expect: knownSignature) {
        guard let key = knownKey() else { return "no key" }
        let signature = key.sign(signedDigest)
        return "\(signature.r.hex64) \(signature.s.hex64) \(signature.recoveryID)"
      },
      SelfTestCheck("libsecp256k1: a signature recovers its account", expect: signer) {
        guard let key = knownKey() else { return "no key" }
        return key.sign(signedDigest).signer(of: signedDigest)?.hex ?? "nobody"
      },
    ]
  }

  private static var signer: String { "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23" }
  private static var knownSignature: String {
    "0x5f49d25ed23006f3cb7e0479667c19ddfc5ed80d4446727585833297b0f92092 "
      + "0x1513aa3d5cd191f4d45805783cbde54adf0a3f471f7d323a3afd61032d7a8454 1"
  }

  /// SHA-256 of "cairn".
  private static var signedDigest: Hash {
    Hash(
      Word(
        0x0408_5BC9_23A8_DB67, 0x41C3_98C2_3542_3A53, 0x4C72_9A45_9223_98FB,
        0x4A99_09A9_516D_02FD))
  }

  private static func knownKey() -> SigningKey? {
    let secret = Word(
      0xE468_D01A_3F36_2318, 0xFE51_2961_7082_792A, 0x6231_471B_5DBB_6204, 0x4C08_83A6_9102_937D)
    var bytes = secret.bytes
    return try? SigningKey(taking: &bytes)
  }
}
