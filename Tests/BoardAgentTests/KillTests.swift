import ChainTypes
import Foundation
import LinuxIO
import Readings
import Testing

@testable import BoardAgent

/// The agent as a process of its own that is killed at moments from a seed. 200 of them with
/// `CAIRN_AGENT_KILLS=200`.
@Suite("The agent is killed")
struct KillTests {
  private static let names = ["a", "b", "c"]

  /// One life of the agent, ended by the kill. What it told of readings and of sealed blocks.
  private struct Told {
    var readings: [String: [String]] = [:]
    var blocks: [String] = []
  }

  private func life(_ board: TestBoard, milliseconds: UInt32) throws -> Told {
    let process = Process()
    process.executableURL = try Self.program()
    process.arguments = ["run", "--config", board.file]
    let log = board.path + "/log-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    while try !String(contentsOfFile: log, encoding: .utf8).contains("started ") {
      try #require(process.isRunning, "it does not start")
      usleep(2_000)
    }
    usleep(milliseconds * 1_000)
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    var told = Told()
    for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words.contains("sealed"), let hash = words.first(where: { $0.hasPrefix("hash=0x") }) {
        if hash.utf8.count == 5 + 66 { told.blocks.append(String(hash.dropFirst(5))) }
      } else if words.contains("error:") {
        Issue.record("the agent complains: \(line)")
      }
    }
    return told
  }

  static func program() throws -> URL {
    let folder = Bundle.main.bundleURL
    for place in [folder, folder.deletingLastPathComponent(), URL(fileURLWithPath: ".build/debug")]
    {
      let program = place.appendingPathComponent("cairn")
      if FileManager.default.isExecutableFile(atPath: program.path) { return program }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  @Test func `no counter is used twice, no sealed block is lost, and all chains are whole`() throws
  {
    let kills = ProcessInfo.processInfo.environment["CAIRN_AGENT_KILLS"].flatMap { Int($0) } ?? 4
    let seed = ProcessInfo.processInfo.environment["CAIRN_AGENT_SEED"].flatMap { UInt64($0) } ?? 1
    let board = try TestBoard()
    let sensors = Self.names.map { simulated($0, every: "10 ms", instrument: $0) }.joined()
    let text = board.text(sensors).replacingOccurrences(of: "level: error", with: "level: info")
    try text.write(toFile: board.file, atomically: true, encoding: .utf8)
    var draw = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    var sealed: [String] = []
    for _ in 0..<kills {
      draw ^= draw << 13
      draw ^= draw >> 7
      draw ^= draw << 17
      sealed += try life(board, milliseconds: UInt32(draw >> 20 & 0x1ff)).blocks
    }
    let agent = try board.agent(board.text(sensors))
    let goal = agent.head.number + 1
    try agent.turn { agent.head.number >= goal }
    agent.stop(.stopped)
    let audit = try LaneAudit(agent.chain.ledger)
    #expect(audit.faults.isEmpty, "seed \(seed)")
    #expect(Set(sealed).isSubset(of: audit.hashes.map { $0.hex }), "seed \(seed)")
    #expect(Set(sealed).count == sealed.count)
    let gaps = audit.records.values.flatMap { $0 }.filter { !$0.isReading }
    #expect(gaps.allSatisfy { GapReason(rawValue: $0.reason) != nil })
    if kills > 10 {
      print(
        "\(kills) kills: \(sealed.count) sealed blocks told, \(agent.head.number) in the lane, "
          + "\(audit.readings) readings, \(gaps.count) gaps, \(audit.records.count) sensors")
    }
  }
}
