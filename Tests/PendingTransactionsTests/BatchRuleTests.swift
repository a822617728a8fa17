import PendingTransactions
import Testing

@Suite("When a batch is cut")
struct BatchRuleTests {
  let rule = BatchRule(interval: 10_000, count: 3, gas: 1_000, heartbeat: 60_000)

  private func ready(
    _ count: Int, gas: UInt64 = 10, since oldest: UInt64 = 5_000
  ) -> PoolReadiness {
    PoolReadiness(count: count, gas: gas, oldest: count > 0 ? oldest : nil)
  }

  @Test func `the first transaction waits for the interval and not longer`() {
    #expect(rule.decide(ready(1), lastBlock: 0, now: 14_999) == .wait(until: 15_000))
    #expect(rule.decide(ready(1), lastBlock: 0, now: 15_000) == .cut)
  }

  @Test func `a full count cuts at once`() {
    #expect(rule.decide(ready(2), lastBlock: 0, now: 5_000) == .wait(until: 15_000))
    #expect(rule.decide(ready(3), lastBlock: 0, now: 5_000) == .cut)
  }

  @Test func `a full gas cuts at once`() {
    #expect(rule.decide(ready(1, gas: 999), lastBlock: 0, now: 5_000) == .wait(until: 15_000))
    #expect(rule.decide(ready(1, gas: 1_000), lastBlock: 0, now: 5_000) == .cut)
  }

  @Test func `silence is broken by a heartbeat`() {
    #expect(rule.decide(ready(0), lastBlock: 1_000, now: 60_999) == .wait(until: 61_000))
    #expect(rule.decide(ready(0), lastBlock: 1_000, now: 61_000) == .beat)
  }

  @Test func `without a heartbeat silence lasts`() {
    let quiet = BatchRule(gas: 1_000, heartbeat: 0)
    #expect(quiet.decide(ready(0), lastBlock: 0, now: .max) == .wait(until: nil))
  }
}
