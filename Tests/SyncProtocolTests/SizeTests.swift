import Testing

@testable import SyncProtocol

/// What the protocol hands on for everything that happens.
@Suite struct HandedOnSizes {
  @Test func `messages, events and actions are small enough to be moved`() {
    #expect(MemoryLayout<SyncMessage>.size == MemoryLayout<UInt>.size)
    #expect(MemoryLayout<Freeze?>.size == MemoryLayout<UInt>.size)
    #expect(MemoryLayout<SyncEvent>.size <= 128)
    #expect(MemoryLayout<SyncAction>.size <= 128)
  }
}
