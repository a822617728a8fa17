// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import Ledger
  import LedgerStorage
  import StateStore

  /// A ledger's store that remembers what each transaction wrote.
  final class TracingStore: LedgerStore {
    typealias Failure = StoreError

    let base: LMDBLedgerStore
    private var current = TracedTransaction()
    private var done: [TracedTransaction] = []

    init(_ base: LMDBLedgerStore) { self.base = base }

    /// What was committed since this was asked last.
    func takeTransactions() -> [TracedTransaction] {
      defer { done.removeAll() }
      return done
    }

    func value<R>(
      of key: Span<UInt8>, in table: LedgerTable, _ body: (Span<UInt8>) -> R
    ) throws(StoreError) -> R? {
      try base.value(of: key, in: table, body)
    }

    func entry<R>(
      at place: LedgerPlace, in table: LedgerTable,
      _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
    ) throws(StoreError) -> R? {
      try base.entry(at: place, in: table, body)
    }

    func endReading() { base.endReading() }

    func begin() throws(StoreError) {
      current = TracedTransaction()
      try base.begin()
    }

    func put(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(StoreError) {
      try base.put(key, value, in: table)
      current.add(.put, key, value, table)
    }

    func append(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(StoreError)
    {
      try base.append(key, value, in: table)
      current.add(.append, key, value, table)
    }

    func delete(_ key: Span<UInt8>, in table: LedgerTable) throws(StoreError) -> Bool {
      current.add(.delete, key, Span(), table)
      return try base.delete(key, in: table)
    }

    func clear(_ table: LedgerTable) throws(StoreError) { try base.clear(table) }

    func commit() throws(StoreError) {
      try base.commit()
      done.append(current)
    }

    func abort() { base.abort() }

    var usage: StoreUsage { base.usage }
  }

  /// What one transaction wrote, in order.
  struct TracedTransaction {
    enum Kind {
      case put
      case append
      case delete
    }

    struct Step {
      let kind: Kind
      let table: LedgerTable
      /// Where its key and then its value stand.
      let start: Int
      let keyCount: Int
      let valueCount: Int
    }

    private(set) var steps: [Step] = []
    private var bytes: [UInt8] = []

    var count: Int { steps.count }
    var valueBytes: Int { steps.reduce(0) { $0 + $1.valueCount } }

    mutating func add(
      _ kind: Kind, _ key: Span<UInt8>, _ value: Span<UInt8>, _ table: LedgerTable
    ) {
      steps.append(
        Step(
          kind: kind, table: table, start: bytes.count, keyCount: key.count, valueCount: value.count
        ))
      bytes.append(key)
      bytes.append(value)
    }

    func key(of step: Step) -> Range<Int> { step.start..<step.start + step.keyCount }

    func value(of step: Step) -> Range<Int> {
      let start = step.start + step.keyCount
      return start..<start + step.valueCount
    }

    /// All keys and values.
    var content: Span<UInt8> {
      @_lifetime(borrow self) get { bytes.span }
    }
  }

  /// A database that does what another one did, and nothing else.
  final class StoreReplica {
    private let store: Store
    private var tables: [Table] = []

    init(folder: String) throws(StoreError) {
      store = try Store(folder: folder, mapSize: Limits.benchMapSize)
      for table in LedgerTable.allCases { tables.append(try store.openTable(table.rawValue)) }
    }

    func replay(_ transactions: [TracedTransaction]) throws(StoreError) {
      for traced in transactions {
        var transaction = try store.beginWriting()
        let content = traced.content
        for step in traced.steps {
          let table = tables[place(of: step.table)]
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

    private func place(of table: LedgerTable) -> Int {
      LedgerTable.allCases.firstIndex(of: table) ?? 0
    }
  }
#endif
