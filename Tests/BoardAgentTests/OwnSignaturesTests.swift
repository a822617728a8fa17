import ChainTypes
import EVM
import KeyCustody
import NativeCrypto
import Signing
import Statements
import Testing

@testable import BoardAgent

@Suite("What the board remembers of its own signatures")
struct OwnSignaturesTests {
  private static func digest(_ number: Int) -> Hash { Keccak256.hash([UInt8(number & 255)]) }

  private static func key(_ last: UInt8) throws -> SigningKey {
    var bytes = [UInt8](repeating: 0, count: 31) + [last]
    return try SigningKey(taking: &bytes)
  }

  @Test func `a signature that the board made is known, and with any other value it is not`() throws
  {
    let key = try Self.key(7)
    let digest = Self.digest(1)
    let signature: StatementSignature = key.sign(digest: digest)
    let signed = OwnSignatures()
    // Not the address that a recovery gives, so that the test sees who answered.
    let stranger = Address(Word(0xabc))
    signed.note(signature, of: digest, by: stranger)
    let id: UInt8 = signature.yIsOdd ? 1 : 0
    #expect(signed.signer(of: digest, signature.r, signature.s, id) == stranger)
    #expect(signed.crypto.recover(digest, signature.r, signature.s, id) == stranger)
    #expect(signed.signer(of: Self.digest(2), signature.r, signature.s, id) == nil)
    #expect(signed.signer(of: digest, signature.r &+ 1, signature.s, id) == nil)
    #expect(signed.signer(of: digest, signature.r, signature.s &+ 1, id) == nil)
    #expect(signed.signer(of: digest, signature.r, signature.s, id ^ 1) == nil)
    #expect(signed.signer(of: digest, signature.r, signature.s, id + 2) == nil)
  }

  @Test func `what is not known is recovered`() throws {
    let key = try Self.key(9)
    let signature: StatementSignature = key.sign(digest: Self.digest(3))
    let id: UInt8 = signature.yIsOdd ? 1 : 0
    let crypto = OwnSignatures().crypto
    #expect(crypto.recover(Self.digest(3), signature.r, signature.s, id) == key.address)
    #expect(crypto.recover(Self.digest(3), signature.r, signature.s, 4) == nil)
  }

  @Test func `the oldest are forgotten`() throws {
    let key = try Self.key(11)
    let signed = OwnSignatures()
    var made: [(Hash, StatementSignature)] = []
    for number in 0..<AgentLimits.ownSignatures + 3 {
      let digest = Self.digest(number)
      let signature: StatementSignature = key.sign(digest: digest)
      signed.note(signature, of: digest, by: key.address)
      made.append((digest, signature))
    }
    for (number, (digest, signature)) in made.enumerated() {
      let known = signed.signer(of: digest, signature.r, signature.s, signature.yIsOdd ? 1 : 0)
      #expect(known == (number < 3 ? nil : key.address))
    }
  }
}
