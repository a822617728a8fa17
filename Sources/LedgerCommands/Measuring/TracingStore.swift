// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import Ledger
  import LedgerStorage
  import StateStore

  /// A ledger's store that remembers what each transaction wrote: for benches, which let a bare
  /// database write the same.
  public final class TracingStore: LedgerStore {
    public typealias Failure = StoreError

    public let base: LMDBLedgerStore
    private var current = TracedTransaction()
    private var done: [TracedTransaction] = []

    public init(_ base: LMDBLedgerStore) { self.base = base }

    /// What was committed since this was asked last.
    public func takeTransactions() -> [TracedTransaction] {
      defer { done.removeAll() }
      return done
    }

    public func value<R>(
      of key: Span<UInt8>, in table: LedgerTable, _ body: (Span<UInt8>) -> R
    ) throws(StoreError) -> R? {
      try base.value(of: key, in: table, body)
    }

    public func entry<R>(
      at place: LedgerPlace, in table: LedgerTable,
      _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
    ) throws(StoreError) -> R? {
      try base.entry(at: place, in: table, body)
    }

    public func endReading() { base.endReading() }

    public func begin() throws(StoreError) {
      current = TracedTransaction()
      try base.begin()
    }

    public func put(
      _ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable
    ) throws(StoreError) {
      try base.put(key, value, in: table)
      current.add(.put, key, value, table)
    }

    public func append(
      _ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable
    ) throws(StoreError) {
      try base.append(key, value, in: table)
      current.add(.append, key, value, table)
    }

    public func delete(_ key: Span<UInt8>, in table: LedgerTable) throws(StoreError) -> Bool {
      current.add(.delete, key, Span(), table)
      return try base.delete(key, in: table)
    }

    public func clear(_ table: LedgerTable) throws(StoreError) { try base.clear(table) }

    public func commit() throws(StoreError) {
      try base.commit()
      done.append(current)
    }

    public func abort() { base.abort() }

    public var usage: StoreUsage { base.usage }
  }
#endif
