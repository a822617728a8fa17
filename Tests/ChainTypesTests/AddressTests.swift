import ChainTypes
import Testing

@Suite struct Addresses {
  @Test func `addresses and words are appended behind what is there`() {
    let address = Address(high: 0x0102_0304, middle: 0x0506_0708_090a_0b0c, low: 0xf1f2)
    let word = Word(1, 2, 3, 0x8000_0000_0000_0004)
    for before in [0, 1, 31, 40] {
      var bytes = [UInt8](repeating: 7, count: before)
      address.append(to: &bytes)
      word.append(bigEndian: &bytes)
      #expect(bytes == [UInt8](repeating: 7, count: before) + address.bytes + word.bytes)
    }
  }

  @Test(arguments: [
    // The examples of EIP-55.
    "0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
  ])
  func `the capitals are those of EIP-55`(_ text: String) throws {
    let address = try #require(Address(hex: text))
    #expect(address.checksummed == text)
    #expect(Address.hasValidChecksum(text))
    #expect(Address.hasValidChecksum(address.hex))
  }

  @Test func `a wrong capital is a wrong checksum`() {
    #expect(!Address.hasValidChecksum("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
    #expect(!Address.hasValidChecksum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA"))
  }

  @Test func `bytes are the most significant first`() throws {
    let bytes = (1...20).map { UInt8($0) }
    let address = try #require(Address(bytes: bytes))
    #expect(address.bytes == bytes)
    #expect(address.hex == "0x0102030405060708090a0b0c0d0e0f1011121314")
    #expect(address.high == 0x0102_0304)
  }

  @Test func `any other number of bytes is no address and no hash`() {
    for count in [0, 19, 21, 31, 33] {
      #expect(Address(bytes: [UInt8](repeating: 1, count: count)) == nil)
      #expect(Hash(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
  }

  @Test func `a hash keeps its bytes`() throws {
    let bytes = (1...32).map { UInt8($0) }
    let hash = try #require(Hash(bytes: bytes))
    #expect(hash.bytes == bytes)
    #expect(Hash(hex: hash.hex) == hash)
    #expect(hash.word.limb0 & 0xff == 32)
  }
}
