import ChainTypes
import KeyCustody
import Signing
import Statements
import Testing

@Suite struct InstrumentKeys {
  private func hash(_ hex: String) -> Hash { Hash(hex: hex)! }

  @Test func `they are those of another implementation`() throws {
    let vectors = try VectorLines.named("derive")
    #expect(vectors.count == 8)
    for vector in vectors {
      let board = try key(vector[0])
      let lane = Lane(board: board.address, term: UInt64(vector[2])!)
      let child = board.instrumentKey(
        fleet: hash(vector[1]), lane: lane, instrument: hash(vector[3]),
        index: UInt32(vector[4])!)
      #expect(secretHex(child) == vector[5])
      #expect(child.address.hex == "0x\(vector[6])")
    }
  }

  @Test func `each part of the name gives another key`() throws {
    let board = try KeyVault.generate()
    let (one, two) = (Hash(Word(1)), Hash(Word(2)))
    let lane = Lane(board: board.address, term: 1)
    let keys = [
      board.instrumentKey(fleet: one, lane: lane, instrument: one, index: 0).address,
      board.instrumentKey(fleet: two, lane: lane, instrument: one, index: 0).address,
      board.instrumentKey(fleet: one, lane: lane, instrument: two, index: 0).address,
      board.instrumentKey(fleet: one, lane: lane, instrument: one, index: 1).address,
      board.instrumentKey(
        fleet: one, lane: Lane(board: board.address, term: 2), instrument: one, index: 0
      ).address,
      board.address,
    ]
    #expect(Set(keys).count == keys.count)
  }

  @Test func `a key signs statements that recover to its address`() throws {
    let board = try KeyVault.generate()
    for value: UInt64 in 1...20 {
      let digest = Hash(Word(value))
      let signature = board.sign(digest: digest)
      #expect(LibraryRecovery().signer(of: digest, signature) == board.address)
      #expect(LibraryRecovery().signer(of: Hash(Word(99)), signature) != board.address)
    }
  }
}
