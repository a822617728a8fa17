import ChainTypes
import Foundation
import Ledger
import LedgerStorage
import StateStore
import Testing

@Suite struct FullDiskTests {
  /// A file system of a given size on a folder; nil where this process may not mount.
  private static func mount(_ size: String, on path: String) -> Bool {
    Glibc.mount("none", path, "tmpfs", 0, "size=\(size)") == 0
  }

  private static let mayMount: Bool = {
    let path = NSTemporaryDirectory() + "cairn-ledger-mount-\(getpid())"
    mkdir(path, 0o700)
    defer { rmdir(path) }
    guard mount("64k", on: path) else { return false }
    umount2(path, Int32(MNT_DETACH))
    return true
  }()

  @Test(.enabled(if: mayMount, "only root may mount a small file system"))
  func `on a full disk sealing stops, nothing is lost, and goes on when there is room`() throws {
    let path = NSTemporaryDirectory() + "cairn-ledger-full-\(UUID().uuidString)"
    mkdir(path, 0o700)
    defer { rmdir(path) }
    try #require(FullDiskTests.mount("2m", on: path))
    defer { umount2(path, Int32(MNT_DETACH)) }
    var random = SeededRandom(11)
    let settings = LedgerSettings(flushInterval: 4)
    let store = try LMDBLedgerStore(folder: path, mapSize: 32 << 20)
    let ledger = try ChainLedger.create(
      in: store, genesis: TestChain.genesis(.osaka), machine: TestChain.machine(),
      settings: settings)
    let ballast = URL(fileURLWithPath: path + "/ballast")
    try Data(repeating: 1, count: 1_400 << 10).write(to: ballast)
    var waiting: ExecutedBlock?
    var failure: StoreError.Reason?
    for _ in 0..<400 where failure == nil {
      let built = try ledger.buildRandom(&random).executed
      do throws(LedgerError<StoreError>) {
        try ledger.commit(built, attachments: [Attachment(kind: 9, bytes: bytes(&random))])
      } catch {
        guard case .store(let error) = error else { throw error }
        (waiting, failure) = (built, error.reason)
      }
    }
    #expect(failure == .fileSystemFull)
    let block = try #require(waiting)
    let sealed = ledger.head.number
    #expect(sealed > 4)
    // Still full: the same answer, and everything sealed is there.
    let again = #expect(throws: LedgerError<StoreError>.self) { try ledger.commit(block) }
    guard case .store(let error)? = again, error.reason == .fileSystemFull else {
      Issue.record("\(String(describing: again))")
      return
    }
    for number in 0...sealed { #expect(try ledger.block(number) != nil) }
    // With room the same block goes in, and the next ones, without opening anything anew.
    try FileManager.default.removeItem(at: ballast)
    try ledger.commit(block)
    for _ in 0..<8 { try ledger.appendRandom(&random) }
    #expect(ledger.head.number == sealed + 9)
    #expect(ledger.state.root() == ledger.head.stateRoot)
  }

  /// What no packing makes smaller.
  private func bytes(_ random: inout SeededRandom) -> [UInt8] {
    (0..<4_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }
}
