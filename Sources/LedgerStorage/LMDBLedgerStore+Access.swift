import Ledger
import LinuxIO
import StateStore

extension LMDBLedgerStore {
  public func value<R>(
    of key: Span<UInt8>, in table: LedgerTable, _ body: (Span<UInt8>) -> R
  ) throws(StoreError) -> R? {
    try lock.withLock { () throws(StoreError) -> R? in
      try currentView().transaction.value(of: key, in: tables[table], body)
    }
  }

  public func entry<R>(
    at place: LedgerPlace, in table: LedgerTable,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
  ) throws(StoreError) -> R? {
    try lock.withLock { () throws(StoreError) -> R? in
      try currentView().transaction.entry(at: place, in: tables[table], body)
    }
  }

  private func currentView() throws(StoreError) -> View {
    if let view { return view }
    let made = View(try store.beginReading())
    view = made
    return made
  }

  public func put(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable
  ) throws(StoreError) {
    try writer?.put(key, value, in: tables[table])
  }

  public func append(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable
  ) throws(StoreError) {
    try writer?.append(key, value, in: tables[table])
  }

  @discardableResult
  public func delete(_ key: Span<UInt8>, in table: LedgerTable) throws(StoreError) -> Bool {
    try writer?.delete(key, in: tables[table]) ?? false
  }

  public func clear(_ table: LedgerTable) throws(StoreError) {
    // Above every key that LMDB takes.
    let first: [UInt8] = [0]
    let end = [UInt8](repeating: 0xff, count: StoreLimits.keyLength + 1)
    _ = try writer?.deleteRange(from: first.span, below: end.span, in: tables[table])
  }

  /// Counts free pages, so it takes some microseconds for each hundred of them; zeros when the
  /// store does not answer.
  public var usage: StoreUsage {
    guard let found = try? store.statistics() else { return StoreUsage() }
    return StoreUsage(
      usedBytes: UInt64(max(0, found.pages - found.freePages)) * UInt64(found.pageSize),
      capacityBytes: UInt64(found.mapSize), commits: found.commits,
      writtenBytes: found.bytesWritten ?? 0)
  }
}

extension ReadTransaction {
  func value<R>(
    of key: Span<UInt8>, in table: Table, _ body: (Span<UInt8>) -> R
  ) throws(StoreError) -> R? {
    guard let value = try lend(key, in: table) else { return nil }
    return body(value)
  }

  func entry<R>(
    at place: LedgerPlace, in table: Table,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
  ) throws(StoreError) -> R? {
    var cursor = try self.cursor(in: table)
    let isFound: Bool
    switch place {
    case .first: isFound = try cursor.first()
    case .last: isFound = try cursor.last()
    case .atOrAfter(let key): isFound = try cursor.seek(key)
    case .after(let key):
      let found = try cursor.seek(key)
      isFound = found && cursor.key.isEqual(to: key) ? try cursor.next() : found
    case .before(let key):
      isFound = try cursor.seek(key) ? try cursor.previous() : try cursor.last()
    }
    return isFound ? body(cursor.key, cursor.value) : nil
  }
}

extension Span<UInt8> {
  func isEqual(to bytes: [UInt8]) -> Bool {
    guard count == bytes.count else { return false }
    for index in 0..<count where self[index] != bytes[index] { return false }
    return true
  }
}
