import BlockExecution
import ChainTypes

// Small values that must be durable: outbox cursor, sequences of sensors, locks of a witness. Most
// come with a block's commit; `setValues` is for those that cannot wait for one.

extension ChainLedger {
  /// The present value of a name; nil when there is none.
  public func value(_ name: [UInt8]) throws(Failure) -> [UInt8]? {
    if let value = state.overlay.values[name] { return value.isEmpty ? nil : value }
    defer { store.endReading() }
    guard let stored = try storedValue(name), !stored.value.isEmpty else { return nil }
    return stored.value
  }

  public func value(_ name: String) throws(Failure) -> [UInt8]? {
    try value(Array(name.utf8))
  }

  /// Every name that has a value, with it, in order of name.
  public func values() throws(Failure) -> [DurableValue] {
    defer { store.endReading() }
    var found: [[UInt8]: [UInt8]] = [:]
    var place = LedgerPlace.atOrAfter(MetaKey.valuePrefix)
    while let key = try key(at: place, in: .meta), key.starts(with: MetaKey.valuePrefix) {
      let name = Array(key.dropFirst(MetaKey.valuePrefix.count))
      found[name] = try storedValue(name)?.value
      place = .after(key)
    }
    for (name, value) in state.overlay.values { found[name] = value }
    return found.filter { !$0.value.isEmpty }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { DurableValue(name: $0.key, value: $0.value) }
  }

  /// Makes values durable at once, without a block.
  public func setValues(_ values: [DurableValue]) throws(Failure) {
    guard values.allSatisfy({ $0.name.count <= LedgerLimits.valueName }) else {
      throw .tooMuch(.valueName)
    }
    defer { store.endReading() }
    // Blocks that are staged may be taken back, and others of their heights come.
    let height = storedHeight
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        try Self.putValues(store, values, height: height)
      }
    }
    for value in values { state.overlay.values[value.name] = value.value }
  }

  /// The height says which records' values are older: those of later blocks count more.
  static func putValues(
    _ store: Store, _ values: [DurableValue], height: UInt64
  ) throws(Store.Failure) {
    for value in values {
      let row = LedgerKey.number(height) + value.value
      try store.putChecked(MetaKey.valuePrefix + value.name, row, in: .meta)
    }
  }

  /// Writes what is in memory only. No record will say it again, so what is removed leaves nothing.
  static func writeValues(
    _ store: Store, _ values: [[UInt8]: [UInt8]], height: UInt64
  ) throws(Store.Failure) {
    for (name, value) in values.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      if value.isEmpty {
        try store.delete(MetaKey.valuePrefix + name, in: .meta)
      } else {
        try store.putChecked(
          MetaKey.valuePrefix + name, LedgerKey.number(height) + value, in: .meta)
      }
    }
  }

  func storedValue(_ name: [UInt8]) throws(Failure) -> (height: UInt64, value: [UInt8])? {
    guard let row = try reader.meta(MetaKey.valuePrefix + name) else { return nil }
    guard let height = LedgerKey.number(in: row.span) else {
      throw .damaged(.meta(String(decoding: name, as: UTF8.self)))
    }
    return (height: height, value: Array(row[8...]))
  }
}
