import BlockExecution
import ChainTypes
import EVM
import MerkleTrie
import RPCMethods

/// A chain in memory that executes what it is given, with every state kept.
final class TestChain: RPCChain {
  static let rich = Address(0xa11ce)
  static let ether: Word = 1_000_000_000_000_000_000

  /// Recovery answers the address whose number is the signature's r.
  static let backend = CryptoBackend(
    recover: { _, r, _, _ in Address(r) }, sha256: { _ in .zero }, ripemd160: { _ in [] },
    modularPower: { _, _, _ in [] }, verifyP256: { _, _, _, _, _ in false })

  let chainID: UInt64 = 1 << 41 | 5
  let executor: BlockExecutor
  let codes = CodeCache()
  private(set) var blocks: [RPCBlock] = []
  private(set) var executions: [RPCExecution] = []
  private(set) var states: [MemoryState] = []
  var waiting: [Hash: (transaction: Transaction, sender: Address)] = [:]
  var oldestState: UInt64 = 0
  var finalNumber: UInt64?
  var syncTarget: UInt64?

  init(code: [Address: [UInt8]] = [:]) {
    executor = BlockExecutor(
      machine: Machine(backend: TestChain.backend), schedule: ForkSchedule(.shanghai),
      chainID: chainID)
    let state = MemoryState()
    state.setAccount(TestChain.rich, nonce: 0, balance: TestChain.ether)
    for (address, code) in code { state.setAccount(address, nonce: 1, balance: 0, code: code) }
    var header = BlockHeader()
    header.gasLimit = 30_000_000
    header.baseFee = 0
    header.withdrawalsRoot = Keccak256.emptyTrieRoot
    header.stateRoot = state.root()
    keep(Block(header: header, withdrawals: []), RPCExecution(receipts: [], senders: []), state)
  }

  private func keep(_ block: Block, _ execution: RPCExecution, _ state: MemoryState) {
    let size = block.encoded().count
    blocks.append(RPCBlock(block: block, hash: block.header.hash, size: size))
    executions.append(execution)
    states.append(state)
  }

  /// Executes a batch into the next block.
  func append(_ transactions: [Transaction]) throws(InvalidTransaction) {
    let parent = blocks[blocks.count - 1]
    var header = parent.block.header
    header.parentHash = parent.hash
    header.number += 1
    header.timestamp += 10
    let state = states[states.count - 1].copy()
    let journal = Journal(source: state, codes: codes)
    var context = executor.context(of: header)
    journal.begin(fork: .shanghai)
    var execution = RPCExecution(receipts: [], senders: [])
    header.bloom = Bloom()
    for transaction in transactions {
      let sender = Address(transaction.signature.r)
      let result = try executor.transactions.execute(
        transaction, sender: sender, in: context, on: journal)
      context.add(result)
      let receipt = result.receipt(cumulativeGasUsed: context.gasUsed)
      header.bloom.formUnion(receipt.bloom)
      execution.receipts.append(receipt)
      execution.senders.append(sender)
    }
    state.apply(journal.takeChanges())
    header.stateRoot = state.root()
    header.gasUsed = context.gasUsed
    header.transactionsRoot = OrderedTrie.root(of: transactions.map { $0.encoded() })
    header.receiptsRoot = OrderedTrie.root(of: execution.receipts.map { $0.encoded() })
    keep(
      Block(header: header, transactions: transactions, withdrawals: []), execution, state)
  }

  /// A transaction of the rich account.
  func transaction(
    nonce: UInt64, to: Address?, data: [UInt8] = [], value: Word = .zero
  ) -> Transaction {
    var transaction = Transaction(kind: .feeMarket)
    transaction.chainID = chainID
    transaction.nonce = nonce
    transaction.gasLimit = 200_000
    transaction.to = to
    transaction.data = data
    transaction.value = value
    transaction.signature = TransactionSignature(v: .zero, r: TestChain.rich.word, s: .one)
    return transaction
  }

  var headNumber: UInt64 { UInt64(blocks.count - 1) }
  var oldestBlock: UInt64 { 0 }
  var peerCount: Int { 2 }

  func block(at number: UInt64) throws(RPCError) -> RPCBlock? { blocks[Int(number)] }

  func number(of hash: Hash) throws(RPCError) -> UInt64? {
    blocks.firstIndex { $0.hash == hash }.map { UInt64($0) }
  }

  func execution(at number: UInt64) throws(RPCError) -> RPCExecution { executions[Int(number)] }

  func place(of transaction: Hash) throws(RPCError) -> RPCPlace? {
    for (number, stored) in blocks.enumerated() {
      let index = stored.block.transactions.firstIndex { $0.hash == transaction }
      if let index { return RPCPlace(block: UInt64(number), index: index) }
    }
    return nil
  }

  func logs(_ filter: RPCLogFilter, limit: Int) throws(RPCError) -> [RPCLog] {
    var found: [RPCLog] = []
    for number in filter.blocks {
      let stored = blocks[Int(number)]
      var index = 0
      for (place, receipt) in executions[Int(number)].receipts.enumerated() {
        for log in receipt.logs {
          defer { index += 1 }
          guard filter.matches(log) else { continue }
          found.append(
            RPCLog(
              log: log, block: number, blockHash: stored.hash,
              timestamp: stored.block.header.timestamp,
              transaction: stored.block.transactions[place].hash, transactionIndex: place,
              index: index))
          if found.count > limit { return found }
        }
      }
    }
    return found
  }

  func withState<T>(
    at number: UInt64, _ body: (MemoryState) throws(RPCError) -> T
  ) throws(RPCError) -> T {
    try body(states[Int(number)])
  }

  func proof(
    of address: Address, slots: [Word], at number: UInt64
  ) throws(RPCError) -> RPCAccountProof {
    let account = states[Int(number)].account(address)
    return RPCAccountProof(
      nonce: account?.nonce ?? 0, balance: account?.balance ?? .zero,
      codeHash: account?.codeHash ?? Keccak256.emptyHash, storageRoot: Keccak256.emptyTrieRoot,
      nodes: [[1, 2]], slots: slots.map { .init(key: $0, value: .zero, nodes: []) })
  }

  func pending(_ hash: Hash) -> (transaction: Transaction, sender: Address)? { waiting[hash] }

  func pendingNonce(of address: Address, account: UInt64) -> UInt64 {
    account + UInt64(waiting.values.filter { $0.sender == address }.count)
  }

  func submit(_ encoded: [UInt8]) throws(RPCError) -> Hash {
    do throws(TransactionDecodingError) {
      let transaction = try Transaction(decoding: encoded)
      waiting[transaction.hash] = (transaction, Address(transaction.signature.r))
      return transaction.hash
    } catch {
      throw .failed("rlp: \(error)")
    }
  }
}

extension RPCServer {
  /// The answer's result; nil for an error.
  func result(_ method: String, _ parameters: JSONValue...) -> JSONValue? {
    ask(method, parameters)["result"]
  }

  func error(_ method: String, _ parameters: JSONValue...) -> JSONValue? {
    ask(method, parameters)["error"]
  }

  private func ask(_ method: String, _ parameters: [JSONValue]) -> JSONValue {
    answer([
      "jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .array(parameters),
    ]) ?? .null
  }
}
