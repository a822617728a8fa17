import ChainTypes
import Testing

@Suite struct KeccakHashes {
  @Test func `the constants of the yellow paper are the hashes that they stand for`() {
    #expect(Keccak256.hash([]) == Keccak256.emptyHash)
    #expect(Keccak256.hash([0x80]) == Keccak256.emptyTrieRoot)
    #expect(
      Keccak256.emptyHash.hex
        == "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")
  }

  @Test func `words and addresses hash as their bytes`() {
    let word = Word(1, 2, 3, 4)
    let address = Address(word)
    #expect(Keccak256.hash(word) == Keccak256.hash(Hash(word).bytes))
    #expect(
      Keccak256.hash(word, Word.max) == Keccak256.hash(Hash(word).bytes + Hash(Word.max).bytes))
    #expect(Keccak256.hash(address) == Keccak256.hash(address.bytes))
  }
}
