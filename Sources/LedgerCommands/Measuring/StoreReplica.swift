// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import Ledger
  import LedgerStorage
  import StateStore

  /// A database that does what another one did, and nothing else.
  public final class StoreReplica {
    private let store: Store
    private var tables: [Table] = []

    public init(
      folder: String, mapSize: Int, countsBytes: Bool = true
    ) throws(StoreError) {
      store = try Store(folder: folder, mapSize: mapSize, countsBytes: countsBytes)
      for table in LedgerTable.allCases { tables.append(try store.openTable(table.rawValue)) }
    }

    public func replay(_ transactions: [TracedTransaction]) throws(StoreError) {
      for traced in transactions {
        var transaction = try store.beginWriting()
        let content = traced.content
        for step in traced.steps {
          let table = tables[step.table.index]
          let key = content.extracting(traced.key(of: step))
          let value = content.extracting(traced.value(of: step))
          switch step.kind {
          case .put: try transaction.put(key, value, in: table)
          case .append: try transaction.append(key, value, in: table)
          case .delete: try transaction.delete(key, in: table)
          }
        }
        try transaction.commit()
      }
    }
  }
#endif
