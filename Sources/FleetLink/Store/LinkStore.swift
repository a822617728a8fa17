import LinuxIO
import StateStore

/// What a node keeps that belongs to no lane: the fleet's manifests, the protocol's own values, and
/// whatever its owner has beside them. An LMDB environment of its own.
public final class LinkStore {
  public let store: Store
  let values: Table
  let manifests: Table

  /// Opens it in a folder, which is made when it is missing.
  public init(folder: String) throws(LinkFailure) {
    do throws(SystemError) { try Folder.create(folder) } catch { throw .system(error) }
    do throws(StoreError) {
      store = try Store(folder: folder, mapSize: LinkLimits.ownMap)
      values = try store.openTable("values")
      manifests = try store.openTable("manifests")
    } catch {
      throw .store(error)
    }
  }
}

extension LinkStore {
  /// Every value with its name, in order.
  public func allValues() throws(StoreError) -> [(name: String, value: [UInt8])] {
    try entries(values).map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
  }

  public func value(_ name: String) throws(StoreError) -> [UInt8]? {
    try store.beginReading().get(Array(name.utf8), in: values)
  }

  /// Makes values durable together; an empty one removes its name.
  public func set(_ list: [(name: String, value: [UInt8])]) throws(StoreError) {
    var transaction = try store.beginWriting()
    for entry in list {
      let key = Array(entry.name.utf8)
      if entry.value.isEmpty {
        try transaction.delete(key, in: values)
      } else {
        try transaction.put(key, entry.value, in: values)
      }
    }
    try transaction.commit()
  }

  /// The versions of the manifest in their order, as they were stored.
  func allManifests() throws(StoreError) -> [[UInt8]] { try entries(manifests).map { $0.value } }

  /// Stores versions under their numbers.
  func put(manifests list: [(version: UInt64, bytes: [UInt8])]) throws(StoreError) {
    var transaction = try store.beginWriting()
    for entry in list {
      try transaction.put(LinkStore.key(entry.version), entry.bytes, in: manifests)
    }
    try transaction.commit()
  }

  /// Big-endian, so that keys lie in the order of numbers.
  public static func key(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
  }

  private func entries(
    _ table: Table
  ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
    try LinkStore.entries(table, in: store.beginReading())
  }

  /// A function of its own: where a transaction lives in one scope with its cursor, Swift 6.3.1
  /// wants metadata of it, which Embedded Swift has not.
  @inline(never)
  private static func entries(
    _ table: Table, in view: borrowing ReadTransaction
  ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
    var cursor = try view.cursor(in: table)
    var found: [(key: [UInt8], value: [UInt8])] = []
    var isThere = try cursor.first()
    while isThere {
      found.append((copy(cursor.key), copy(cursor.value)))
      isThere = try cursor.next()
    }
    return found
  }

  private static func copy(_ span: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    for index in span.indices { bytes.append(span[index]) }
    return bytes
  }
}
