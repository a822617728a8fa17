import BoardConfig
import ChainTypes
import Foundation
import LinuxIO
import Readings
import Testing

@testable import BoardAgent

@Suite("Settings are read again")
struct ReloadTests {
  /// To this thread, in whose mask it waits until the agent reads it.
  private func hangUp() { pthread_kill(pthread_self(), SIGHUP) }

  @Test func `a changed file ends the agent in order, and the next one goes on`() throws {
    let board = try TestBoard()
    let first = board.text(simulated("a"), batch: "1 h")
    let second = board.text(simulated("a") + simulated("b"))
    let read = ReadSettings.read(
      try board.settings(second), Agent.Version(text: "test", configuration: .zero))
    var agent: Agent? = try board.agent(first, reader: { read })
    try agent?.turn { agent?.pipeline.waitingCount ?? 0 >= 3 }
    hangUp()
    try agent?.turn { agent?.end != nil }
    guard case .changed(let settings, _)? = agent?.end else {
      Issue.record("it does not say with what to go on")
      return
    }
    #expect(settings.sensors.count == 2)
    agent?.stop(.changed(settings, Agent.Version(text: "test", configuration: .zero)))
    #expect(agent?.pipeline.waitingCount == 0)
    agent = nil
    let next = try board.agent(second)
    try next.turn { next.newest.allSatisfy { $0 != nil } }
    next.stop(.stopped)
    let audit = try LaneAudit(next.chain.ledger)
    #expect(audit.faults.isEmpty)
    #expect(audit.records.count == 2)
    // On a busy machine a period may pass unread; nothing is lost by the change itself.
    let gaps = audit.records.values.flatMap { $0 }.filter { !$0.isReading }
    #expect(gaps.allSatisfy { $0.reason == GapReason.sensorSilent.rawValue })
  }

  @Test func `a wrong file and one without change leave the agent as it is`() throws {
    let board = try TestBoard()
    let text = board.text(simulated("a"))
    let same = ReadSettings.read(
      try board.settings(text), Agent.Version(text: "test", configuration: .zero))
    var answers = [same, .refused(["line 3: no"])]
    let agent = try board.agent(text, reader: { answers.removeLast() })
    hangUp()
    try agent.turn { answers.count == 1 }
    hangUp()
    try agent.turn { answers.isEmpty }
    #expect(agent.end == nil)
    agent.stop(.stopped)
  }

  @Test func `without room on the disk records wait, and are sealed when there is room`() throws {
    let board = try TestBoard()
    let full = board.text(simulated("a"), more: "store: {reserve: 1000000 GB}")
    var agent: Agent? = try board.agent(full)
    try agent?.turn { agent?.problem != nil && agent?.pipeline.waitingCount ?? 0 >= 5 }
    #expect(agent?.head.number == 0)
    #expect(agent?.problem?.contains("reserve") == true)
    agent?.stop(.stopped)
    #expect(agent?.head.number == 0)
    agent = nil
    let next = try board.agent(board.text(simulated("a")))
    try next.turn { next.head.number >= 1 }
    #expect(next.problem == nil)
    next.stop(.stopped)
    #expect(try LaneAudit(next.chain.ledger).faults.isEmpty)
  }
}
