import ChainTypes
import CommandLineKit
import FleetLink
import JSONText
import LinuxIO
import Readings
import KeyCustody
import Statements
import Testing

@testable import CairnCommands

/// Runs the program and keeps what it writes.
private final class Collected {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ words: [String]) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = CairnProgram.program.run(["cairn"] + words, console: console)
  }
}

@Suite("A board asks for its place in the fleet by a file") final class EnrollVerbTests {
  private let folder: TemporaryFolder
  private let data: String
  private let challenge = "0x" + String(repeating: "c1", count: 32)

  init() throws {
    folder = try TemporaryFolder(prefix: "cairn-enroll-")
    data = folder.path + "/data"
    let made = Collected(["init", "--data", data])
    try #require(made.status == .yes, "\(made.error)")
  }

  @Test func `the request has the lane, the label and the challenge, and a signature`() throws {
    let shown = Collected(["enroll", "--data", data, "--label", "barn", "--challenge", challenge])
    #expect(shown.status == .yes, "\(shown.error)")
    #expect(shown.output.contains("\"term\""))
    let path = folder.path + "/barn.json"
    let written = Collected([
      "enroll", "--data", data, "--label", "barn", "--challenge", challenge, "--out", path,
    ])
    #expect(written.status == .yes && written.output.contains("Compare the address"))
    // The same question has the same answer: a signature depends on nothing else.
    #expect(String(decoding: try WholeFile.read(path), as: UTF8.self) == shown.output)
    let json = Collected(["enroll", "--data", data, "--out", path, "--json"])
    #expect(json.status == .yes && json.output.contains("\"file\""))
  }

  @Test func `the signer of the request is the board`() throws {
    let path = folder.path + "/request.json"
    let run = Collected([
      "enroll", "--data", data, "--label", "barn", "--challenge", challenge, "--out", path,
    ])
    try #require(run.status == .yes, "\(run.error)")
    let request = try EnrolmentFile.read(path)
    #expect(request.content.label == Hash(label: "barn"))
    #expect(request.content.challenge.hex == challenge)
    let document = try JSONReader.parse(try WholeFile.read(path))
    let fleet = try #require(document["fleet"]?.asString.flatMap { Hash(hex: $0) })
    let signer = try request.signer(in: FleetDomain(fleet: fleet), using: LibraryRecovery())
    #expect(signer == request.content.lane.board)
    #expect(document["board"]?.asString == signer.hex)
  }

  @Test func `what cannot be is refused with a sentence`() {
    let usage = [
      (["--label", String(repeating: "x", count: 33)], "more than 32 bytes"),
      (["--challenge", "0x12"], "is no hash"), (["--unknown"], "--unknown"), (["extra"], "extra"),
    ]
    for (words, sentence) in usage {
      let run = Collected(["enroll", "--data", data] + words)
      #expect(run.status == .usage && run.output.isEmpty, "\(words)")
      #expect(run.error.contains(sentence), "\(run.error)")
    }
    let nowhere = Collected(["enroll", "--data", folder.path + "/missing"])
    #expect(nowhere.status == .world && !nowhere.error.isEmpty)
    let unwritable = Collected(["enroll", "--data", data, "--out", folder.path + "/no/such"])
    #expect(unwritable.status == .world && unwritable.error.contains("--out"))
  }

  @Test func `its help has an example`() {
    let help = Collected(["enroll", "--help"])
    #expect(help.status == .yes)
    for part in ["--label", "--challenge", "--out", "cairn enroll --label barn"] {
      #expect(help.output.contains(part), "\(part)")
    }
  }
}
