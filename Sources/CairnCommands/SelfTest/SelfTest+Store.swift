import LinuxIO
import StateStore

extension SelfTest {
  static var storeChecks: [SelfTestCheck] {
    [
      SelfTestCheck("lmdb: what was committed is there after reopening") {
        inFolder { folder throws(StoreError) in
          try store([1], under: [7], in: folder)
          let store = try Store(folder: folder, mapSize: mapSize)
          let table = try store.openTable("selftest")
          let value = try store.beginReading().get([7], in: table)
          return value == [1] ? nil : "the value is gone"
        }
      },
      SelfTestCheck("lmdb: a dropped transaction changes nothing") {
        inFolder { folder throws(StoreError) in
          let store = try Store(folder: folder, mapSize: mapSize)
          let table = try store.openTable("selftest")
          try drop(writing: [1], under: [7], in: table, of: store)
          let value = try store.beginReading().get([7], in: table)
          return value == nil ? nil : "the value stayed"
        }
      },
    ]
  }

  /// Small, because QEMU's user mode keeps books about each page that a program maps.
  private static var mapSize: Int { 1 << 20 }

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

  private static func inFolder(_ body: (String) throws(StoreError) -> String?) -> String? {
    guard let folder = try? TemporaryFolder(prefix: "cairn-selftest-") else {
      return "no temporary folder could be made"
    }
    do throws(StoreError) { return try body(folder.path) } catch { return error.text }
  }
}
