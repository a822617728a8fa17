import ChainTypes
import EVM
import MerkleTrie

/// Checks and executes whole blocks, transaction after transaction.
public final class BlockExecutor {
  public let transactions: TransactionExecutor
  public let schedule: ForkSchedule
  public let chainID: UInt64
  public let rules: ChainRules

  public init(
    machine: Machine, schedule: ForkSchedule, chainID: UInt64, rules: ChainRules = ChainRules()
  ) {
    transactions = TransactionExecutor(machine: machine)
    self.schedule = schedule
    self.chainID = chainID
    self.rules = rules
  }

  /// Executes a block on the state of its parent, which is the journal's source, and applies the
  /// changes to it. On a throw that state is spoilt: give a copy where it is still needed.
  /// `size` is the length of the block's encoding.
  public func execute<W: WorldState>(
    _ block: Block, size: Int, ancestors: AncestorWindow, on journal: Journal<W>
  ) throws(InvalidBlock) -> BlockResult {
    try execute(block, size, ancestors, journal) {
      (context: inout BlockContext, result: inout BlockResult) throws(InvalidBlock) in
      for (index, transaction) in block.transactions.enumerated() {
        journal.recordAccesses(at: UInt32(truncatingIfNeeded: index + 1))
        try executeTransaction(transaction, index, &context, journal, &result)
      }
    }
  }

  /// The frame of a block around its transactions, which `run` executes.
  func execute<W: WorldState>(
    _ block: Block, _ size: Int, _ ancestors: AncestorWindow, _ journal: Journal<W>,
    _ run: (inout BlockContext, inout BlockResult) throws(InvalidBlock) -> Void
  ) throws(InvalidBlock) -> BlockResult {
    let header = block.header
    let fork = schedule.fork(of: header)
    if fork >= .osaka, size > BlockRules.largestBlock { throw .tooLarge(size) }
    try validate(header, parent: ancestors.parent.header, parentHash: ancestors.parent.hash)
    try validateBody(block, ancestors, fork)
    var context = context(of: header)
    journal.begin(fork: fork)
    beginBlock(header, context, journal)
    var result = BlockResult()
    try run(&context, &result)
    result.requests = try finishBlock(block, context, result.receipts, journal)
    result.accessList = journal.takeAccessList()
    // The root comes last: a block that is wrong elsewhere seldom gets as far as the tries.
    try compare(header, context, result)
    journal.source.apply(journal.takeChanges())
    result.stateRoot = journal.source.root()
    try require(.stateRoot, header.stateRoot, result.stateRoot)
    return result
  }

  private func executeTransaction<W: WorldState>(
    _ transaction: Transaction, _ index: Int, _ context: inout BlockContext,
    _ journal: Journal<W>, _ result: inout BlockResult
  ) throws(InvalidBlock) {
    let fork = context.environment.fork
    do throws(InvalidTransaction) {
      let sender = try transaction.sender(
        chainID: chainID, fork: fork, using: transactions.machine.backend)
      let outcome = try transactions.execute(
        transaction, sender: sender, in: context, on: journal)
      context.add(outcome)
      var receipt = outcome.receipt(cumulativeGasUsed: context.gasUsed)
      if fork < .byzantium {
        journal.source.apply(journal.takeChanges())
        receipt.result = .stateRoot(journal.source.root())
      }
      result.senders.append(sender)
      result.receipts.append(receipt)
      result.bloom.formUnion(receipt.bloom)
    } catch {
      throw .transaction(index: index, error)
    }
  }

  /// Whether what was executed is what the header says, but for the state.
  private func compare(
    _ header: BlockHeader, _ context: BlockContext, _ result: BlockResult
  ) throws(InvalidBlock) {
    guard header.gasUsed == context.gasUsed else {
      throw .wrongGasUsed(found: header.gasUsed, expected: context.gasUsed)
    }
    if let used = header.blobGasUsed, used != context.blobGasUsed {
      throw .wrongBlobGasUsed(found: used, expected: context.blobGasUsed)
    }
    let receiptsRoot = OrderedTrie.root(of: result.receipts.map { $0.encoded() })
    try require(.receiptsRoot, header.receiptsRoot, receiptsRoot)
    guard header.bloom == result.bloom else { throw .wrongBloom }
    if let requestsHash = header.requestsHash {
      let hash = Requests.hash(result.requests, using: transactions.machine.backend)
      try require(.requestsHash, requestsHash, hash)
    }
  }

  func require(
    _ commitment: InvalidBlock.Commitment, _ found: Hash, _ expected: Hash
  ) throws(InvalidBlock) {
    guard found == expected else {
      throw .mismatch(commitment, found: found, expected: expected)
    }
  }
}

/// What executing a block came to.
public struct BlockResult: Sendable {
  public var receipts: [Receipt] = []
  public var senders: [Address] = []
  public var bloom = Bloom()
  /// EIP-7685: type byte and data, in order of type, without empty ones.
  public var requests: [[UInt8]] = []
  /// EIP-7928: what the block read and wrote.
  public var accessList = BlockAccessList()
  public var stateRoot = Keccak256.emptyTrieRoot

  public init() {}
}

/// What a chain's genesis switches on beyond Ethereum's rules.
public struct ChainRules: Sendable, Equatable {
  /// A block may have its parent's timestamp: several blocks a second.
  public var equalTimestamps: Bool

  public init(equalTimestamps: Bool = false) { self.equalTimestamps = equalTimestamps }
}

/// The constants of block rules.
public enum BlockRules {
  /// EIP-7934: 10 MiB less 2 MiB of room for the consensus layer.
  public static let largestBlock = 8 << 20
  public static let smallestGasLimit: UInt64 = 5_000
  public static let largestGasLimit = UInt64(Int64.max)
  public static let extraData = 32
  public static let ommers = 2
  public static let ommerAge: UInt64 = 6

  /// The reward of a block before Paris, in Wei: yellow paper, EIP-649, EIP-1234.
  public static func reward(in fork: Fork) -> Word {
    let ether: UInt64 = 1_000_000_000_000_000_000
    if fork >= .paris { return .zero }
    return Word(fork >= .constantinople ? 2 * ether : fork >= .byzantium ? 3 * ether : 5 * ether)
  }
}
