import ChainTypes
import Contracts
import LinuxIO
import Readings
import Testing

@testable import BoardAgent

/// The machine's monotonic time under a wall clock that a test sets.
final class SteppingClock {
  var offset: Int64 = 0
  var isSynchronised = false

  func sample(at now: UInt64) -> ClockSample {
    ClockSample(
      monotonic: now, wall: 1_800_000_000_000 + Int64(now) + offset, isSynchronised: isSynchronised,
      maximumError: 5_000)
  }
}

extension Agent {
  /// Looks at the clock at once, as if the second between two looks had passed.
  fileprivate func lookNow() {
    lastClockLook = Agent.now - AgentLimits.clockInterval
    lookAtClock()
  }

  fileprivate func sealTwoMore() throws {
    let goal = head.number + 2
    try turn { head.number >= goal }
  }
}

@Suite("The agent's clock is set while it works")
struct ClockTests {
  @Test func `an hour, 1970 and a leap second stop nothing and block times never fall`() throws {
    let board = try TestBoard()
    let clock = SteppingClock()
    clock.isSynchronised = true
    let agent = try board.agent(board.text(simulated("a"))) { clock.sample(at: $0) }
    for offset: Int64 in [0, 3_600_000, -3_600_000, -1_800_000_000_000, 1_000, 0] {
      clock.offset = offset
      agent.lookNow()
      try agent.sealTwoMore()
    }
    agent.stop(.stopped)
    let audit = try LaneAudit(agent.chain.ledger)
    #expect(audit.faults.isEmpty)
    let records = try #require(audit.records.values.first)
    #expect(Set(records.map { $0.clock.segment }).count >= 6)
    #expect(records.allSatisfy { $0.clock.quality == ClockQuality.synchronised.rawValue })
  }

  @Test func `readings of a clock that nobody set are corrected in a block when it is set`() throws
  {
    let board = try TestBoard()
    let clock = SteppingClock()
    clock.offset = -1_000_000_000_000
    let agent = try board.agent(board.text(simulated("a"))) { clock.sample(at: $0) }
    try agent.sealTwoMore()
    clock.offset = 0
    clock.isSynchronised = true
    agent.lookNow()
    #expect(agent.corrections.count == 1)
    try agent.sealTwoMore()
    #expect(agent.corrections.isEmpty)
    agent.stop(.stopped)
    let audit = try LaneAudit(agent.chain.ledger)
    #expect(audit.faults.isEmpty)
    let correction = try #require(audit.corrections.first)
    #expect(audit.corrections.count == 1)
    #expect(correction.segment == 0)
    #expect(abs(correction.offset - 1_000_000_000_000) < 200)
    let records = try #require(audit.records.values.first)
    let early = try #require(records.first)
    #expect(early.clock.quality == ClockQuality.unsynchronised.rawValue)
    #expect(early.clock.uncertainty == ClockStamp.unknownUncertainty)
    let late = try #require(records.last)
    #expect(late.clock.quality == ClockQuality.synchronised.rawValue)
    #expect(late.clock.segment == 1)
  }

  @Test func `an agent started again in the same boot owes the same correction once`() throws {
    let board = try TestBoard()
    let clock = SteppingClock()
    clock.offset = 7_000
    var agent: Agent? = try board.agent(board.text(simulated("a"))) { clock.sample(at: $0) }
    try agent?.sealTwoMore()
    clock.offset = 9_000
    agent?.lookNow()
    try agent?.sealTwoMore()
    agent?.stop(.stopped)
    agent = nil
    clock.offset = 0
    clock.isSynchronised = true
    let next = try board.agent(board.text(simulated("a"))) { clock.sample(at: $0) }
    try next.turn { next.corrections.isEmpty && next.clock.segment == 2 }
    try next.sealTwoMore()
    next.stop(.stopped)
    let audit = try LaneAudit(next.chain.ledger)
    #expect(audit.faults.isEmpty)
    #expect(audit.corrections.map { $0.segment } == [0, 1])
    #expect(
      audit.corrections.allSatisfy { abs($0.offset + ($0.segment == 0 ? 7_000 : 9_000)) < 300 })
    let segments = try #require(audit.records.values.first).map { $0.clock.segment }
    #expect(segments == segments.sorted(), "a segment's number is used once a boot")
  }
}
