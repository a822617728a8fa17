import ChainTypes
import EVM
import MerkleTrie
import Testing

@testable import BlockExecution

/// Who is to blame for a block that cannot be executed.
@Suite struct BlockBodyTests {
  private func whole(_ seed: UInt64) -> Block {
    var random = SeededRandom(seed)
    var block = BlockCodecTests.block(&random)
    block.transactions.append(TransactionCodecTests.transaction(&random))
    commit(&block)
    return block
  }

  private func commit(_ block: inout Block) {
    block.header.transactionsRoot = OrderedTrie.root(of: block.transactions.map { $0.encoded() })
    var ommers = RLPWriter()
    ommers.appendList { list in for ommer in block.ommers { ommer.append(to: &list) } }
    block.header.ommersHash = Keccak256.hash(ommers.bytes)
    block.header.withdrawalsRoot = block.withdrawals.map {
      OrderedTrie.root(of: $0.map { $0.encoded() })
    }
  }

  @Test func `a block with the body of its header is whole`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      let block = whole(seed)
      #expect(Block.isWhole(block.encoded(), hash: block.header.hash), "seed \(seed)")
    }
  }

  @Test func `a block with another body is not`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      let block = whole(seed)
      var others = [Block](repeating: block, count: 5)
      others[0].transactions.removeLast()
      others[1].transactions.append(block.transactions[0])
      others[2].ommers.append(block.header)
      others[3].withdrawals =
        block.withdrawals == nil ? [] : nil
      others[4].header.number &+= 1
      for other in others {
        #expect(!Block.isWhole(other.encoded(), hash: block.header.hash), "seed \(seed)")
      }
      #expect(!Block.isWhole(block.encoded() + [0], hash: block.header.hash))
    }
  }

  /// The root is right and the transaction none: that is who made the header.
  @Test func `a block whose header commits to nonsense is whole`() throws {
    let nonsense: [UInt8] = [0x02, 0x01, 0x03]
    var header = BlockHeader()
    header.transactionsRoot = OrderedTrie.root(of: [nonsense])
    header.ommersHash = BlockHeader.emptyOmmersHash
    func bytes(_ transaction: [UInt8]) -> [UInt8] {
      var writer = RLPWriter()
      writer.appendList { list in
        header.append(to: &list)
        list.appendList { $0.append(bytes: transaction) }
        list.appendList { _ in }
      }
      return writer.bytes
    }
    #expect(throws: BlockDecodingError.self) { try Block(decoding: bytes(nonsense)) }
    #expect(Block.isWhole(bytes(nonsense), hash: header.hash))
    #expect(!Block.isWhole(bytes([0x02, 0x01, 0x04]), hash: header.hash))
  }

  /// In the trie a list and the string of its bytes are the same.
  @Test func `a transaction in another coat is not the owner's`() {
    let block = (1...200).lazy.map { self.whole($0) }.first {
      $0.transactions.count == 1 && $0.transactions[0].kind == .legacy
    }!
    var writer = RLPWriter()
    writer.appendList { list in
      block.header.append(to: &list)
      list.appendList { $0.append(bytes: block.transactions[0].encoded()) }
      list.appendList { items in for ommer in block.ommers { ommer.append(to: &items) } }
      if let withdrawals = block.withdrawals {
        list.appendList { items in
          for withdrawal in withdrawals { items.appendRaw(withdrawal.encoded()) }
        }
      }
    }
    #expect(Block.isWhole(block.encoded(), hash: block.header.hash))
    #expect(!Block.isWhole(writer.bytes, hash: block.header.hash))
  }

  @Test func `damaged blocks trap nothing and are never whole`() {
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let block = whole(seed % 50 + 1)
      var bytes = block.encoded()
      for _ in 0...random.below(3) { TransactionCodecTests.damage(&bytes, &random) }
      guard bytes != block.encoded() else { continue }
      #expect(!Block.isWhole(bytes, hash: block.header.hash), "seed \(seed)")
    }
  }
}
