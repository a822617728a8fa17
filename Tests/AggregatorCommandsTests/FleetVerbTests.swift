import CommandLineKit
import LinuxIO
import Testing

@testable import AggregatorCommands

/// Runs the program and keeps what it writes.
private final class Collected {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ words: [String]) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = AggregatorProgram.program.run(["cairn-aggregator"] + words, console: console)
  }
}

@Suite("The verbs about a fleet") final class FleetVerbTests {
  private let folder: TemporaryFolder
  private let data: String
  private static let board = "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"

  init() throws {
    folder = try TemporaryFolder(prefix: "cairn-verbs-")
    data = folder.path + "/data"
  }

  private func makeFleet() -> Collected {
    Collected(["init", "--data", data, "--broker", "mqtt://127.0.0.1:1", "--name", "farm"])
  }

  @Test func `each verb explains itself with an example`() {
    for verb in [
      "init", "run", "status", "lanes", "admit", "revoke", "succeed", "checkpoint", "prove",
      "bench", "version",
    ] {
      let help = Collected([verb, "--help"])
      #expect(help.status == .yes && help.error.isEmpty, "\(verb): \(help.error)")
      #expect(help.output.contains("cairn-aggregator \(verb)"), "\(verb): \(help.output)")
    }
    let unknown = Collected(["admitt", Self.board])
    #expect(unknown.status == .usage && unknown.error.contains("admitt"))
  }

  @Test func `a fleet is made once, and said in words and in JSON`() throws {
    let made = makeFleet()
    #expect(made.status == .yes, "\(made.error)")
    #expect(made.output.contains("cairn-aggregator admit BOARD") && made.error.isEmpty)
    let key = try WholeFile.read(data + "/fleet.key")
    let again = makeFleet()
    #expect(again.status == .yes && again.output.contains("Kept as it was"))
    #expect(try WholeFile.read(data + "/fleet.key") == key)
    let json = Collected([
      "init", "--data", data, "--broker", "mqtt://127.0.0.1:1", "--json",
    ])
    #expect(json.output.contains("\"wasThere\"") && json.output.contains("\"fleetKey\""))
    let wanted = Collected(["init", "--data", data])
    #expect(wanted.status == .usage && wanted.error.contains("--broker"))
  }

  @Test func `an address that is none is refused before anybody is asked`() {
    for verb in ["admit", "revoke", "succeed"] {
      let none = Collected([verb, "--data", data])
      #expect(none.status == .usage && none.error.contains("one board's address is wanted"))
      let wrong = Collected([verb, "0x12", "--data", data])
      #expect(wrong.status == .usage && wrong.error.contains("\"0x12\" is no address"))
      let two = Collected([verb, Self.board, Self.board, "--data", data])
      #expect(two.status == .usage && !two.error.isEmpty)
    }
    let witness = Collected(["admit", Self.board, "--witness", "nobody", "--data", data])
    #expect(witness.status == .usage && witness.error.contains("\"nobody\" is no address"))
    let threshold = Collected(["admit", Self.board, "--threshold", "65", "--data", data])
    #expect(threshold.status == .usage && threshold.error.contains("--threshold"))
    let new = Collected(["succeed", Self.board, "--new", "me", "--data", data])
    #expect(new.status == .usage && new.error.contains("\"me\" is no address"))
  }

  @Test func `without a running aggregator each verb says so, and what to do`() {
    #expect(makeFleet().status == .yes)
    for words in [
      ["admit", Self.board], ["revoke", Self.board], ["succeed", Self.board], ["status"],
      ["lanes"], ["checkpoint"],
    ] {
      let run = Collected(words + ["--data", data])
      #expect(run.status == .world && run.output.isEmpty, "\(words)")
      #expect(run.error.contains("cairn-aggregator run"), "\(words): \(run.error)")
    }
    let missing = Collected(["status", "--data", folder.path + "/missing"])
    #expect(missing.status == .world && missing.error.contains("missing"))
  }
}
