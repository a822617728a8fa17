import Ledger

/// A store in memory that can fail: tables as sorted arrays, a transaction as a copy.
final class MemoryStore: LedgerStore {
  struct Refused: Error, Equatable { var operation: String }
  struct Rows {
    var keys: [[UInt8]] = []
    var values: [[UInt8]] = []

    func place(_ key: [UInt8]) -> (index: Int, isFound: Bool) {
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
      }
      return (low, low < keys.count && keys[low] == key)
    }
  }

  private(set) var tables: [LedgerTable: Rows] = [:]
  private var writing: [LedgerTable: Rows]?
  /// Operations of these names fail while the count is above zero: "begin", "put", "commit", "get".
  var failing: [String: Int] = [:]
  /// After how many puts of a transaction one fails.
  var putsUntilFailure = Int.max
  var commits = 0
  var writtenBytes: UInt64 = 0
  var views = 0

  /// After how many reads all fail.
  var getsUntilFailure = Int.max

  private func check(_ operation: String) throws(Refused) {
    if operation == "get" {
      if getsUntilFailure != .max { getsUntilFailure -= 1 }
      if getsUntilFailure < 0 { throw Refused(operation: operation) }
    }
    guard let count = failing[operation], count > 0 else { return }
    failing[operation] = count - 1
    throw Refused(operation: operation)
  }

  func value<R>(
    of key: Span<UInt8>, in table: LedgerTable, _ body: (Span<UInt8>) -> R
  ) throws(Refused) -> R? {
    try check("get")
    views = 1
    let rows = tables[table] ?? Rows()
    let (index, isFound) = rows.place(key.array)
    guard isFound else { return nil }
    let value = rows.values[index]
    return body(value.span)
  }

  func entry<R>(
    at place: LedgerPlace, in table: LedgerTable,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> R
  ) throws(Refused) -> R? {
    try check("get")
    views = 1
    let rows = tables[table] ?? Rows()
    let index: Int
    switch place {
    case .first: index = 0
    case .last: index = rows.keys.count - 1
    case .atOrAfter(let key): index = rows.place(key).index
    case .after(let key):
      let found = rows.place(key)
      index = found.isFound ? found.index + 1 : found.index
    case .before(let key): index = rows.place(key).index - 1
    }
    guard rows.keys.indices.contains(index) else { return nil }
    let (key, value) = (rows.keys[index], rows.values[index])
    return body(key.span, value.span)
  }

  func endReading() { views = 0 }

  func begin() throws(Refused) {
    try check("begin")
    precondition(writing == nil)
    writing = tables
    remaining = putsUntilFailure
  }

  private var remaining = Int.max

  func put(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(Refused) {
    try check("put")
    remaining -= 1
    if remaining < 0 { throw Refused(operation: "put") }
    let (keyBytes, valueBytes) = (key.array, value.array)
    writtenBytes += UInt64(keyBytes.count + valueBytes.count)
    var rows = writing?[table] ?? Rows()
    writing?[table] = nil
    let (index, isFound) = rows.place(keyBytes)
    if isFound {
      rows.values[index] = valueBytes
    } else {
      rows.keys.insert(keyBytes, at: index)
      rows.values.insert(valueBytes, at: index)
    }
    writing?[table] = rows
  }

  func append(_ key: Span<UInt8>, _ value: Span<UInt8>, in table: LedgerTable) throws(Refused) {
    let last = writing?[table]?.keys.last
    precondition(last == nil || last!.lexicographicallyPrecedes(key.array), "not behind the last")
    try put(key, value, in: table)
  }

  @discardableResult
  func delete(_ key: Span<UInt8>, in table: LedgerTable) throws(Refused) -> Bool {
    try check("put")
    var rows = writing?[table] ?? Rows()
    let (index, isFound) = rows.place(key.array)
    guard isFound else { return false }
    writing?[table] = nil
    rows.keys.remove(at: index)
    rows.values.remove(at: index)
    writing?[table] = rows
    return true
  }

  func clear(_ table: LedgerTable) throws(Refused) { writing?[table] = Rows() }

  func commit() throws(Refused) {
    let made = writing
    writing = nil
    try check("commit")
    if let made { tables = made }
    commits += 1
  }

  func abort() { writing = nil }

  var usedBytes: UInt64 {
    tables.values.reduce(0) { sum, rows in
      sum + UInt64(zip(rows.keys, rows.values).reduce(0) { $0 + $1.0.count + $1.1.count })
    }
  }

  var usage: StoreUsage {
    StoreUsage(usedBytes: usedBytes, commits: UInt64(commits), writtenBytes: writtenBytes)
  }

  /// The store as it would be found after a crash now.
  var copy: MemoryStore {
    let store = MemoryStore()
    store.tables = tables
    return store
  }

  func change(_ table: LedgerTable, _ index: Int, _ change: (inout [UInt8]) -> Void) {
    guard var rows = tables[table] else { return }
    change(&rows.values[index])
    tables[table] = rows
  }

  func remove(_ table: LedgerTable, _ index: Int) {
    tables[table]?.keys.remove(at: index)
    tables[table]?.values.remove(at: index)
  }

  func changeKey(_ table: LedgerTable, _ index: Int, _ change: (inout [UInt8]) -> Void) {
    guard var rows = tables[table] else { return }
    var key = rows.keys.remove(at: index)
    let value = rows.values.remove(at: index)
    change(&key)
    let (place, isFound) = rows.place(key)
    if isFound {
      rows.values[place] = value
    } else {
      rows.keys.insert(key, at: place)
      rows.values.insert(value, at: place)
    }
    tables[table] = rows
  }
}

extension Span<UInt8> {
  var array: [UInt8] { indices.map { self[$0] } }
}
