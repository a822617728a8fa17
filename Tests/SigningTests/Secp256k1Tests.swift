import ChainTypes
import Signing
import Testing

/// Expected values: an independent implementation in Python of SEC 1 and RFC 6979.
enum Known {
  static let secret = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
  static let address = "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"
  static let digest = Hash(hex: "4a9909a9516d02fd4c729a45922398fb41c398c235423a5304085bc923a8db67")!
  static let r = Word(hex: "0x5f49d25ed23006f3cb7e0479667c19ddfc5ed80d4446727585833297b0f92092")!
  static let s = Word(hex: "0x1513aa3d5cd191f4d45805783cbde54adf0a3f471f7d323a3afd61032d7a8454")!

  static func key() throws -> SigningKey {
    var bytes = try Hex.decode(secret)
    return try SigningKey(taking: &bytes)
  }
}

@Suite struct SigningKeys {
  @Test func `a key knows its point and its account`() throws {
    let key = try Known.key()
    #expect(key.address.hex == Known.address)
    #expect(
      key.publicKey.x.hex64
        == "0x4e3b81af9c2234cad09d679ce6035ed1392347ce64ce405f5dcd36228a25de6e")
    #expect(
      key.publicKey.y.hex64
        == "0x47fd35c4215d1edf53e6f83de344615ce719bdb0fd878f6ed76f06dd277956de")
  }

  @Test func `a signature is the one of RFC 6979, with low s`() throws {
    let signature = try Known.key().sign(Known.digest)
    #expect(signature == RecoverableSignature(r: Known.r, s: Known.s, recoveryID: 1))
    #expect(signature.isLowS)
    #expect(signature.signer(of: Known.digest)?.hex == Known.address)
  }

  @Test func `taking a secret wipes where it came from`() throws {
    var bytes = try Hex.decode(Known.secret)
    _ = try SigningKey(taking: &bytes)
    #expect(bytes == [UInt8](repeating: 0, count: 32))
    var short: [UInt8] = [1, 2, 3]
    #expect(throws: SigningError.wrongLength(3)) { _ = try SigningKey(taking: &short) }
    #expect(short == [0, 0, 0])
  }

  @Test func `a secret lies between one and the order`() throws {
    var zero = [UInt8](repeating: 0, count: 32)
    #expect(throws: SigningError.outOfRange) { _ = try SigningKey(taking: &zero) }
    var order = Secp256k1.order.bytes
    #expect(throws: SigningError.outOfRange) { _ = try SigningKey(taking: &order) }
    var last = (Secp256k1.order &- 1).bytes
    #expect(throws: Never.self) { _ = try SigningKey(taking: &last) }
  }
}

@Suite struct SignerRecovery {
  @Test func `a high s recovers with the other id`() {
    let high = Secp256k1.order &- Known.s
    let address = Secp256k1.recover(digest: Known.digest, r: Known.r, s: high, recoveryID: 0)
    #expect(address?.hex == Known.address)
    #expect(!RecoverableSignature(r: Known.r, s: high, recoveryID: 0).isLowS)
  }

  @Test func `another digest recovers another account`() {
    let other = Hash(Known.digest.word ^ Word.one)
    let address = Secp256k1.recover(digest: other, r: Known.r, s: Known.s, recoveryID: 1)
    #expect(address != nil)
    #expect(address?.hex != Known.address)
  }

  @Test(arguments: [UInt8(4), 27, 28, 255])
  func `a recovery id has two bits`(id: UInt8) {
    #expect(
      Secp256k1.recover(digest: Known.digest, r: Known.r, s: Known.s, recoveryID: id) == nil)
  }

  @Test func `numbers out of range recover nobody`() {
    let bad: [(Word, Word)] = [
      (.zero, Known.s), (Known.r, .zero), (Secp256k1.order, Known.s), (Known.r, Secp256k1.order),
      (.max, Known.s), (Known.r, .max),
    ]
    for (r, s) in bad {
      #expect(Secp256k1.recover(digest: Known.digest, r: r, s: s, recoveryID: 0) == nil)
    }
  }

  @Test func `an r that is no coordinate recovers nobody`() {
    // x = 5 has no point: 5^3 + 7 = 132 is no square in the field.
    #expect(Secp256k1.recover(digest: Known.digest, r: 5, s: 1, recoveryID: 0) == nil)
    #expect(Secp256k1.recover(digest: Known.digest, r: 1, s: 1, recoveryID: 0) != nil)
  }

  @Test func `threads share the context`() async throws {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 {
        group.addTask {
          (0..<20).allSatisfy { _ in
            Secp256k1.recover(digest: Known.digest, r: Known.r, s: Known.s, recoveryID: 1)?.hex
              == Known.address
          }
        }
      }
      for await held in group { #expect(held) }
    }
  }
}
