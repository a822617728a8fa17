import LinuxIO
import StateStore

extension SelfTest {
  static var storeChecks: [SelfTestCheck] {
    [
      storeCheck("what was committed is there after reopening") { folder throws(StoreError) in
        try store([1], under: [7], in: folder)
        let store = try Store(folder: folder, mapSize: mapSize)
        let table = try store.openTable("selftest")
        let value = try store.beginReading().get([7], in: table)
        return value == [1] ? nil : "the value is gone"
      },
      storeCheck("a dropped transaction changes nothing") { folder throws(StoreError) in
        let store = try Store(folder: folder, mapSize: mapSize)
        let table = try store.openTable("selftest")
        try drop(writing: [1], under: [7], in: table, of: store)
        let value = try store.beginReading().get([7], in: table)
        return value == nil ? nil : "the value stayed"
      },
      storeCheck("a walk meets appended keys in their order") { folder throws(StoreError) in
        let store = try Store(folder: folder, mapSize: mapSize)
        let table = try store.openTable("selftest")
        try append(1_000, to: table, of: store)
        return try walk(1_000, through: table, of: store)
      },
      storeCheck("a second opening is refused") { folder throws(StoreError) in
        let store = try Store(folder: folder, mapSize: mapSize)
        let reason = refusal(folder)
        _ = try store.openTable("selftest")
        return reason == .openTwice ? nil : "it was opened twice"
      },
      storeCheck("a backup is the store of that moment") { folder throws(StoreError) in
        try backedUp(folder)
      },
      storeCheck("a file that was cut off is told as such") { folder throws(StoreError) in
        try store([UInt8](repeating: 1, count: 50_000), under: [7], in: folder)
        guard cutOff("\(folder)/data.mdb") else { return "the file could not be cut off" }
        if case .damaged(.truncated)? = refusal(folder) { return nil }
        return "it was opened"
      },
    ]
  }

  /// What 32-bit boards can spare beside everything else.
  static var mapSize: Int { 256 << 20 }

  private static func storeCheck(
    _ name: String, _ body: @escaping @Sendable (String) throws(StoreError) -> String?
  ) -> SelfTestCheck {
    SelfTestCheck("lmdb: \(name)") { inFolder(body) }
  }

  private static func store(
    _ value: [UInt8], under key: [UInt8], in folder: String
  ) throws(StoreError) {
    let store = try Store(folder: folder, mapSize: mapSize)
    let table = try store.openTable("selftest")
    var transaction = try store.beginWriting()
    try transaction.put(key, value, in: table)
    try transaction.commit()
  }

  private static func drop(
    writing value: [UInt8], under key: [UInt8], in table: Table, of store: Store
  ) throws(StoreError) {
    var transaction = try store.beginWriting()
    try transaction.put(key, value, in: table)
  }

  private static func key(_ number: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  private static func append(
    _ count: Int, to table: Table, of store: Store
  ) throws(StoreError) {
    var transaction = try store.beginWriting()
    let value = [UInt8](repeating: 7, count: 100)
    for number in 0..<count {
      try transaction.append(key(number).span, value.span, in: table)
    }
    try transaction.commit()
  }

  private static func walk(
    _ count: Int, through table: Table, of store: Store
  ) throws(StoreError) -> String? {
    try walk(count, through: table, in: store.beginReading())
  }

  /// A function of its own: where a transaction lives in one scope with its cursor, Swift 6.3.1
  /// wants metadata of it, which Embedded Swift has not.
  @inline(never)
  private static func walk(
    _ count: Int, through table: Table, in view: borrowing ReadTransaction
  ) throws(StoreError) -> String? {
    var cursor = try view.cursor(in: table)
    var number = 0
    while try cursor.next() {
      let wanted = key(number)
      guard cursor.key.count == 2, cursor.key[0] == wanted[0], cursor.key[1] == wanted[1],
        cursor.value.count == 100
      else { return "key \(number) is another" }
      number += 1
    }
    return number == count ? nil : "\(number) keys"
  }

  private static func refusal(_ folder: String) -> StoreError.Reason? {
    do throws(StoreError) {
      _ = try Store(folder: folder, mapSize: mapSize)
      return nil
    } catch { return error.reason }
  }

  private static func backedUp(_ folder: String) throws(StoreError) -> String? {
    let place = "\(folder)/copy"
    try store([1], under: [7], in: folder)
    try Store(folder: folder, mapSize: mapSize).backUp(to: place)
    let value = try copied(place)
    // The temporary folder removes files only.
    for name in ["data.mdb", "lock.mdb", "cairn.lock"] { try? Folder.remove("\(place)/\(name)") }
    try? Folder.remove(place)
    return value == [1] ? nil : "the copy has another value"
  }

  private static func copied(_ place: String) throws(StoreError) -> [UInt8]? {
    let copy = try Store(folder: place, mapSize: mapSize)
    let table = try copy.openTable("selftest")
    return try copy.beginReading().get([7], in: table)
  }

  private static func cutOff(_ path: String) -> Bool {
    do throws(SystemError) {
      let bytes = try WholeFile.read(path)
      try WholeFile.write(Array(bytes.prefix(bytes.count / 2)), to: path)
      return true
    } catch { return false }
  }

  private static func inFolder(_ body: (String) throws(StoreError) -> String?) -> String? {
    guard let folder = try? TemporaryFolder(prefix: "cairn-selftest-") else {
      return "no temporary folder could be made"
    }
    do throws(StoreError) { return try body(folder.path) } catch { return error.text }
  }
}
