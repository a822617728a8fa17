import BlockExecution
import ChainTypes
import EVM
import Ledger
import LedgerStorage
import LinuxIO
import StateStore

/// Runs a blockchain test on a ledger of its own in LMDB: branches go back and forth on one stored
/// state, and every block is durable before the next.
struct LedgerBlockCheck {
  typealias TestLedger = ChainLedger<LMDBLedgerStore>

  let machine: Machine

  /// Nil when the chain ends as the test says, else what differs.
  func difference(_ test: BlockTest, _ schedule: ForkSchedule) -> String? {
    let genesis: ChainGenesis
    do throws(GenesisError) {
      genesis = try ChainGenesis(FixtureGenesis.document(test, schedule))
    } catch { return error.description }
    if genesis.header.hash != test.genesisHash {
      return "the genesis document has hash \(genesis.header.hash.hex), expected "
        + test.genesisHash.hex
    }
    do throws(SystemError) {
      let folder = try TemporaryFolder(prefix: "blocktest")
      do throws(LedgerError<StoreError>) {
        return try run(test, genesis, folder.path)
      } catch { return "the ledger: \(error.text { $0.text })" }
    } catch { return error.text }
  }

  private func run(
    _ test: BlockTest, _ genesis: ChainGenesis, _ folder: String
  ) throws(LedgerError<StoreError>) -> String? {
    let store: LMDBLedgerStore
    do throws(StoreError) {
      store = try LMDBLedgerStore(folder: folder, mapSize: Limits.testMap)
    } catch { throw .store(error) }
    var settings = LedgerSettings()
    // So that short chains are flushed, too, and gone back over.
    settings.flushInterval = 2
    settings.nodeInterval = 4
    let ledger = try TestLedger.create(
      in: store, genesis: genesis, expectedRoot: test.genesisHeader.stateRoot, machine: machine,
      settings: settings)
    let importer = try ChainImporter(ledger, interval: 1)
    for (index, entry) in test.entries.enumerated() {
      if let difference = try add(entry, importer) { return "block \(index) \(difference)" }
    }
    if ledger.headHash != test.lastHash {
      return "head \(ledger.headHash.hex) (\(ledger.head.number)), expected \(test.lastHash.hex)"
    }
    if let difference = try checkReopened(ledger, genesis, settings) { return difference }
    return try checkState(test, ledger)
  }

  private func add(
    _ entry: BlockTest.Entry, _ importer: ChainImporter<LMDBLedgerStore>
  ) throws(LedgerError<StoreError>) -> String? {
    do throws(ChainFileError) {
      let block = try ChainFileBlock(entry.encoded)
      do throws(LedgerError<StoreError>) {
        _ = try importer.importBlock(block)
      } catch {
        guard case .invalid(let reason) = error else { return error.text { $0.text } }
        return entry.exception == nil ? "was refused: \(reason)" : nil
      }
    } catch { return entry.exception == nil ? "was refused: \(error)" : nil }
    return entry.exception.map { "was accepted, but must be refused with \($0)" }
  }

  /// What another opening makes of the folder: the blocks since the flush come from their records.
  private func checkReopened(
    _ ledger: TestLedger, _ genesis: ChainGenesis, _ settings: LedgerSettings
  ) throws(LedgerError<StoreError>) -> String? {
    let again = try TestLedger.open(
      in: ledger.store, chain: genesis, machine: machine, settings: settings)
    return again.headHash == ledger.headHash
      ? nil : "opened again, the head is \(again.headHash.hex)"
  }

  private func checkState(
    _ test: BlockTest, _ ledger: TestLedger
  ) throws(LedgerError<StoreError>) -> String? {
    guard case .accounts(let accounts)? = test.post else {
      guard case .root(let root)? = test.post else { return nil }
      return root == ledger.head.stateRoot ? nil : "state root, expected \(root.hex)"
    }
    let root = MemoryState(accounts).root()
    if root != ledger.head.stateRoot { return "state root, expected \(root.hex)" }
    let state = ledger.state
    for expected in accounts {
      guard let found = state.account(expected.address) else {
        return "\(expected.address.hex) is missing"
      }
      guard found.nonce == expected.nonce, found.balance == expected.balance,
        state.code(found.codeHash) == expected.code
      else { return "\(expected.address.hex) is another than expected" }
      for slot in expected.storage where state.slot(expected.address, slot.key) != slot.value {
        return "slot \(slot.key.hex) of \(expected.address.hex) is another than expected"
      }
    }
    if let failure = state.failure { throw failure }
    return nil
  }
}
