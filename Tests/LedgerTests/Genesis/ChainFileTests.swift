import BlockExecution
import ChainTypes
import Testing

@testable import Ledger

@Suite struct ChainFileTests {
  static func blocks(_ count: UInt64) -> [[UInt8]] {
    (0..<count).map { number in
      var header = BlockHeader()
      header.number = number
      header.extraData = [UInt8](repeating: 7, count: Int(number % 32))
      return Block(header: header).encoded()
    }
  }

  private func cut(_ bytes: [UInt8], step: Int) throws(ChainFileError) -> [ChainFileBlock] {
    var reader = ChainFileReader()
    var result: [ChainFileBlock] = []
    var place = 0
    while place < bytes.count {
      let end = min(bytes.count, place + step)
      reader.feed(bytes[place..<end])
      place = end
      while let block = try reader.next() { result.append(block) }
    }
    try reader.finish()
    return result
  }

  @Test(arguments: [1, 7, 600, 100_000])
  func `a file is cut into its blocks, however it is read`(step: Int) throws {
    let blocks = Self.blocks(20)
    let found = try cut(blocks.flatMap { $0 }, step: step)
    #expect(found.map(\.encoded) == blocks)
    #expect(found.map(\.number) == Array(0..<20))
    #expect(found[1].offset == UInt64(blocks[0].count))
    #expect(try found.map(\.hash) == blocks.map { try Block(decoding: $0).header.hash })
  }

  @Test func `what is no block is refused with its place`() throws {
    let block = Self.blocks(1)[0]
    let offset = UInt64(block.count)
    #expect(throws: ChainFileError.notAList(offset: offset, byte: 0x80)) {
      try cut(block + [0x80], step: 1)
    }
    #expect(throws: ChainFileError.truncated(offset: offset, missing: 10)) {
      try cut(block + block.dropLast(10), step: 100)
    }
    #expect(throws: ChainFileError.truncated(offset: offset, missing: 1)) {
      try cut(block + [0xf9, 0x02], step: 100)
    }
    #expect(throws: ChainFileError.badLength(offset: offset)) {
      try cut(block + [0xf8, 0x10] + [UInt8](repeating: 0, count: 16), step: 100)
    }
    #expect(throws: ChainFileError.badLength(offset: offset)) {
      try cut(block + [0xf9, 0x00, 0xff], step: 100)
    }
    #expect(throws: ChainFileError.notABlock(offset: offset)) {
      try cut(block + [0xc1, 0x80], step: 100)
    }
    #expect(
      throws: ChainFileError.blockTooLarge(
        offset: offset, length: 1 << 40, limit: LedgerLimits.chainFileBlock)
    ) {
      try cut(block + [0xfd, 1, 0, 0, 0, 0, 0], step: 100)
    }
  }

  @Test(arguments: [
    ("gunzip", [0x1f, 0x8b, 8, 0]), ("xxd", Array("0xf9".utf8)), ("xxd", Array("f901".utf8)),
    ("JSON", Array("{\"c".utf8)),
  ])
  func `a file of another kind is told what to do with it`(word: String, bytes: [UInt8]) {
    let error = #expect(throws: ChainFileError.self) { try cut(bytes, step: 100) }
    #expect(error?.description.contains(word) == true)
  }

  @Test func `altered files end in blocks or an error, never otherwise`() {
    let good = Self.blocks(4).flatMap { $0 }
    for seed in 1...500 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      var bytes = good
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      if let found = try? cut(bytes, step: 1 + random.below(700)) {
        #expect(found.flatMap(\.encoded) == bytes, "seed \(seed)")
      }
    }
  }
}
