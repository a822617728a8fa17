import Ledger
import LinuxIO
import StateStore

/// A ledger's store in LMDB. A view is begun when something is read, and ended by the ledger.
public final class LMDBLedgerStore: LedgerStore {
  public typealias Failure = StoreError

  public let store: Store
  let tables: LedgerTables
  var view: View?
  var writer: WriteTransaction?
  /// A transaction may be used by one thread at a time (mdb_txn_begin); a parallel root has
  /// several.
  let lock = Lock()

  /// A transaction that is shared by the reads between two endings.
  final class View {
    let transaction: ReadTransaction
    init(_ transaction: consuming ReadTransaction) { self.transaction = transaction }
  }

  /// Opens the store in an existing folder, or makes one there.
  public convenience init(
    folder: String, mapSize: Int = StoreLimits.mapSize, countsBytes: Bool = true
  ) throws(StoreError) {
    try self.init(try Store(folder: folder, mapSize: mapSize, countsBytes: countsBytes))
  }

  /// Over a store that is open. Nobody else may write to the ledger's tables.
  public init(_ store: Store) throws(StoreError) {
    self.store = store
    tables = try LedgerTables(store)
  }

  public func begin() throws(StoreError) {
    writer = try store.beginWriting()
  }

  public func commit() throws(StoreError) {
    guard let transaction = writer.take() else {
      preconditionFailure("a transaction is begun before it is committed")
    }
    try transaction.commit()
    endReading()
  }

  public func abort() { writer = nil }

  public func endReading() { view = nil }
}

/// The handles of the tables.
struct LedgerTables {
  private let handles: [Table]

  init(_ store: Store) throws(StoreError) {
    var handles: [Table] = []
    for table in LedgerTable.allCases { handles.append(try store.openTable(table.rawValue)) }
    self.handles = handles
  }

  subscript(_ table: LedgerTable) -> Table { handles[table.index] }
}

extension LedgerTable {
  /// The place in `allCases`.
  package var index: Int {
    switch self {
    case .blocks: 0
    case .beside: 1
    case .meta: 2
    case .accounts: 3
    case .slots: 4
    case .codes: 5
    case .nodes: 6
    case .indexes: 7
    case .windows: 8
    }
  }
}
