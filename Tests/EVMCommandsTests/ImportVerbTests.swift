import BlockExecution
import ChainTypes
import CommandLineKit
import Foundation
import JSONText
import Ledger
import Testing

@testable import EVMCommands

/// Imports of a small chain of empty blocks, made here.
@Suite struct ImportVerbTests {
  static let genesis = """
    {"config": {"chainId": 7, "homesteadBlock": 0, "eip150Block": 0, "eip155Block": 0,
      "eip158Block": 0, "byzantiumBlock": 0, "constantinopleBlock": 0, "petersburgBlock": 0,
      "istanbulBlock": 0, "berlinBlock": 0, "londonBlock": 0, "terminalTotalDifficulty": 0,
      "shanghaiTime": 0},
     "gasLimit": "0x1c9c380", "difficulty": "0x0",
     "alloc": {"00000000000000000000000000000000000000aa": {"balance": "0x10"}}}
    """

  /// The blocks behind the genesis block.
  static func blocks(_ count: Int) throws -> [Block] {
    let genesis = try ChainGenesis(try JSONReader.parse(genesis))
    var parent = genesis.header
    return (0..<count).map { _ in
      var header = parent
      header.parentHash = parent.hash
      header.number += 1
      header.timestamp += 12
      header.baseFee = BaseFee.next(after: parent)
      parent = header
      return Block(header: header, withdrawals: [])
    }
  }

  private func chain(
    _ scratch: Scratch, _ blocks: [Block], more: [UInt8] = []
  ) throws -> (genesis: String, file: String) {
    let path = scratch.path + "/chain.rlp"
    try Data(blocks.flatMap { $0.encoded() } + more).write(to: URL(fileURLWithPath: path))
    return (try scratch.write("genesis.json", Self.genesis), path)
  }

  @Test func `a chain file ends at its head, and once more says that all is there`() throws {
    let scratch = try Scratch()
    let blocks = try Self.blocks(150)
    let head = try #require(blocks.last?.header.hash.hex)
    let (genesis, file) = try chain(scratch, blocks)
    let data = scratch.path + "/ledger"
    let first = Collected("import", "--genesis", genesis, "--data", data, file)
    #expect(first.status == .yes, "\(first.error)")
    #expect(first.output.contains("150 blocks") && first.output.contains("head 150 \(head)"))
    let again = Collected("import", "--json", "--data", data, file)
    #expect(again.status == .yes && again.output.contains("\"skipped\": 150"))
    #expect(again.output.contains("\"hash\": \"\(head)\""))
  }

  @Test func `what comes before a block that does not hold is kept`() throws {
    let scratch = try Scratch()
    var blocks = try Self.blocks(5)
    blocks[3].header.stateRoot = .zero
    let (genesis, file) = try chain(scratch, blocks)
    let data = scratch.path + "/ledger"
    let result = Collected("import", "--genesis", genesis, "--data", data, file)
    #expect(result.status == .no)
    #expect(result.output.contains("head 3 \(blocks[2].header.hash.hex)"))
    let offset = blocks[..<3].reduce(0) { $0 + $1.encoded().count }
    #expect(result.error.contains("block 4 at byte \(offset)"), "\(result.error)")
  }

  @Test func `a file that ends inside a block is refused behind its last whole one`() throws {
    let scratch = try Scratch()
    let blocks = try Self.blocks(2)
    let (genesis, file) = try chain(scratch, blocks, more: [0xf9, 0x02, 0x00, 0x01])
    let data = scratch.path + "/ledger"
    let result = Collected("import", "--genesis", genesis, "--data", data, file)
    #expect(result.status == .no && result.error.contains("the file ends inside the block"))
    #expect(result.output.contains("head 2"))
  }

  @Test func `wrong use and a wrong world are told apart`() throws {
    let scratch = try Scratch()
    let (genesis, file) = try chain(scratch, try Self.blocks(1))
    let data = scratch.path + "/ledger"
    #expect(Collected("import", "--data", data).status == .usage)
    #expect(Collected("import", file).status == .usage)
    #expect(Collected("import", "--data", data, file).status == .world)
    #expect(
      Collected("import", "--genesis", genesis, "--data", data, scratch.path + "/none").status
        == .world)
    let other = try scratch.write(
      "other.json", Self.genesis.replacingOccurrences(of: "\"0x10\"", with: "\"0x11\""))
    let result = Collected("import", "--genesis", other, "--data", data, file)
    #expect(result.status == .world && result.error.contains("the chain with genesis"))
  }

  @Test func `a store that blocktest does not know is wrong use`() {
    #expect(Collected("blocktest", "--store", "paper", ".").status == .usage)
  }
}
