import ChainTypes
import Signing
import Statements

/// A key in memory signs statements.
extension SigningKey: StatementSigner {
  public func sign(digest: Hash) throws(Never) -> StatementSignature {
    let signature = sign(digest)
    do throws(SignatureError) {
      return try StatementSignature(
        r: signature.r, s: signature.s, yIsOdd: signature.recoveryID & 1 == 1)
    } catch {
      preconditionFailure("libsecp256k1 signs with low s and r below the order")
    }
  }
}

/// Finds out with libsecp256k1 who signed a statement.
public struct LibraryRecovery: SignatureRecovery, Sendable {
  public init() {}

  public func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    Secp256k1.recover(
      digest: digest, r: signature.r, s: signature.s, recoveryID: signature.yIsOdd ? 1 : 0)
  }
}
