import ChainTypes
import Testing

@testable import SystemCrypto

@Suite struct PasswordHashes {
  /// RFC 7914, section 12.
  @Test(arguments: [
    (
      "", "", UInt64(16), UInt64(1), UInt64(1),
      "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    ),
    (
      "password", "NaCl", 1024, 8, 16,
      "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    ),
  ])
  func `scrypt is that of its RFC, in the library and in Swift`(
    password: String, salt: String, n: UInt64, r: UInt64, p: UInt64, expected: String
  ) throws {
    let (text, grains) = (Array(password.utf8), Array(salt.utf8))
    let library = try PasswordHash.scrypt(text, salt: grains, n: n, r: r, p: p, size: 64)
    #expect(Hex.digits(library) == expected)
    // The second takes a while unoptimised: fewer lanes there, against the library.
    let lanes = min(p, 2)
    let own = try PasswordHash.plainScrypt(
      text, salt: grains, n: Int(n), r: Int(r), p: Int(lanes), size: 64)
    #expect(own == (try PasswordHash.scrypt(text, salt: grains, n: n, r: r, p: lanes, size: 64)))
  }

  @Test func `parameters that the library refuses for a small r are mixed in Swift`() throws {
    // n = 2^16 is the first that RFC 7914 does not allow with r = 1.
    let own = try PasswordHash.scrypt([1], salt: [2], n: 1 << 16, r: 1, p: 1, size: 32)
    #expect(own.count == 32)
    #expect(throws: SystemCryptoError.unavailable(.passwordHash)) {
      try PasswordHash.scrypt([1], salt: [2], n: 1 << 40, r: 1, p: 1, size: 32)
    }
  }

  @Test func `what is no parameter is refused without a trap`() {
    for (n, r, p): (UInt64, UInt64, UInt64) in [(3, 8, 1), (0, 8, 1), (16, 0, 1), (16, 8, 0)] {
      #expect(throws: SystemCryptoError.self, "\(n) \(r) \(p)") {
        try PasswordHash.scrypt([1], salt: [2], n: n, r: r, p: p, size: 32)
      }
    }
  }

  /// RFC 4231, test case 2.
  @Test func `HMAC is that of its RFC`() {
    let (key, text) = (Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
    #expect(
      Hex.digits(KeyedHash.sha256.authenticate(text, key: key))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      Hex.digits(KeyedHash.sha512.authenticate(text, key: key))
        == "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737")
  }

  /// SP 800-38A, F.5.1, the first two blocks.
  @Test func `AES in counter mode is that of its standard, both ways`() throws {
    let key = try Hex.decode("2b7e151628aed2a6abf7158809cf4f3c")
    let counter = try Hex.decode("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
    let plain = try Hex.decode("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
    let locked = try AES128Counter.apply(plain, key: key, counter: counter)
    #expect(
      Hex.digits(locked) == "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff")
    #expect(try AES128Counter.apply(locked, key: key, counter: counter) == plain)
    #expect(try AES128Counter.apply([], key: key, counter: counter).isEmpty)
  }
}
