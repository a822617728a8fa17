import ChainTypes
import Readings
import SensorInputs
import Testing

@testable import BoardAgent

@Suite("A sensor fails while the agent works")
struct SensorFaultTests {
  private static let thermometer = "/sys/class/hwmon/hwmon0"
  private static let wire = "/sys/bus/w1/devices/28-0316a2798aff/w1_slave"
  private static let sensors =
    """
      - {name: air, driver: hwmon, device: sht4x, channel: temp1, every: 50 ms, timeout: 40 ms,
         retries: 0, longest_pause: 1 s}
      - {name: soil, driver: w1, device: 28-0316a2798aff, every: 50 ms, timeout: 40 ms, retries: 0,
         longest_pause: 1 s}

    """ + simulated("other", instrument: "other")

  private func wire(_ bytes: String, _ sum: String, _ end: String) -> String {
    "\(bytes) : crc=\(sum)\n\(bytes) t=\(end)\n"
  }

  private func ready() throws -> (TestBoard, Agent) {
    let board = try TestBoard()
    try board.write("sht4x\n", to: "\(Self.thermometer)/name")
    try board.write("21340\n", to: "\(Self.thermometer)/temp1_input")
    try board.write(
      wire("72 01 4b 46 7f ff 0e 10 57", "57 YES", "23125"), to: Self.wire)
    let agent = try board.agent(board.text(Self.sensors))
    try agent.turn { agent.newest.allSatisfy { $0 != nil } }
    return (board, agent)
  }

  private func isFailing(_ agent: Agent, _ place: Int) -> Bool {
    if case .failing = agent.inputs.status(of: place).state { true } else { false }
  }

  @Test(arguments: ["gone", "garbage", "hanging"])
  func `it shows in the status, its neighbours go on, and nothing is invented`(
    how: String
  ) throws {
    let (board, agent) = try ready()
    let file = "\(Self.thermometer)/temp1_input"
    switch how {
    case "gone": board.remove(file)
    case "garbage": try board.write("nonsense\n", to: file)
    default: board.hang(file)
    }
    try agent.turn { isFailing(agent, 0) }
    let before = agent.pipeline.counters(of: 0).values
    let others = agent.pipeline.counters(of: 2).values
    let soil = agent.pipeline.counters(of: 1).values
    try agent.turn {
      agent.pipeline.counters(of: 2).values >= others + 10
        && agent.pipeline.counters(of: 1).values >= soil + 3
    }
    #expect(agent.pipeline.counters(of: 0).values == before)
    if how == "hanging" { board.release(file) }
    board.remove(file)
    try board.write("19000\n", to: file)
    try agent.turn { agent.newest[0]?.value.text.hasPrefix("19") == true }
    agent.stop(.stopped)
    let audit = try LaneAudit(agent.chain.ledger)
    #expect(audit.faults.isEmpty)
    let air = RecordID.sensor(board: agent.identity.lane.board, name: "air")
    let records = try #require(audit.records[air])
    #expect(records.contains { !$0.isReading && $0.reason == GapReason.sensorSilent.rawValue })
    let values = Set(records.filter { $0.isReading }.map { $0.mantissa })
    #expect(values == [21_340, 19_000], "in thousandths, as the kernel has them")
  }

  @Test func `a check sum that is wrong is no value, and 85 degrees are suspect`() throws {
    let (board, agent) = try ready()
    try board.write(wire("72 01 4b 46 7f ff 0e 10 57", "12 NO", "23125"), to: Self.wire)
    try agent.turn { isFailing(agent, 1) }
    try board.write(wire("50 05 4b 46 7f ff 0c 10 1c", "1c YES", "85000"), to: Self.wire)
    try agent.turn { agent.newest[1]?.flags.contains(.suspect) == true }
    #expect(agent.inputs.status(of: 1).text.contains("suspect"))
    agent.stop(.stopped)
  }
}
