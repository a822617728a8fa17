import Foundation
import StateStore
import Testing

@Suite struct Fullness {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func value(_ length: Int) -> [UInt8] { [UInt8](repeating: 7, count: length) }

  @Test(.enabled(if: Mount.isPossible, "only root may mount a small file system"))
  func `a full disk is an error, loses nothing, and work goes on when there is room`() throws {
    let mount = try Mount(on: folder.path, ["-t", "tmpfs", "-o", "size=1m", "none"])
    defer { mount.end() }
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    let table = try store.openTable("blocks")
    let ballast = URL(fileURLWithPath: folder.path + "/ballast")
    try Data(repeating: 1, count: 500 << 10).write(to: ballast)
    var stored: UInt8 = 0
    var failure: StoreError?
    while failure == nil && stored < 200 {
      do throws(StoreError) {
        var transaction = try store.beginWriting()
        try transaction.put([stored], value(20_000), in: table)
        try transaction.commit()
        stored += 1
      } catch { failure = error }
    }
    #expect(failure?.reason == .fileSystemFull)
    #expect(failure?.operation == .commit)
    #expect(stored > 3)
    // Still full: the same error again, and everything can be read.
    let again = #expect(throws: StoreError.self) {
      try store.write { try $0.put([stored], value(20_000), in: table) }
    }
    #expect(again?.reason == .fileSystemFull)
    #expect(try store.beginReading().count(in: table) == Int(stored))
    try FileManager.default.removeItem(at: ballast)
    try store.write { try $0.put([stored], value(20_000), in: table) }
    let view = try store.beginReading()
    for key in 0...stored { #expect(try view.get([key], in: table) == value(20_000)) }
  }

  @Test(.enabled(if: Mount.isPossible, "only root may mount a small file system"))
  func `a backup for which there is no room leaves nothing behind`() throws {
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    let table = try store.openTable("blocks")
    try store.write { try $0.put([1], value(3 << 20), in: table) }
    let small = try TemporaryFolder()
    let mount = try Mount(on: small.path, ["-t", "tmpfs", "-o", "size=1m", "none"])
    defer { mount.end() }
    let error = #expect(throws: StoreError.self) { try store.backUp(to: small.path + "/copy") }
    #expect(error?.reason == .fileSystemFull)
    #expect(error?.operation == .backUp)
    #expect(try FileManager.default.contentsOfDirectory(atPath: small.path) == [])
  }

  @Test func `an old view is named as the reason of a full map`() throws {
    let store = try Store(folder: folder.path, mapSize: 1 << 20)
    let table = try store.openTable("blocks")
    try store.write { try $0.put([1], value(20_000), in: table) }
    let error = try fillBehindView(store, table)
    guard case .mapHeldByReader(let process, let behind)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(process == getpid())
    #expect(behind >= 8)
    // Without the view there is room.
    try store.write { try $0.put([1], value(20_000), in: table) }
  }

  /// Overwrites one value, which needs no room unless a view holds the old ones.
  private func fillBehindView(_ store: Store, _ table: Table) throws -> StoreError? {
    let view = try store.beginReading()
    for _ in 0..<200 {
      do throws(StoreError) {
        var transaction = try store.beginWriting()
        try transaction.put([1], value(20_000), in: table)
        try transaction.commit()
      } catch {
        _ = try view.count(in: table)
        return error
      }
    }
    return nil
  }

  @Test func `a view of a killed process does not hold pages`() throws {
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    let table = try store.openTable("blocks")
    try store.write { try $0.put([1], [1], in: table) }
    let other = try OtherProcess.ready("view", folder.path)
    #expect(try store.statistics().views == 1)
    #expect(try store.clearStaleReaders() == 0)
    other.kill()
    #expect(try store.clearStaleReaders() == 1)
    #expect(try store.statistics().views == 0)
  }

  @Test func `one view more than there are places is an error`() throws {
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    let error = #expect(throws: StoreError.self) {
      try open(store, views: StoreLimits.readers + 1)
    }
    #expect(error?.reason == .readersFull)
    try open(store, views: StoreLimits.readers)
  }

  /// Noncopyable values cannot be kept in an array: each is held by a call.
  private func open(_ store: Store, views: Int) throws {
    if views == 0 { return }
    let view = try store.beginReading()
    try open(store, views: views - 1)
    _ = consume view
  }

  @Test func `one table more than there are places is an error`() throws {
    let store = try Store(folder: folder.path, mapSize: 16 << 20)
    for number in 0..<StoreLimits.tables { _ = try store.openTable("\(number)") }
    let error = #expect(throws: StoreError.self) { _ = try store.openTable("more") }
    #expect(error?.reason == .tableFull)
  }
}
