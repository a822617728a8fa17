import BlockExecution
import ChainTypes
import EVM

/// A chain with its state on a store: blocks, receipts, indexes, and the state of the head and of
/// the last blocks before it.
///
///     let ledger = try ChainLedger.open(in: store, chain: genesis, machine: machine)
///     let executed = try ledger.execute(encodedBlock)
///     try ledger.commit(executed, attachments: [seal])
///
/// Each commit is one durable transaction that writes the block's record and nothing else; every
/// so many blocks it writes state, tries and indexes too. What changed meanwhile is in memory, and
/// after a crash comes from the records again.
///
/// A ledger belongs to one thread. Whoever reads it beside the one that executes puts a lock
/// around both.
public final class ChainLedger<Store: LedgerStore> {
  public typealias Failure = LedgerError<Store.Failure>

  public let store: Store
  public let settings: LedgerSettings
  public let executor: BlockExecutor
  public let genesisHash: Hash
  let genesisNumber: UInt64
  let runner: any PartRunner
  /// Contracts ready to run, for whoever executes on this ledger.
  public let codes = CodeCache()
  let journal: Journal<LedgerState<Store>>
  /// The state at the head, with the block that waits to be committed.
  public let state: LedgerState<Store>

  /// The last blocks, as far as validation looks back.
  var window: AncestorWindow
  var heights: LedgerHeights
  var covered: UInt64
  var index: IndexBuilder
  /// Blocks that were executed and await the next commit.
  var staged: [StagedBlock] = []
  /// The number of the executed block that waits; 0 when none does.
  var pendingTicket: UInt64 = 0
  var lastTicket: UInt64 = 0
  var packing = Packing()
  /// An earlier state of which parts are asked for.
  var given: GivenState<Store>?
  /// The tries are of no use: they have to be read again.
  var needsReload = false

  init(
    store: Store, settings: LedgerSettings, executor: BlockExecutor, runner: any PartRunner,
    state: LedgerState<Store>, genesis: (number: UInt64, hash: Hash), window: AncestorWindow,
    heights: LedgerHeights, covered: UInt64
  ) {
    self.store = store
    self.settings = settings
    self.executor = executor
    self.runner = runner
    self.state = state
    journal = Journal(source: state, codes: codes)
    genesisNumber = genesis.number
    genesisHash = genesis.hash
    self.window = window
    self.heights = heights
    self.covered = covered
    index = IndexBuilder(first: heights.flushed + 1)
  }

  /// The last block that was committed, or staged.
  public var head: BlockHeader { window.parent.header }
  public var headHash: Hash { window.parent.hash }
  /// The block up to which state and indexes are in their tables.
  public var flushedHeight: UInt64 { heights.flushed }
  /// The oldest block that is kept, beside the genesis block.
  public var oldestHeight: UInt64 { heights.oldest }
  /// The highest block that a checkpoint covers.
  public var coveredHeight: UInt64 { covered }
}

/// A block with its record, ready to be written.
struct StagedBlock {
  var number: UInt64
  var key: [UInt8]
  var record: BlockRecord
  var bytes: [UInt8]
}

/// A block that was executed and waits to be committed or discarded.
public struct ExecutedBlock: Sendable {
  public let block: Block
  public let encoded: [UInt8]
  public let hash: Hash
  public let result: BlockResult
  let ticket: UInt64
  let writes: [UInt8]

  /// What a seal names the block's access list by.
  public var accessListHash: Hash { Keccak256.hash(writes) }

  /// Whether that is the encoding of the block's access list.
  public func hasAccessList(_ encoded: [UInt8]) -> Bool { writes == encoded }
}
