import BlockExecution
import ChainTypes
import EVM
import EVMAssembly
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import StateStore

extension SelfTest {
  static var ledgerChecks: [SelfTestCheck] {
    [
      SelfTestCheck("ledger: blocks and their state are there after reopening") {
        guard let folder = try? TemporaryFolder(prefix: "cairn-selftest-") else {
          return "no temporary folder could be made"
        }
        do throws(LedgerError<StoreError>) {
          let heads = try SelfTestLedger.appended(in: folder.path)
          let again = try SelfTestLedger.reopened(in: folder.path)
          return heads == again ? nil : "the head or its state is another"
        } catch {
          if case .store(let error) = error { return error.text }
          return "the ledger refused its own blocks"
        }
      }
    ]
  }
}

/// A chain of a few blocks whose contract counts in slot 0.
private enum SelfTestLedger {
  typealias Failure = LedgerError<StoreError>

  /// What a ledger says of its end.
  struct Head: Equatable {
    let number: UInt64
    let hash: Hash
    let counted: Word
  }

  /// More than a flush, and some blocks beyond it.
  private static var blocks: UInt64 { 11 }
  private static var settings: LedgerSettings { LedgerSettings(flushInterval: 8) }
  private static var board: Address { Address(Word(0xb0a7d)) }
  private static var contract: Address { Address(Word(0xc0de)) }

  private static var code: [UInt8] {
    Assembly {
      Op.sstore(0, Op.add(Op.sload(0), 1))
      Op.sstore(Op.number.assembly, Op.sload(0))
      Op.stop
    }.bytes
  }

  private static var genesis: ChainGenesis {
    var header = BlockHeader()
    header.gasLimit = 30_000_000
    header.timestamp = 1_700_000_000
    header.baseFee = .zero
    header.withdrawalsRoot = Keccak256.emptyTrieRoot
    return ChainGenesis(
      header: header,
      accounts: [
        GenesisAccount(address: board),
        GenesisAccount(address: contract, nonce: 1, code: code),
      ], chainID: 1 << 40, schedule: ForkSchedule(.shanghai))
  }

  private static func store(_ folder: String) throws(Failure) -> LMDBLedgerStore {
    do throws(StoreError) {
      return try LMDBLedgerStore(folder: folder, mapSize: SelfTest.mapSize)
    } catch { throw .store(error) }
  }

  private static func head(of ledger: ChainLedger<LMDBLedgerStore>) -> Head {
    Head(
      number: ledger.head.number, hash: ledger.headHash,
      counted: ledger.state.slot(contract, .zero))
  }

  static func appended(in folder: String) throws(Failure) -> Head {
    let ledger = try ChainLedger.create(
      in: try store(folder), genesis: genesis, machine: Machine(backend: .system),
      settings: settings)
    for number in 1...blocks {
      var transaction = Transaction()
      transaction.nonce = number - 1
      transaction.gasLimit = 200_000
      transaction.to = contract
      let template = BlockTemplate(timestamp: 1_700_000_000 + number, coinbase: board)
      let built = try ledger.build(template, [BatchTransaction(transaction, sender: board)])
      try ledger.commit(built.executed)
    }
    return head(of: ledger)
  }

  static func reopened(in folder: String) throws(Failure) -> Head {
    let ledger = try ChainLedger.open(
      in: try store(folder), chain: genesis, machine: Machine(backend: .system),
      settings: settings)
    let found = head(of: ledger)
    let isCounted = found.number == blocks && found.counted == Word(blocks)
    return isCounted ? found : Head(number: 0, hash: .zero, counted: .zero)
  }
}
