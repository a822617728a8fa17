import Testing
@testable import SyncProtocol
struct LimitsTests {
  @Test func `the bounds fit one another`() { #expect(SyncLimits.areConsistent) }
}
