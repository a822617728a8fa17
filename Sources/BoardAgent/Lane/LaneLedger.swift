import ChainTypes
import EVM
import JSONText
import Lanes
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import StateStore
import Statements

/// A lane's ledger on the board's disk.
public typealias LaneLedger = ChainLedger<LMDBLedgerStore>

/// Opens a lane in a data folder.
public enum LaneOpening {
  /// The lane of a folder, created from its genesis the first time.
  public static func open(
    _ folder: AgentFolder, settings: LedgerSettings, mapSize: Int,
    runner: any PartRunner = SerialRunner()
  ) throws(AgentFailure) -> (ledger: LaneLedger, identity: LaneIdentity) {
    let genesis = try readGenesis(folder)
    guard let switches = genesis.lane, let fleet = switches.fleet, let board = switches.lane,
      let term = switches.term
    else {
      throw .malformed(
        file: folder.genesis, "config.cairn lacks fleet, lane or term, so this is no lane")
    }
    let identity = LaneIdentity(fleet: fleet, lane: Lane(board: board, term: term))
    guard identity.chainID == genesis.chainID else {
      throw .malformed(
        file: folder.genesis, "chainId is \(genesis.chainID), the lane's is \(identity.chainID)")
    }
    try makeFolder(folder.ledger)
    let machine = Machine(backend: .system)
    do throws(LedgerError<StoreError>) {
      let store = try opened(folder.ledger, mapSize)
      let ledger =
        try LaneLedger.exists(in: store)
        ? try LaneLedger.open(
          in: store, chain: genesis, machine: machine, settings: settings, runner: runner)
        : try LaneLedger.create(
          in: store, genesis: genesis, machine: machine, settings: settings, runner: runner)
      return (ledger, identity)
    } catch {
      throw .ledger(error)
    }
  }

  private static func opened(
    _ folder: String, _ mapSize: Int
  ) throws(LedgerError<StoreError>) -> LMDBLedgerStore {
    do throws(StoreError) {
      return try LMDBLedgerStore(folder: folder, mapSize: mapSize)
    } catch {
      throw .store(error)
    }
  }

  static func makeFolder(_ path: String) throws(AgentFailure) {
    do throws(SystemError) { try Folder.create(path) } catch { throw .system(error) }
  }

  private static func readGenesis(_ folder: AgentFolder) throws(AgentFailure) -> ChainGenesis {
    guard Folder.kind(folder.genesis) == .file else { throw .notInitialised(folder) }
    let text: [UInt8]
    do throws(SystemError) {
      text = try WholeFile.read(folder.genesis, limit: AgentLimits.genesisBytes)
    } catch {
      throw .system(error)
    }
    let document: JSONValue
    do throws(JSONTextError) { document = try JSONReader.parse(text) } catch {
      throw .malformed(file: folder.genesis, error.text)
    }
    do throws(GenesisError) { return try ChainGenesis(document, document: text) } catch {
      throw .malformed(file: folder.genesis, "\(error)")
    }
  }
}
