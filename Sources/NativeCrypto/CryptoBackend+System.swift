import EVM
import Signing
import SystemCrypto

extension CryptoBackend {
  /// The primitives of this machine's libraries: what every program hands to its machines.
  public static let system = CryptoBackend(
    recover: { digest, r, s, recoveryID in
      Secp256k1.recover(digest: digest, r: r, s: s, recoveryID: recoveryID)
    },
    sha256: { SystemHash.sha256($0) },
    ripemd160: { SystemHash.ripemd160($0) },
    modularPower: { base, exponent, modulus in
      ModularArithmetic.power(base: base, exponent: exponent, modulus: modulus)
    },
    verifyP256: { digest, r, s, x, y in P256.verify(digest: digest, r: r, s: s, x: x, y: y) })
}
