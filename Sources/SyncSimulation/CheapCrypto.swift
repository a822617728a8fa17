import ChainTypes
import Statements
import SyncProtocol

/// Signatures that cost a few multiplications: s is the signer, r a mixture of signer and digest.
/// Nobody in the simulation makes one but by `sign`, so they stand for real ones.
struct CheapCrypto: SyncCrypto {
  let address: Address

  init(node: Int) {
    let high = UInt32(truncatingIfNeeded: mixed(UInt64(node) &+ 77) >> 32)
    address = Address(high: high, middle: mixed(UInt64(node)), low: UInt64(node) + 1)
  }

  func sign(_ digest: Hash) -> StatementSignature? {
    try? StatementSignature(r: Self.mark(digest, address), s: address.word, yIsOdd: false)
  }

  func signer(of digest: Hash, _ signature: StatementSignature) -> Address? {
    let claimed = Address(signature.s)
    guard signature.r == Self.mark(digest, claimed), claimed.word == signature.s else { return nil }
    return claimed
  }

  private static func mark(_ digest: Hash, _ address: Address) -> Word {
    var value = mixed(digest.word.limb0 ^ address.low)
    value = mixed(value ^ digest.word.limb1)
    value = mixed(value ^ digest.word.limb2 ^ address.middle)
    value = mixed(value ^ digest.word.limb3)
    return Word(value | 1)
  }

  func signed<Content: Statement>(_ content: Content, _ domain: FleetDomain) -> Signed<Content> {
    guard let signature = sign(content.digest(in: domain)) else {
      preconditionFailure("every mark is a canonical signature")
    }
    return Signed(content, signature: signature)
  }
}
