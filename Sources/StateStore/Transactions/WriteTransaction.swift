import CLMDB
import LinuxIO

/// Changes that become visible and durable together, or not at all. There is one at a time, and a
/// second waits.
///
/// It belongs to the thread that began it, because LMDB's lock of writers does. The compiler keeps
/// it from being shared; a transaction that is moved to another thread nevertheless traps there.
@safe
public struct WriteTransaction: ~Copyable {
  private let store: Store
  private let pointer: OpaquePointer
  private let thread: UInt
  private var isOpen = true

  init(_ store: Store) throws(StoreError) {
    self.store = store
    thread = UInt(cairn_store_thread())
    unsafe self.pointer = try TransactionCalls.begin(in: store, flags: 0)
  }

  deinit {
    guard isOpen else { return }
    requireItsThread()
    // Safe: begun by the initialiser, and not ended by `commit`.
    unsafe cairn_store_abort(pointer)
  }

  /// Makes the changes durable. When it throws, none of them happened. A transaction that goes
  /// without it changes nothing.
  public consuming func commit() throws(StoreError) {
    requireItsThread()
    // LMDB frees the transaction whether the commit succeeds or not.
    isOpen = false
    let before = store.countsBytes ? ThreadOutput.bytes : nil
    let code = unsafe cairn_store_commit(pointer)
    try store.check(commit: code)
    store.didCommit(
      writing: before.flatMap { before in ThreadOutput.bytes.map { $0 - before } })
  }

  private func requireItsThread() {
    precondition(
      thread == UInt(cairn_store_thread()),
      "a write transaction is used on the thread that began it")
  }
}

@available(*, unavailable)
extension WriteTransaction: Sendable {}

extension WriteTransaction {
  /// A copy of the value of a key, with the changes so far, or nil.
  public func get(_ key: Span<UInt8>, in table: Table) throws(StoreError) -> [UInt8]? {
    requireItsThread()
    return try unsafe TransactionCalls.get(key, in: table, of: pointer)?.copiedBytes
  }

  /// A copy of the value of a key, with the changes so far, or nil.
  public func get(_ key: [UInt8], in table: Table) throws(StoreError) -> [UInt8]? {
    try get(key.span, in: table)
  }

  /// The value of a key, with the changes so far, without a copy, or nil. It is gone with the next
  /// change, which the compiler sees to.
  @_lifetime(borrow self)
  public func lend(_ key: Span<UInt8>, in table: Table) throws(StoreError) -> Span<UInt8>? {
    requireItsThread()
    guard let found = try unsafe TransactionCalls.get(key, in: table, of: pointer) else {
      return nil
    }
    // Safe: LMDB keeps the bytes until this transaction writes or ends: `self` is borrowed so long.
    return unsafe _overrideLifetime(found.lentBytes, borrowing: self)
  }

  /// A walk through a table, with the changes so far, before the first key.
  @_lifetime(borrow self)
  public func cursor(in table: Table) throws(StoreError) -> Cursor {
    requireItsThread()
    let opened = unsafe Cursor(try TransactionCalls.openCursor(in: table, of: pointer))
    // Safe: the cursor closes itself before `self` may change or end.
    return unsafe _overrideLifetime(opened, borrowing: self)
  }

  /// How many keys a table holds, with the changes so far.
  public func count(in table: Table) throws(StoreError) -> Int {
    requireItsThread()
    return try unsafe TransactionCalls.entries(in: table, of: pointer)
  }
}

extension WriteTransaction {
  /// Sets the value of a key. The bytes are copied once, into the page.
  public mutating func put(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table
  ) throws(StoreError) {
    try put(key, value, in: table, flags: 0)
  }

  /// Sets the value of a key.
  public mutating func put(
    _ key: [UInt8], _ value: [UInt8], in table: Table
  ) throws(StoreError) {
    try put(key.span, value.span, in: table)
  }

  /// Adds a key above all that the table holds: full pages stay full, where `put` would split them
  /// in halves (MDB_APPEND). A key that is not above them is refused.
  public mutating func append(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table
  ) throws(StoreError) {
    try put(key, value, in: table, flags: MDB_APPEND)
  }

  private func put(
    _ key: Span<UInt8>, _ value: Span<UInt8>, in table: Table, flags: Int32
  ) throws(StoreError) {
    requireItsThread()
    do throws(StoreError) {
      try unsafe TransactionCalls.put(key, value, in: table, flags: flags, of: pointer)
    } catch {
      throw unsafe EnvironmentCalls.explain(error, in: store.environment)
    }
  }

  /// Takes a key out; false when it was not there.
  @discardableResult
  public mutating func delete(_ key: Span<UInt8>, in table: Table) throws(StoreError) -> Bool {
    requireItsThread()
    return try unsafe TransactionCalls.delete(key, in: table, of: pointer)
  }

  /// Takes a key out; false when it was not there.
  @discardableResult
  public mutating func delete(_ key: [UInt8], in table: Table) throws(StoreError) -> Bool {
    try delete(key.span, in: table)
  }

  /// Takes out keys from `first` on that are below `end`, at most `limit` of them, and says how
  /// many those were.
  public mutating func deleteRange(
    from first: Span<UInt8>, below end: Span<UInt8>, in table: Table, atMost limit: Int = .max
  ) throws(StoreError) -> Int {
    requireItsThread()
    var cursor = unsafe Cursor(try TransactionCalls.openCursor(in: table, of: pointer))
    var count = 0
    var found = try cursor.seek(first)
    while found, count < limit, cursor.isBelow(end) {
      try cursor.deleteEntry()
      count += 1
      found = try cursor.seek(first)
    }
    return count
  }

  /// Opens a table, which it makes when it is missing. Only `Store.openTable` calls this: were the
  /// transaction dropped, the handle would be closed again (mdb_dbi_open).
  mutating func table(_ name: String) throws(StoreError) -> Table {
    try unsafe TransactionCalls.table(name, flags: UInt32(MDB_CREATE), of: pointer)
  }
}
