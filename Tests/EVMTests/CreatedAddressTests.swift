import ChainTypes
import EVM
import Testing

@Suite struct CreatedAddresses {
  /// EIP-1014's examples.
  @Test(arguments: [
    (
      "0x0000000000000000000000000000000000000000", "0x00", "0x00",
      "0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38"
    ),
    (
      "0xdeadbeef00000000000000000000000000000000", "0x00", "0x00",
      "0xB928f69Bb1D91Cd65274e3c79d8986362984fDA3"
    ),
    (
      "0xdeadbeef00000000000000000000000000000000",
      "0x000000000000000000000000feed000000000000000000000000000000000000", "0x00",
      "0xD04116cDd17beBE565EB2422F2497E06cC1C9833"
    ),
    (
      "0x00000000000000000000000000000000deadbeef", "0xcafebabe", "0xdeadbeef",
      "0x60f3f640a8508fC6a86d45DF051962668E1e8AC7"
    ),
  ])
  func `a salted creation lands where EIP-1014 says`(
    sender: String, salt: String, code: String, expected: String
  ) throws {
    let address = CreatedAddress.of(
      try #require(Address(hex: sender)), salt: try #require(Word(hex: salt)),
      initCode: Keccak256.hash(try Hex.decode(code)))
    #expect(address == Address(hex: expected))
  }

  @Test func `a creation's address is the hash of sender and nonce as a list`() throws {
    let sender = try #require(Address(hex: "0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0"))
    for nonce: UInt64 in [0, 1, 0x7f, 0x80, 0xff, 0x100, 1 << 40, UInt64.max - 1] {
      var writer = RLPWriter()
      writer.appendList { list in
        list.append(sender)
        list.append(nonce)
      }
      let expected = Address(Keccak256.hash(writer.bytes).word)
      #expect(CreatedAddress.of(sender, nonce: nonce) == expected, "nonce \(nonce)")
    }
    #expect(
      CreatedAddress.of(sender, nonce: 0)
        == Address(hex: "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"))
  }
}
