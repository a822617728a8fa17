import CommandLineKit
import Foundation
import Testing

@testable import CairnCommands

/// Runs the program and keeps what it writes.
private final class Collected {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ arguments: [String]) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = CairnProgram.program.run(["cairn"] + arguments, console: console)
  }
}

/// A board with one device, and a configuration.
private final class Scratch {
  let path = NSTemporaryDirectory() + "cairn-verbs-\(UUID().uuidString.prefix(8))"

  init(configuration: String) throws {
    try write("sht4x\n", "sys/class/hwmon/hwmon0/name")
    try write("21500\n", "sys/class/hwmon/hwmon0/temp1_input")
    try write("48000\n", "sys/class/hwmon/hwmon0/humidity1_input")
    try write(configuration, "board.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  private func write(_ text: String, _ place: String) throws {
    let file = path + "/" + place
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  func run(_ words: String...) -> Collected {
    Collected(words + ["--config", path + "/board.yaml", "--root", path])
  }
}

@Suite struct SensorVerbs {
  private static let air =
    "sensors:\n  - {name: air, driver: hwmon, device: sht4x, channel: temp1}\n"
    + "  - {name: gone, driver: hwmon, device: bme280, channel: temp1}\n"

  @Test(arguments: ["sensors", "read", "check"])
  func `each verb explains itself with an example`(verb: String) {
    let help = Collected([verb, "--help"])
    #expect(help.status == .yes)
    #expect(help.output.contains("Example:\n  cairn \(verb) "))
    #expect(help.output.contains("--config FILE") && help.output.contains("--root DIR"))
    #expect(help.output.contains("--json"))
  }

  @Test func `sensors tells what is read, what is gone and what to add`() throws {
    let scratch = try Scratch(configuration: Self.air)
    let text = scratch.run("sensors").output
    #expect(text.contains("    temp1 in Cel: read by air\n"))
    #expect(text.contains("    humidity1 in %RH: nobody reads it\n"))
    #expect(text.contains("gone: hwmon, every 1000 ms — NOT THERE"))
    #expect(text.contains("  - name: sht4x/humidity1\n    driver: hwmon\n    device: sht4x\n"))
    let json = scratch.run("sensors", "--json").output
    #expect(json.contains(#"{"name":"temp1","unit":"Cel","sensors":["air"]}"#))
    #expect(json.contains(#""sensor":"gone","driver":"hwmon","enabled":true"#))
    for line in json.split(separator: "\n") {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
  }

  @Test func `read tells a value, a reason, or the nearest name`() throws {
    let scratch = try Scratch(configuration: Self.air)
    let value = scratch.run("read", "air")
    #expect(value.status == .yes && value.output == "air: 21.500 Cel\n")
    let json = scratch.run("read", "air", "--json").output
    #expect(
      json.hasPrefix(#"{"sensor":"air","value":"21.500","unit":"Cel","status":"good","time":"#))
    let gone = scratch.run("read", "air", "gone")
    #expect(gone.status == .world && gone.error.contains("device bme280 is not there"))
    #expect(gone.output == "air: 21.500 Cel\n")
    let wrong = scratch.run("read", "aur")
    #expect(wrong.status == .usage && wrong.error.contains("Did you mean \"air\"?"))
    #expect(scratch.run("read").status == .usage)
  }

  @Test func `check says what a day costs`() throws {
    let scratch = try Scratch(configuration: Self.air)
    let text = scratch.run("check")
    #expect(text.status == .yes && text.output.contains("well. 2 sensors, 172800 readings a day"))
    #expect(text.output.contains("the database is full after"))
    for interval in ["1 s", "10 s", "1 min", "10 min"] {
      #expect(text.output.contains("  \(interval): "))
    }
    let json = scratch.run("check", "--json").output
    #expect(json.hasPrefix(#"{"well":true,"readings":172800,"blocks":8640,"#))
  }

  @Test func `check refuses a wrong file with line and nearest key, and exits with no`() throws {
    let scratch = try Scratch(configuration: "readings:\n  batsh: 1 s\n")
    let text = scratch.run("check")
    #expect(text.status == .no)
    #expect(
      text.error.hasSuffix(
        "board.yaml:2:1: readings has no key \"batsh\". Did you mean \"batch\"?\n"))
    #expect(scratch.run("check", "--json").output.contains(#""well":false,"problems":[{"file":"#))
    #expect(scratch.run("read", "a").status == .world)
  }

  @Test func `a configuration that is not there is told with what to do`() {
    let answer = Collected(["check", "--config", "/no/such.yaml"])
    #expect(answer.status == .world && answer.error.contains("--config FILE"))
  }
}
