import CLMDB

/// A place in a table, moved from key to key in the order of their bytes. It cannot outlive its
/// transaction; in one that writes, nothing can be changed while it lives.
@safe
public struct Cursor: ~Copyable, ~Escapable {
  private enum Place {
    case beforeFirst
    case entry
    case afterLast
  }

  private let pointer: OpaquePointer
  private var place = Place.beforeFirst
  private var keySlot = unsafe MDB_val()
  private var valueSlot = unsafe MDB_val()

  /// Takes over a cursor that nobody else closes.
  @_lifetime(immortal)
  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

  deinit {
    // Safe: opened for this value, whose transaction has not ended.
    unsafe cairn_store_close_cursor(pointer)
  }

  /// The key here. To be asked only when the last move found one.
  public var key: Span<UInt8> {
    @_lifetime(borrow self) get {
      precondition(place == .entry, "a cursor is at an entry when its key is read")
      // Safe: LMDB keeps the bytes until the transaction changes or ends, for which this cursor,
      // borrowed here, has to go.
      return unsafe _overrideLifetime(keySlot.lentBytes, borrowing: self)
    }
  }

  /// The value here. To be asked only when the last move found one.
  public var value: Span<UInt8> {
    @_lifetime(borrow self) get {
      precondition(place == .entry, "a cursor is at an entry when its value is read")
      // Safe: as for the key.
      return unsafe _overrideLifetime(valueSlot.lentBytes, borrowing: self)
    }
  }
}

extension Cursor {
  /// Moves to the smallest key; false when the table is empty.
  @_lifetime(self: copy self)
  public mutating func first() throws(StoreError) -> Bool {
    try move(MDB_FIRST, orElse: .afterLast)
  }

  /// Moves to the greatest key; false when the table is empty.
  @_lifetime(self: copy self)
  public mutating func last() throws(StoreError) -> Bool {
    try move(MDB_LAST, orElse: .beforeFirst)
  }

  /// Moves to the next key, from before the first to the first; false behind the last.
  @_lifetime(self: copy self)
  public mutating func next() throws(StoreError) -> Bool {
    switch place {
    case .beforeFirst: try first()
    case .entry: try move(MDB_NEXT, orElse: .afterLast)
    case .afterLast: false
    }
  }

  /// Moves to the key before, from behind the last to the last; false before the first.
  @_lifetime(self: copy self)
  public mutating func previous() throws(StoreError) -> Bool {
    switch place {
    case .beforeFirst: false
    case .entry: try move(MDB_PREV, orElse: .beforeFirst)
    case .afterLast: try last()
    }
  }

  /// Moves to the first key that is not below this one; false when all are.
  @_lifetime(self: copy self)
  public mutating func seek(_ key: Span<UInt8>) throws(StoreError) -> Bool {
    // LMDB refuses an empty key; nothing is below it.
    if key.isEmpty { return try first() }
    return try arrive(at: unsafe TransactionCalls.seek(key, by: pointer), orElse: .afterLast)
  }

  /// Moves to the first key that is not below this one; false when all are.
  @_lifetime(self: copy self)
  public mutating func seek(_ key: [UInt8]) throws(StoreError) -> Bool { try seek(key.span) }

  @_lifetime(self: copy self)
  private mutating func move(
    _ operation: MDB_cursor_op, orElse miss: Place
  ) throws(StoreError) -> Bool {
    try arrive(at: unsafe TransactionCalls.move(operation, by: pointer), orElse: miss)
  }

  @_lifetime(self: copy self)
  private mutating func arrive(
    at entry: FoundEntry, orElse miss: Place
  ) throws(StoreError) -> Bool {
    unsafe (keySlot, valueSlot) = unsafe (entry.key, entry.value)
    place = entry.code == MDB_SUCCESS ? .entry : miss
    if entry.code == MDB_NOTFOUND { return false }
    try StoreError.check(entry.code, .cursor)
    return true
  }
}

extension Cursor {
  /// Whether the key here is below another in the order of bytes.
  func isBelow(_ end: Span<UInt8>) -> Bool {
    let here = key
    for index in 0..<min(here.count, end.count) where here[index] != end[index] {
      return here[index] < end[index]
    }
    return here.count < end.count
  }

  /// Takes out the entry here. For transactions that write, which seek again before they read.
  @_lifetime(self: copy self)
  mutating func deleteEntry() throws(StoreError) {
    try StoreError.check(unsafe cairn_store_delete_here(pointer), .delete)
    place = .beforeFirst
  }
}
