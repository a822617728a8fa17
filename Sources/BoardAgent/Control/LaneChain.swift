import BlockExecution
import ChainTypes
import EVM
import FleetLink
import Ledger
import LedgerStorage
import MerkleTrie
import PendingTransactions
import RPCMethods
import StateStore

/// A lane as JSON-RPC sees it: its ledger and its pool.
final class LaneChain: RPCChain {
  let ledger: LaneLedger
  let execution: LaneExecution
  var pool: TransactionPool
  var finalNumber: UInt64?
  var syncTarget: UInt64?
  var peerCount = 0
  /// Milliseconds of the loop's clock, for arrivals.
  var now: UInt64 = 0

  init(_ ledger: LaneLedger, execution: LaneExecution, pool: TransactionPool) {
    self.ledger = ledger
    self.execution = execution
    self.pool = pool
  }

  var chainID: UInt64 { ledger.executor.chainID }
  var headNumber: UInt64 { ledger.head.number }
  /// Beside it the genesis block is always there.
  var oldestBlock: UInt64 { ledger.oldestHeight <= 1 ? 0 : ledger.oldestHeight }
  var oldestState: UInt64 { (try? ledger.oldestState()) ?? ledger.head.number }
  var executor: BlockExecutor { ledger.executor }
  var codes: CodeCache { ledger.codes }

  func block(at number: UInt64) throws(RPCError) -> RPCBlock? {
    guard let stored = try stored(number) else { return nil }
    return RPCBlock(
      block: stored.block, hash: stored.hash, size: stored.record.encodedBlock.count)
  }

  func number(of hash: Hash) throws(RPCError) -> UInt64? {
    try asked { () throws(LaneLedger.Failure) in try ledger.block(hash)?.number }
  }

  func execution(at number: UInt64) throws(RPCError) -> RPCExecution {
    guard let stored = try stored(number) else { throw .failed("block \(number) is not kept") }
    return RPCExecution(receipts: stored.receipts, senders: stored.senders)
  }

  func place(of transaction: Hash) throws(RPCError) -> RPCPlace? {
    let found = try asked { () throws(LaneLedger.Failure) in try ledger.transaction(transaction) }
    return found.map { RPCPlace(block: $0.block.number, index: $0.index) }
  }

  private func stored(_ number: UInt64) throws(RPCError) -> StoredBlock? {
    try asked { () throws(LaneLedger.Failure) in try ledger.block(number) }
  }

  /// What goes wrong in the ledger is an internal error to who asks.
  private func asked<R>(_ body: () throws(LaneLedger.Failure) -> R) throws(RPCError) -> R {
    do throws(LaneLedger.Failure) { return try body() } catch {
      throw .failed(error.text { $0.text })
    }
  }

  func logs(_ filter: RPCLogFilter, limit: Int) throws(RPCError) -> [RPCLog] {
    let wanted = LogFilter(
      from: filter.blocks.lowerBound, to: filter.blocks.upperBound, addresses: filter.addresses,
      topics: filter.topics)
    let found: [FoundLog]
    do throws(LaneLedger.Failure) { found = try ledger.logs(wanted) } catch {
      if case .tooMuch = error { throw .limitExceeded(error.text { $0.text }) }
      throw .failed(error.text { $0.text })
    }
    var result: [RPCLog] = []
    var block: (number: UInt64, timestamp: UInt64)?
    for log in found.prefix(limit + 1) {
      if block?.number != log.blockNumber {
        block = (log.blockNumber, try stored(log.blockNumber)?.header.timestamp ?? 0)
      }
      result.append(
        RPCLog(
          log: log.log, block: log.blockNumber, blockHash: log.blockHash,
          timestamp: block?.timestamp ?? 0, transaction: log.transactionHash,
          transactionIndex: log.transactionIndex, index: log.logIndex))
    }
    return result
  }

  func withState<T>(
    at number: UInt64, _ body: (LedgerState<LMDBLedgerStore>) throws(RPCError) -> T
  ) throws(RPCError) -> T {
    let state = try asked { () throws(LaneLedger.Failure) in try ledger.state(at: number) }
    let result = try body(state)
    // A read that failed answered with nothing, which is no answer.
    if let failure = state.failure { throw .failed(failure.text { $0.text }) }
    return result
  }

  func proof(
    of address: Address, slots: [Word], at number: UInt64
  ) throws(RPCError) -> RPCAccountProof {
    let proof = try asked { () throws(LaneLedger.Failure) in
      try ledger.proof(of: address, slots: slots, at: number)
    }
    return RPCAccountProof(
      nonce: proof.account?.nonce ?? 0, balance: proof.account?.balance ?? .zero,
      codeHash: proof.account?.codeHash ?? Keccak256.emptyHash,
      storageRoot: proof.account?.storageRoot ?? Keccak256.emptyTrieRoot, nodes: proof.nodes,
      slots: proof.slots.map { .init(key: $0.slot, value: $0.value, nodes: $0.nodes) })
  }
}
