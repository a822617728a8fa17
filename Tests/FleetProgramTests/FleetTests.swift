import Foundation
import Testing

/// The programs as their users have them, with the shipped broker's configuration.
@Suite(
  "A fleet of programs",
  .enabled(if: ProgramFleet.isPossible, "needs mosquitto, mosquitto-clients and openssl"))
struct FleetTests {
  @Test func `boards are taken in, sync, prove, and one is revoked`() async throws {
    let fleet = try ProgramFleet()
    try fleet.makeAggregator()
    try await fleet.wait("the aggregator answers") { try !fleet.aggregatorStatus().isEmpty }
    let boards = [try fleet.makeBoard(), try fleet.makeBoard()]
    try await admit(boards, fleet)
    try await fleet.wait("both are final and in the log") {
      try boards.allSatisfy {
        try fleet.link($0, "delivered") >= 3 && fleet.link($0, "final") >= 2
          && fleet.lane($0)["logged"] as? Int ?? 0 >= 2
      }
    }
    try await checkProofs(boards[0], fleet)
    try checkWeb(boards[0], fleet)
    try await checkThief(boards, fleet)
    let successor = try await replaceCard(of: boards[0], fleet)
    try await revoke([successor, boards[1]], fleet)
    #expect(fleet.stop(successor) == 0)
    #expect(fleet.stop("aggregator") == 0)
    // What the aggregator has is proved by its folder alone, too.
    let path = fleet.folder + "/late.json"
    let made = try fleet.aggregator([
      "prove", "--board", boards[0], "--sensor", "hall/temperature", "--out", path,
    ])
    #expect(made.status == 0, "\(made.error)")
    let verdict = try Programs.run("cairn", ["verify", path, "--fleet-key", fleet.fleetKey])
    #expect(verdict.status == 0, "\(verdict.text)")
    #expect(verdict.text.contains("and in its log"))
  }

  /// Each is the other's witness.
  private func admit(_ boards: [String], _ fleet: ProgramFleet) async throws {
    for (board, other) in [(boards[0], boards[1]), (boards[1], boards[0])] {
      try await fleet.wait("\(board) asks") {
        (try fleet.aggregatorStatus()["enrolments"] as? [String] ?? []).contains(board)
      }
      let admitted = try fleet.aggregator(["admit", board, "--witness", other])
      try #require(admitted.status == 0, "\(admitted.error)")
    }
    let stranger = "0x" + String(repeating: "1", count: 40)
    #expect(try fleet.aggregator(["admit", stranger]).status == 3)
  }

  /// Of a reading whose block has just been receipted and cosigned.
  private func checkProofs(_ board: String, _ fleet: ProgramFleet) async throws {
    let path = fleet.folder + "/proof.json"
    var proof: [String: Any] = [:]
    try await fleet.wait("a fresh proof") {
      let covered = min(try fleet.link(board, "delivered"), try fleet.link(board, "final"))
      try Programs.succeed(
        "cairn",
        ["prove", "--data", fleet.data(board), "--sensor", "hall/temperature", "--out", path])
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      proof = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      let seal = proof["seal"] as? [String: Any]
      let height = seal?["height"] as? Int ?? Int(seal?["height"] as? String ?? "") ?? .max
      return height <= covered
    }
    #expect((proof["receipts"] as? [Any])?.count == 1)
    #expect((proof["cosignatures"] as? [Any])?.count == 1)
    let good = try Programs.run("cairn", ["verify", path, "--fleet-key", fleet.fleetKey])
    #expect(good.status == 0, "\(good.text)")
    #expect(good.text.contains("final by its witnesses, stored by an aggregator"))
    let nobody = try Programs.run("cairn", ["verify", path])
    #expect(nobody.status == 1)
    #expect(nobody.text.contains("Consistent, not trusted"))
    let other = try Programs.run("cairn", ["verify", path, "--fleet-key", board])
    #expect(other.status == 1)
    var reading = try #require(proof["reading"] as? [String: Any])
    reading["flags"] = 0
    reading["value"] = "99.99"
    proof["reading"] = reading
    try JSONSerialization.data(withJSONObject: proof).write(to: URL(fileURLWithPath: path))
    let changed = try Programs.run(
      "cairn", ["verify", path, "--fleet-key", fleet.fleetKey, "--json"])
    #expect(changed.status == 1)
    #expect(changed.json["verdict"] as? String == "broken")
    #expect(changed.json["part"] as? String != nil)
    let none = try fleet.aggregator(["prove", "--board", board, "--sensor", "no/such"])
    #expect(none.status == 3)
    #expect(none.error.contains("no block that is kept has such a reading"))
  }

  private func checkWeb(_ board: String, _ fleet: ProgramFleet) throws {
    let metrics = try fleet.get("/metrics")
    #expect(metrics.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(metrics.contains("cairn_lane_head{board=\"\(board)\",term=\"1\"} "))
    let status = try fleet.get("/status")
    let body = try #require(status.range(of: "\r\n\r\n"))
    let json = try JSONSerialization.jsonObject(with: Data(status[body.upperBound...].utf8))
    #expect((json as? [String: Any])?["lanes"] as? Int == 2)
    #expect(try fleet.get("/lanes").contains(board))
    #expect(try fleet.get("/etc/passwd").hasPrefix("HTTP/1.1 404"))
  }

  /// What somebody does who has stolen a board's credentials for the broker, but not its key.
  private func checkThief(_ boards: [String], _ fleet: ProgramFleet) async throws {
    let (thief, victim) = (boards[0], boards[1])
    func topic(_ sender: String, _ kind: String) throws -> String {
      let id = try #require(try fleet.status(thief)["fleet"] as? String).dropFirst(2).prefix(16)
      return "cairn/1/\(id)/\(victim.dropFirst(2).prefix(1))/\(sender.dropFirst(2))/\(kind)/"
        + victim.dropFirst(2)
    }
    let other = try fleet.client(
      ProgramFleet.publisher, as: thief, ["-t", try topic(victim, "head"), "-m", "x"])
    #expect((other.text + other.error).contains("Not authorized"))
    // A block of the victim as it went over the broker.
    let heard = fleet.folder + "/heard"
    let listened = try Programs.run(
      "/bin/sh",
      [
        "-c",
        "exec \(ProgramFleet.subscriber) -h 127.0.0.1 -p \(fleet.port) -V 5 -q 1 -C 1 -N "
          + "--cafile \(fleet.folder)/tls/authority.crt "
          + "--cert \(fleet.folder)/tls/\(thief.dropFirst(2)).crt "
          + "--key \(fleet.folder)/tls/\(thief.dropFirst(2)).key "
          + "-t '\(try topic(victim, "block"))' > \(heard)",
      ])
    try #require(listened.status == 0, "\(listened.error)")
    let before = try #require(try fleet.aggregatorStatus()["counters"] as? [String: Any])
    var bytes = try Data(contentsOf: URL(fileURLWithPath: heard))
    // Again, by another; with one bit changed; and bytes without any sense.
    try fleet.publish(heard, try topic(thief, "block"), as: thief)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: heard))
    try fleet.publish(heard, try topic(thief, "block"), as: thief)
    try Data("nonsense".utf8).write(to: URL(fileURLWithPath: heard))
    try fleet.publish(heard, try topic(thief, "cosign"), as: thief)
    func count(_ name: String, _ counters: [String: Any]) -> Int { counters[name] as? Int ?? 0 }
    try await fleet.wait("the nonsense is counted") {
      let now = try fleet.aggregatorStatus()["counters"] as? [String: Any] ?? [:]
      return count("malformed", now) + count("forged", now)
        > count("malformed", before) + count("forged", before)
    }
    let head = try #require(try fleet.status(victim)["head"] as? Int)
    try await fleet.wait("the victim goes on") { try fleet.link(victim, "delivered") > head }
    #expect(try fleet.lane(victim)["isFrozen"] as? Bool == false)
    let alerts = try fleet.aggregatorStatus()["alerts"] as? [[String: Any]] ?? []
    #expect(alerts.isEmpty, "\(alerts)")
  }

  /// Card and key are gone; another board goes on, by the fleet's word.
  private func replaceCard(of old: String, _ fleet: ProgramFleet) async throws -> String {
    fleet.kill(old)
    try FileManager.default.removeItem(atPath: fleet.data(old))
    let place = "\(fleet.folder)/b\(fleet.boards.count)"
    let file = fleet.folder + "/succession.json"
    try FileManager.default.createDirectory(
      atPath: place, withIntermediateDirectories: true)
    let key = try Programs.succeed("cairn", ["key", "new", "file:\(place)/board.key", "--json"])
    let address = try #require(key.json["address"] as? String).lowercased()
    let word = try fleet.aggregator(["succeed", old, "--new", address, "--out", file])
    try #require(word.status == 0, "\(word.error)")
    // It is for nobody else.
    let other = try Programs.run(
      "cairn",
      [
        "init", "--data", fleet.folder + "/x", "--succession", file, "--fleet-file",
        fleet.aggregatorData + "/fleet.json",
      ])
    #expect(other.status == 3)
    #expect(other.error.contains("the succession is for"))
    let board = try fleet.makeBoard(["--succession", file])
    #expect(board == address)
    try await fleet.wait("the successor asks") {
      (try fleet.aggregatorStatus()["enrolments"] as? [String] ?? []).contains(board)
    }
    let admitted = try fleet.aggregator(["admit", board, "--succession", file])
    try #require(admitted.status == 0, "\(admitted.error)")
    try await fleet.wait("the successor is final") {
      try fleet.link(board, "delivered") >= 2 && fleet.link(board, "final") >= 1
    }
    #expect(try fleet.lane(old)["ended"] as? Int != nil)
    return board
  }

  private func revoke(_ boards: [String], _ fleet: ProgramFleet) async throws {
    let revoked = try fleet.aggregator(["revoke", boards[1], "--json"])
    #expect(revoked.status == 0, "\(revoked.error)")
    let end = try #require(revoked.json["height"] as? Int)
    try await fleet.wait("the board is told") {
      let link = try fleet.status(boards[1])["link"] as? [String: Any]
      return link?["stopped"] as? String != nil
    }
    let link = try #require(try fleet.status(boards[1])["link"] as? [String: Any])
    let told = link["stopped"] as? String ?? ""
    #expect(told.contains("the fleet ended it at block \(end)"), "\(told)")
    #expect(try fleet.lane(boards[1])["ended"] as? Int == end)
    // A block may have come between the question and the revocation.
    #expect(try fleet.lane(boards[1])["head"] as? Int ?? 0 >= end)
    let before = try fleet.link(boards[0], "delivered")
    try await fleet.wait("the other goes on") {
      try fleet.link(boards[0], "delivered") > before + 1
    }
    #expect(try fleet.aggregator(["revoke", boards[1]]).status == 3)
    #expect(fleet.stop(boards[1]) == 0)
  }
}

extension ProgramFleet {
  func publish(_ file: String, _ topic: String, as address: String) throws {
    let output = try client(Self.publisher, as: address, ["-t", topic, "-f", file])
    #expect(output.status == 0, "\(output.error)")
  }
}
