import ChainTypes
import SystemCrypto
import Testing

/// Expected values: the examples of FIPS 180-4, FIPS 202 and the RIPEMD-160 page, as Python's
/// hashlib gives them.
@Suite struct SystemHashes {
  @Test func `SHA-256 gives its known answers`() {
    #expect(
      SystemHash.sha256([]).hex
        == "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SystemHash.sha256(Array("abc".utf8)).hex
        == "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `RIPEMD-160 gives its known answers`() {
    #expect(
      Hex.encode(SystemHash.ripemd160([])) == "0x9c1185a5c5e9fc54612808977ee8f548b2258d31")
    #expect(
      Hex.encode(SystemHash.ripemd160(Array("abc".utf8)))
        == "0x8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")
  }

  @Test func `one SHA-3 hasher hashes again and again`() throws {
    var hasher = try SHA3Hasher()
    for _ in 0..<2 {
      #expect(
        hasher.hash(Array("abc".utf8)).hex
          == "0x3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532")
    }
  }

  @Test func `random bytes come in the number asked for and differ`() throws {
    #expect(try SecureRandom.bytes(0).isEmpty)
    let first = try SecureRandom.bytes(32)
    let second = try SecureRandom.bytes(32)
    #expect(first.count == 32)
    #expect(first != second)
  }
}
