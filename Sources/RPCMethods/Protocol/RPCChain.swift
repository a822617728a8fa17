import BlockExecution
import ChainTypes
import EVM

/// What the methods need of a chain: the ledger of a board, or the store of an aggregator.
public protocol RPCChain: AnyObject {
  associatedtype State: StateSource

  var chainID: UInt64 { get }
  var headNumber: UInt64 { get }
  /// The oldest block that is still there.
  var oldestBlock: UInt64 { get }
  /// The oldest block whose state can still be read.
  var oldestState: UInt64 { get }
  /// The last block that its witnesses have cosigned; nil before any.
  var finalNumber: UInt64? { get }
  /// What executes calls: it fixes chain id and forks.
  var executor: BlockExecutor { get }
  /// Contracts ready to run.
  var codes: CodeCache { get }

  func block(at number: UInt64) throws(RPCError) -> RPCBlock?
  func number(of hash: Hash) throws(RPCError) -> UInt64?
  /// The receipts of a block that is there, and who sent its transactions.
  func execution(at number: UInt64) throws(RPCError) -> RPCExecution
  func place(of transaction: Hash) throws(RPCError) -> RPCPlace?
  /// Logs in order, at most `limit` and one more, so that too many can be told.
  func logs(_ filter: RPCLogFilter, limit: Int) throws(RPCError) -> [RPCLog]
  /// Reads the state after a block, which `oldestState` and `headNumber` bound.
  func withState<T>(
    at number: UInt64, _ body: (State) throws(RPCError) -> T
  ) throws(RPCError) -> T
  func proof(
    of address: Address, slots: [Word], at number: UInt64
  ) throws(RPCError) -> RPCAccountProof

  /// A transaction that waits for a batch, with its sender.
  func pending(_ hash: Hash) -> (transaction: Transaction, sender: Address)?
  /// The nonce after those that wait.
  func pendingNonce(of address: Address, account: UInt64) -> UInt64
  /// Takes a signed transaction into the pool.
  func submit(_ encoded: [UInt8]) throws(RPCError) -> Hash
  /// The block that is being caught up with; nil when there is none.
  var syncTarget: UInt64? { get }
  var peerCount: Int { get }
}

/// A block as it is kept.
public struct RPCBlock: Sendable {
  public var block: Block
  public var hash: Hash
  /// Bytes of its encoding.
  public var size: Int

  public init(block: Block, hash: Hash, size: Int) {
    self.block = block
    self.hash = hash
    self.size = size
  }
}

public struct RPCExecution: Sendable {
  public var receipts: [Receipt]
  public var senders: [Address]

  public init(receipts: [Receipt], senders: [Address]) {
    self.receipts = receipts
    self.senders = senders
  }
}

public struct RPCPlace: Sendable, Equatable {
  public var block: UInt64
  public var index: Int

  public init(block: UInt64, index: Int) {
    self.block = block
    self.index = index
  }
}

/// Which logs are asked for. An empty list of addresses, or of a topic's alternatives, matches all.
public struct RPCLogFilter: Sendable {
  public var blocks: ClosedRange<UInt64>
  public var addresses: [Address]
  public var topics: [[Hash]]

  public init(blocks: ClosedRange<UInt64>, addresses: [Address], topics: [[Hash]]) {
    self.blocks = blocks
    self.addresses = addresses
    self.topics = topics
  }

  public func matches(_ log: Log) -> Bool {
    if !addresses.isEmpty, !addresses.contains(log.address) { return false }
    if topics.count > log.topics.count { return false }
    for (wanted, found) in zip(topics, log.topics) where !wanted.isEmpty {
      if !wanted.contains(found) { return false }
    }
    return true
  }
}

/// A log with its place.
public struct RPCLog: Sendable {
  public var log: Log
  public var block: UInt64
  public var blockHash: Hash
  public var timestamp: UInt64
  public var transaction: Hash
  public var transactionIndex: Int
  /// Among all logs of the block.
  public var index: Int

  public init(
    log: Log, block: UInt64, blockHash: Hash, timestamp: UInt64, transaction: Hash,
    transactionIndex: Int, index: Int
  ) {
    self.log = log
    self.block = block
    self.blockHash = blockHash
    self.timestamp = timestamp
    self.transaction = transaction
    self.transactionIndex = transactionIndex
    self.index = index
  }
}

/// EIP-1186.
public struct RPCAccountProof: Sendable {
  public struct Slot: Sendable {
    public var key: Word
    public var value: Word
    public var nodes: [[UInt8]]

    public init(key: Word, value: Word, nodes: [[UInt8]]) {
      self.key = key
      self.value = value
      self.nodes = nodes
    }
  }

  public var nonce: UInt64
  public var balance: Word
  public var codeHash: Hash
  public var storageRoot: Hash
  public var nodes: [[UInt8]]
  public var slots: [Slot]

  public init(
    nonce: UInt64, balance: Word, codeHash: Hash, storageRoot: Hash, nodes: [[UInt8]],
    slots: [Slot]
  ) {
    self.nonce = nonce
    self.balance = balance
    self.codeHash = codeHash
    self.storageRoot = storageRoot
    self.nodes = nodes
    self.slots = slots
  }
}
