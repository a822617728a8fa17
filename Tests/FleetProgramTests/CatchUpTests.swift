import Foundation
import Testing

/// Settings are read from a pipe, so that a program can be met at its very beginning.
@Suite("A program that is only just starting")
struct BeginningTests {
  @Test(arguments: ["cairn", "cairn-aggregator"])
  func `a wish to read the settings again does not end it`(_ name: String) async throws {
    let path = NSTemporaryDirectory() + "pipe-\(UUID().uuidString.prefix(6))"
    try #require(mkfifo(path, 0o600) == 0)
    let log = path + ".log"
    defer { for file in [path, log] { try? FileManager.default.removeItem(atPath: file) } }
    let program = try Running(name, ["run", "--config", path], log: log)
    // It reads once it has begun: opening the other end waits for that.
    let pipe = try #require(FileHandle(forWritingAtPath: path))
    kill(program.process.processIdentifier, SIGHUP)
    try await Task.sleep(nanoseconds: 100_000_000)
    try pipe.write(contentsOf: Data("no: such setting\n".utf8))
    try pipe.close()
    program.process.waitUntilExit()
    #expect(program.process.terminationReason == .exit, "\(program.lastWords)")
    #expect(program.process.terminationStatus == 2 || program.process.terminationStatus == 3)
  }
}

/// A witness that was away catches up by the state of the lane that it watches.
@Suite(
  "Catching up by a state",
  .enabled(if: ProgramFleet.isPossible, "needs mosquitto, mosquitto-clients and openssl"))
struct CatchUpTests {
  @Test func `an aggregator that was away fetches the blocks, and says how far it is`() async throws
  {
    let fleet = try ProgramFleet()
    try fleet.makeAggregator()
    try await fleet.wait("the aggregator answers") { try !fleet.aggregatorStatus().isEmpty }
    let board = try fleet.makeBoard()
    try await fleet.wait("the board asks") {
      (try fleet.aggregatorStatus()["enrolments"] as? [String] ?? []).contains(board)
    }
    try #require(try fleet.aggregator(["admit", board]).status == 0)
    try await fleet.wait("a receipt") { try fleet.link(board, "delivered") > 0 }
    #expect(fleet.stop("aggregator") == 0)
    let last = try fleet.link(board, "delivered")
    try await fleet.wait("the lane goes on") {
      try fleet.status(board)["head"] as? Int ?? 0 > last + 45
    }
    try fleet.startAggregator()
    let log = {
      try String(contentsOfFile: fleet.folder + "/aggregator.log", encoding: .utf8)
        .split(separator: "\n").filter { $0.contains("catch_up") }.map(String.init)
    }
    try await fleet.wait("it has caught up") { try log().contains { $0.contains("caught up") } }
    // Two lines, not one a block: it takes less than ten seconds.
    let lines = try log()
    #expect(lines.count == 2, "\(lines)")
    #expect(lines[0].contains("board=\(board)") && lines[0].contains(" of="))
    try await fleet.wait("all is receipted") { try fleet.link(board, "delivered") > last + 45 }
    let status = try fleet.aggregatorStatus()
    #expect(status["lanesCatchingUp"] as? Int == 0 && status["blocksMissing"] as? Int == 0)
    #expect(try fleet.get("/metrics").contains("cairn_lane_missing{board=\"\(board)\""))
  }

  @Test func `a witness that was away takes the state, goes on and cosigns`() async throws {
    let fleet = try ProgramFleet()
    try fleet.makeAggregator()
    try await fleet.wait("the aggregator answers") { try !fleet.aggregatorStatus().isEmpty }
    let owner = try fleet.makeBoard()
    let late = try fleet.makeBoard(settings: "catch_up: {state_after: 6}")
    let others = [try fleet.makeBoard(), try fleet.makeBoard()]
    let watching = [late] + others
    for (board, witnesses) in [(owner, watching)] + watching.map({ ($0, []) }) {
      try await fleet.wait("\(board) asks") {
        (try fleet.aggregatorStatus()["enrolments"] as? [String] ?? []).contains(board)
      }
      let admitted = try fleet.aggregator(
        ["admit", board] + witnesses.flatMap { ["--witness", $0] })
      try #require(admitted.status == 0, "\(admitted.error)")
    }
    func head(_ board: String) throws -> Int {
      let link = try fleet.status(board)["link"] as? [String: Any]
      let peers = link?["peers"] as? [[String: Any]] ?? []
      return peers.first { $0["board"] as? String == owner }?["head"] as? Int ?? 0
    }
    try await fleet.wait("all witnesses follow") { try watching.allSatisfy { try head($0) > 2 } }
    #expect(fleet.stop(late) == 0)
    let before = try fleet.link(owner, "final")
    try await fleet.wait("the lane goes on") { try fleet.link(owner, "final") > before + 10 }
    try fleet.start(late)
    let log = { try String(contentsOfFile: fleet.folder + "/board1.log", encoding: .utf8) }
    try await fleet.wait("the state is taken") {
      try log().contains("note=\"its state is here; older blocks are not\"")
    }
    // Two of three have to cosign, so that from here on nothing is final without the late one.
    #expect(fleet.stop(others[0]) == 0)
    let since = try fleet.link(owner, "final")
    try await fleet.wait("what it cosigns is final") { try fleet.link(owner, "final") > since + 2 }
    #expect(fleet.stop(late) == 0)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: fleet.data(late) + "/lanes").first)
    let check = try Programs.run(
      "cairn", ["state", "check", "--data", fleet.data(late) + "/lanes/" + name])
    #expect(check.status == 0, "\(check.text) \(check.error)")
    let alerts = try fleet.aggregatorStatus()["alerts"] as? [[String: Any]] ?? []
    #expect(!alerts.contains { "\($0)".contains("evidence") }, "\(alerts)")
  }
}
