import Foundation
import Testing

/// A witness that was away catches up by the state of the lane that it watches.
@Suite(
  "Catching up by a state",
  .enabled(if: ProgramFleet.isPossible, "needs mosquitto, mosquitto-clients and openssl"))
struct CatchUpTests {
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
