import ChainTypes
import Signing
import Statements

/// libsecp256k1 behind the protocols.
struct Recovery: SignatureRecovery {
  func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    Secp256k1.recover(
      digest: digest, r: signature.r, s: signature.s, recoveryID: signature.yIsOdd ? 1 : 0)
  }
}

struct Signer: ~Copyable, StatementSigner {
  let key: SigningKey

  init(_ secret: UInt8) throws {
    var bytes = [UInt8](repeating: secret, count: 32)
    key = try SigningKey(taking: &bytes)
  }

  var address: Address { key.address }

  func sign(digest: Hash) throws(SignatureError) -> StatementSignature {
    let signature = key.sign(digest)
    return try StatementSignature(
      r: signature.r, s: signature.s, yIsOdd: signature.recoveryID == 1)
  }
}
