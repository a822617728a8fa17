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
    // The height says which records' values are older: those of later blocks count more.
    let height = LedgerKey.number(head.number)
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        for value in values {
          let key = MetaKey.valuePrefix + value.name
          let row = height + value.value
          try store.put(key, row, in: .meta)
        }
      }
    }
    for value in values { state.overlay.values[value.name] = value.value }
  }

  func storedValue(_ name: [UInt8]) throws(Failure) -> (height: UInt64, value: [UInt8])? {
    guard let row = try reader.meta(MetaKey.valuePrefix + name) else { return nil }
    guard let height = LedgerKey.number(in: row.span) else {
      throw .damaged(.meta(String(decoding: name, as: UTF8.self)))
    }
    return (height: height, value: Array(row[8...]))
  }
}
