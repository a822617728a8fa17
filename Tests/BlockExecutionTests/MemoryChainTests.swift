import ChainTypes
import EVM
import MerkleTrie
import Testing

@testable import BlockExecution

@Suite struct MemoryChainTests {
  static func chain(
    _ fork: Fork, rules: ChainRules = ChainRules()
  ) -> (MemoryChain, BlockHeader) {
    let state = MemoryState()
    state.setAccount(Bench.sender, nonce: 0, balance: Bench.ether)
    var genesis = BlockHeader()
    genesis.gasLimit = 30_000_000
    genesis.timestamp = 1000
    genesis.difficulty = fork < .paris ? 131_072 : .zero
    genesis.stateRoot = state.root()
    if fork >= .london { genesis.baseFee = 7 }
    if fork >= .shanghai { genesis.withdrawalsRoot = Keccak256.emptyTrieRoot }
    let chain = MemoryChain(
      genesis: genesis, state: state, schedule: ForkSchedule(fork), chainID: 1,
      machine: Machine(backend: Bench.backend), rules: rules)
    return (chain, genesis)
  }

  /// An empty block on a parent; its state root is what the rewards make of the parent's state.
  static func child(_ parent: BlockHeader, _ state: MemoryState, _ fork: Fork) -> Block {
    var header = parent
    header.parentHash = parent.hash
    header.number += 1
    header.timestamp += 10
    header.coinbase = Bench.coinbase
    if fork >= .london { header.baseFee = BaseFee.next(after: parent) }
    let after = state.copy()
    if fork < .paris {
      header.difficulty = Difficulty.next(
        number: header.number, timestamp: header.timestamp,
        parent: .init(
          timestamp: parent.timestamp, difficulty: parent.difficulty, hasOmmers: false),
        fork: fork, bombDelay: 0)
      let earned = after.account(Bench.coinbase)?.balance ?? .zero
      after.setAccount(
        Bench.coinbase, nonce: 0, balance: earned &+ BlockRules.reward(in: fork))
    }
    header.stateRoot = after.root()
    return Block(header: header, withdrawals: fork >= .shanghai ? [] : nil)
  }

  @Test(arguments: [Fork.frontier, .byzantium, .istanbul, .paris, .shanghai])
  func `empty blocks extend the chain and pay the fork's reward`(fork: Fork) throws {
    let (chain, genesis) = Self.chain(fork)
    var parent = genesis
    for number in 1...3 as ClosedRange<UInt64> {
      let block = Self.child(parent, chain.headState, fork)
      let hash = try chain.importBlock(block.encoded())
      #expect(chain.headHash == hash && chain.head.number == number)
      parent = block.header
    }
    let reward = BlockRules.reward(in: fork)
    #expect(chain.headState.account(Bench.coinbase)?.balance ?? .zero == reward &* 3)
  }

  @Test func `a block that says something else than its execution is refused by name`() throws {
    let fork = Fork.shanghai
    let (chain, genesis) = Self.chain(fork)
    let good = Self.child(genesis, chain.headState, fork)
    func name(_ change: (inout Block) -> Void) -> String? {
      var block = good
      change(&block)
      do throws(InvalidBlock) {
        _ = try chain.importBlock(block.encoded())
        return nil
      } catch { return error.exceptionName }
    }
    #expect(name { $0.header.stateRoot = Hash(1) } == "BlockException.INVALID_STATE_ROOT")
    #expect(name { $0.header.gasUsed = 1 } == "BlockException.INVALID_GAS_USED")
    #expect(name { $0.header.receiptsRoot = .zero } == "BlockException.INVALID_RECEIPTS_ROOT")
    #expect(name { $0.header.parentHash = .zero } == "BlockException.UNKNOWN_PARENT")
    #expect(name { $0.header.gasLimit = 40_000_000 } == "BlockException.INVALID_GASLIMIT")
    #expect(name { $0.header.baseFee = 8 } == "BlockException.INVALID_BASEFEE_PER_GAS")
    #expect(name { $0.withdrawals = nil } == "BlockException.INCORRECT_BLOCK_FORMAT")
    #expect(
      name { $0.header.timestamp = 0 }
        == "BlockException.INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT")
    #expect(
      name { $0.header.difficulty = 1 }
        == "BlockException.IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS")
    #expect(name { _ in } == nil)
    #expect(chain.head.number == 1)
  }

  @Test(arguments: [false, true])
  func `a block may have its parent's time only where the chain says so`(isSwitchedOn: Bool) throws
  {
    let rules = ChainRules(equalTimestamps: isSwitchedOn)
    let (chain, genesis) = Self.chain(.shanghai, rules: rules)
    var block = Self.child(genesis, chain.headState, .shanghai)
    block.header.timestamp = genesis.timestamp
    if isSwitchedOn {
      #expect(try chain.importBlock(block.encoded()) == chain.headHash)
    } else {
      #expect(throws: InvalidBlock.self) { try chain.importBlock(block.encoded()) }
    }
    block.header.timestamp = genesis.timestamp &- 1
    #expect(throws: InvalidBlock.self) { try chain.importBlock(block.encoded()) }
  }

  @Test func `the longer branch becomes the head and its state is the head's`() throws {
    let fork = Fork.istanbul
    let (chain, genesis) = Self.chain(fork)
    let genesisState = chain.headState
    let first = Self.child(genesis, genesisState, fork)
    _ = try chain.importBlock(first.encoded())
    var rival = first
    rival.header.extraData = [1]
    _ = try chain.importBlock(rival.encoded())
    #expect(chain.headHash == first.header.hash)
    let rivalState = genesisState.copy()
    rivalState.setAccount(
      Bench.coinbase, nonce: 0, balance: BlockRules.reward(in: fork))
    let longer = Self.child(rival.header, rivalState, fork)
    #expect(try chain.importBlock(longer.encoded()) == chain.headHash)
    #expect(chain.headState.blockHash(1) == rival.header.hash)
  }
}
