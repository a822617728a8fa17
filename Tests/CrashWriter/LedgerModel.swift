import BlockExecution
import ChainTypes
import EVM
import EVMAssembly
import Ledger
import LedgerStorage
import MerkleTrie
import StateStore

/// A ledger whose blocks follow from their height, and a walk over all that it stores.
struct LedgerModel {
  typealias Failure = LedgerError<StoreError>

  static let sender = Address(Word(0xa001))
  static let contract = Address(Word(0xc0de))

  let store: LMDBLedgerStore
  let ledger: ChainLedger<LMDBLedgerStore>

  /// Opens the ledger in a folder, or makes it there when its making was not finished.
  init(_ folder: String) throws(Failure) {
    do throws(StoreError) {
      store = try LMDBLedgerStore(folder: folder, mapSize: CrashWriter.mapSize)
    } catch { throw .store(error) }
    let machine = Machine(backend: LedgerModel.backend)
    if try ChainLedger.exists(in: store) {
      ledger = try ChainLedger.open(
        in: store, chain: LedgerModel.genesis, machine: machine, settings: LedgerModel.settings)
    } else {
      ledger = try ChainLedger.create(
        in: store, genesis: LedgerModel.genesis, machine: machine, settings: LedgerModel.settings)
    }
  }

  var head: UInt64 { ledger.head.number }

  /// Appends the next block: some slots of a contract change, others go, and there is a log.
  func append() throws(Failure) {
    let number = head + 1
    var data: [UInt8] = []
    for index in 0..<12 as Range<UInt64> {
      let draw = (number &* 31 &+ index &* 7) &* 0x9e37_79b9_7f4a_7c15
      data += Word(draw >> 56).bytes
      data += Word(draw % 5 == 0 ? 0 : draw >> 20).bytes
    }
    var transaction = Transaction()
    transaction.nonce = number - 1
    transaction.gasLimit = 2_000_000
    transaction.to = LedgerModel.contract
    transaction.data = data
    transaction.signature = TransactionSignature(v: 27, r: LedgerModel.sender.word, s: 1)
    let template = BlockTemplate(timestamp: 1000 + number, coinbase: LedgerModel.sender)
    let built = try ledger.build(
      template, [BatchTransaction(transaction, sender: LedgerModel.sender)])
    try ledger.commit(
      built.executed, attachments: [],
      values: [DurableValue(name: Array("outbox".utf8), value: Word(number).bytes)])
  }

  /// Small windows, so that a cut meets every kind of commit.
  private static var settings: LedgerSettings {
    LedgerSettings(flushInterval: 8, nodeInterval: 16, history: 20, retention: .everything)
  }

  private static let backend = CryptoBackend(
    recover: { _, r, _, _ in Address(r) }, sha256: { Keccak256.hash($0) },
    ripemd160: { _ in [UInt8](repeating: 0, count: 20) }, modularPower: { _, _, m in m },
    verifyP256: { _, _, _, _, _ in false })

  /// Stores the second of each pair of words in the slot that the first names, and logs one.
  private static let code = Assembly {
    for pair in 0..<12 as Range<UInt64> {
      Op.sstore(
        Op.calldataload(push(Word(pair * 64))), Op.calldataload(push(Word(pair * 64 + 32))))
    }
    Op.log1(0, 0, Op.calldataload(0))
    Op.stop
  }.bytes

  private static var genesis: ChainGenesis {
    var header = BlockHeader()
    header.gasLimit = 30_000_000
    header.timestamp = 1000
    header.baseFee = .zero
    header.withdrawalsRoot = Keccak256.emptyTrieRoot
    return ChainGenesis(
      header: header,
      accounts: [
        GenesisAccount(address: sender, balance: 1_000_000),
        GenesisAccount(
          address: contract, nonce: 1, code: code,
          storage: (0..<300).map { (key: Word(UInt64($0)), value: Word(UInt64($0 + 1))) }),
      ], chainID: 1, schedule: ForkSchedule(.shanghai), document: Array("crashes".utf8))
  }
}
