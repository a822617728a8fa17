import BlockExecution
import ChainTypes
import EVM
import Lanes
import Ledger
import LedgerStorage
import LinuxIO
import NativeCrypto
import StateStore
import Statements

/// The lanes of which there are stores here. Those of others have a folder each.
public final class LaneShelf {
  let folder: String
  let settings: LedgerSettings
  public private(set) var books: [Lane: LaneBook] = [:]
  /// The own lane, whose ledger somebody else opened.
  let own: LaneBook?
  /// States that are on their way.
  var arriving: [Lane: StateArrival] = [:]
  private let kept: LinkStore
  private let crew: LaneCrew
  /// Threads that help with others' blocks; nil for none.
  private let execution: LaneExecution?
  /// Who made a cosignature; nil for none of this fleet.
  let signer: (Signed<Cosignature>) -> Address?

  /// Opens every lane that is there.
  init(
    folder: String, own: LaneBook?, retention: LedgerSettings.Retention, kept: LinkStore,
    crew: LaneCrew, execution: LaneExecution? = nil, takesStates: Bool = false,
    signer: @escaping (Signed<Cosignature>) -> Address?
  ) throws(LinkFailure) {
    self.crew = crew
    self.execution = execution
    self.signer = signer
    self.folder = folder
    self.own = own
    self.kept = kept
    settings = LaneShelf.settings(retention)
    if let own { books[own.lane] = own }
    let names: [String]
    do throws(SystemError) {
      try Folder.create(folder)
      names = try Folder.names(folder)
    } catch {
      throw .system(error)
    }
    try placeFinished(names)
    // Of those that were there, and those that took a place just now.
    for name in names + names.map(LaneShelf.laneName)
    where Folder.kind("\(folder)/\(name)") == .folder {
      guard let lane = LaneShelf.lane(name), books[lane] == nil else { continue }
      if let book = try open(lane) { books[lane] = book }
    }
    try resumeStates(names, isWanted: takesStates)
  }
}

extension LaneShelf {
  static func name(_ lane: Lane) -> String { "\(lane.board.hex)-\(lane.term)" }

  public static func lane(_ name: String) -> Lane? {
    guard let dash = name.utf8.firstIndex(of: UInt8(ascii: "-")),
      let board = Address(hex: String(name[..<dash])),
      let term = UInt64(String(name[name.index(after: dash)...]))
    else { return nil }
    return Lane(board: board, term: term)
  }

  func put(_ book: LaneBook) { books[book.lane] = book }

  func removeBook(_ lane: Lane) { books[lane] = nil }

  func path(_ lane: Lane) -> String { "\(folder)/\(LaneShelf.name(lane))" }

  /// How the ledger of another's lane is kept.
  public static func settings(_ retention: LedgerSettings.Retention) -> LedgerSettings {
    LedgerSettings(retention: retention, trieCacheBytes: LinkLimits.laneCache)
  }

  /// Makes an empty lane in a folder of lanes, for whoever does not follow the fleet.
  public static func create(
    _ lane: Lane, _ genesis: ChainGenesis, in folder: String
  ) throws(LinkFailure) {
    let path = "\(folder)/\(name(lane))"
    do throws(SystemError) { try Folder.create(path) } catch { throw .system(error) }
    do throws(LedgerError<StoreError>) {
      _ = try StoredLane.create(
        in: try store(path), genesis: genesis, machine: Machine(backend: .system),
        settings: settings(.everything))
    } catch {
      throw .ledger(error)
    }
  }

  /// One lane of a folder of lanes, for whoever does not follow the fleet.
  public static func book(_ lane: Lane, in folder: String) throws(LinkFailure) -> LaneBook? {
    let path = "\(folder)/\(name(lane))"
    guard Folder.kind(path) == .folder else { return nil }
    return try open(lane, path, settings(.everything), LaneCrew(), nil)
  }

  private var help: LaneHelp? { execution.map { LaneHelp($0) } }

  func open(_ lane: Lane) throws(LinkFailure) -> LaneBook? {
    try LaneShelf.open(lane, path(lane), settings, crew, help)
  }

  /// Nil for a folder in which nothing was finished.
  private static func open(
    _ lane: Lane, _ path: String, _ settings: LedgerSettings, _ crew: LaneCrew,
    _ help: LaneHelp?
  ) throws(LinkFailure) -> LaneBook? {
    do throws(LedgerError<StoreError>) {
      let store = try store(path)
      guard try StoredLane.exists(in: store),
        let document = try StoredLane.genesisDocument(in: store),
        let genesis = LaneOrigin(text: document).genesis
      else { return nil }
      let ledger = try StoredLane.open(
        in: store, chain: genesis, machine: Machine(backend: .system), settings: settings,
        runner: LaneHelp.runner(help))
      return LaneBook(lane, ledger, crew: crew, help: help)
    } catch {
      throw .ledger(error)
    }
  }

  /// A new lane from its beginning, when that is what the manifest names.
  func create(_ lane: Lane, _ origin: LaneOrigin, genesisHash: Hash) throws(LinkFailure) -> Bool {
    guard books[lane] == nil else { return true }
    guard let genesis = origin.genesis, genesis.header.hash == genesisHash,
      LaneOrigin.identity(genesis)?.lane == lane
    else { return false }
    do throws(SystemError) { try Folder.create(path(lane)) } catch { throw .system(error) }
    do throws(LedgerError<StoreError>) {
      let (store, help) = (try LaneShelf.store(path(lane)), help)
      let runner = LaneHelp.runner(help)
      let ledger =
        try StoredLane.exists(in: store)
        ? try StoredLane.open(
          in: store, chain: genesis, machine: Machine(backend: .system), settings: settings,
          runner: runner)
        : try StoredLane.create(
          in: store, genesis: genesis, machine: Machine(backend: .system), settings: settings,
          runner: runner)
      // A lane that was begun anew, when the power went in the middle of it.
      try takeBack(lane, to: ledger)
      books[lane] = LaneBook(lane, ledger, crew: crew, help: help)
      return true
    } catch {
      throw .ledger(error)
    }
  }

  /// Begins another's lane anew at its genesis; its values stay.
  func reset(_ lane: Lane) throws(LinkFailure) {
    guard lane != own?.lane, let book = books[lane] else { return }
    dropState(lane)
    do throws(LedgerError<StoreError>) {
      try keep(lane, of: book.ledger)
      guard let document = try StoredLane.genesisDocument(in: book.ledger.store),
        let genesis = LaneOrigin(text: document).genesis
      else { return }
      // The store's folder may be opened again when its last owner is gone.
      books[lane] = nil
      try wipe(book.ledger.store)
      let help = help
      let ledger = try StoredLane.create(
        in: book.ledger.store, genesis: genesis, machine: Machine(backend: .system),
        settings: settings, runner: LaneHelp.runner(help))
      try takeBack(lane, to: ledger)
      books[lane] = LaneBook(lane, ledger, crew: crew, help: help)
    } catch {
      throw .ledger(error)
    }
  }

  /// Makes the values of a lane durable elsewhere, before its store is emptied: a witness's locks
  /// must survive whatever happens in between.
  private func keep(_ lane: Lane, of ledger: StoredLane) throws(LedgerError<StoreError>) {
    var writer = PackedWriter()
    for value in try ledger.values() {
      for part in [value.name, value.value] {
        writer.append(UInt32(part.count))
        for byte in part { writer.append(byte) }
      }
    }
    do throws(StoreError) {
      try kept.set([("kept.\(LaneShelf.name(lane))", writer.bytes)])
    } catch {
      throw .store(error)
    }
  }

  private func takeBack(_ lane: Lane, to ledger: StoredLane) throws(LedgerError<StoreError>) {
    let name = "kept.\(LaneShelf.name(lane))"
    let stored: [UInt8]?
    do throws(StoreError) { stored = try kept.value(name) } catch { throw .store(error) }
    guard let bytes = stored else { return }
    try ledger.setValues(LaneShelf.unpacked(bytes))
    do throws(StoreError) { try kept.set([(name, [])]) } catch { throw .store(error) }
  }

  private static func unpacked(_ bytes: [UInt8]) -> [DurableValue] {
    let parts = parts(bytes)
    return stride(from: 0, to: parts.count - 1, by: 2).map {
      DurableValue(name: parts[$0], value: parts[$0 + 1])
    }
  }

  /// Strings behind their lengths.
  static func parts(_ bytes: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var position = 0
    while position + 4 <= bytes.count {
      let count = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      position += 4
      guard position + count <= bytes.count else { break }
      parts.append(Array(bytes[position..<position + count]))
      position += count
    }
    return parts
  }

  /// Takes everything out, so that a ledger can be made there.
  private func wipe(_ store: LMDBLedgerStore) throws(LedgerError<StoreError>) {
    do throws(StoreError) {
      try store.begin()
      for table in LedgerTable.allCases { try store.clear(table) }
      try store.commit()
    } catch {
      store.abort()
      throw .store(error)
    }
  }

  static func store(_ path: String) throws(LedgerError<StoreError>) -> LMDBLedgerStore {
    do throws(StoreError) {
      // Nobody is told how much was written for one of many lanes.
      return try LMDBLedgerStore(
        folder: path, mapSize: LinkLimits.laneMap, countsBytes: false)
    } catch {
      throw .store(error)
    }
  }
}
