import ConfigFile
import Foundation
import Readings
import Testing

@testable import BoardConfig

@Suite struct ExampleFile {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "configs/board.yaml")

  static func text() throws -> String { try String(contentsOf: path, encoding: .utf8) }

  /// The file with every example in it switched on: `#key` without a space is one.
  static func switchedOn() throws -> String {
    try text().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let match = line.firstMatch(of: /^(\s*)#([^\s#].*)$/) else { return String(line) }
      return "\(match.1)\(match.2)"
    }.joined(separator: "\n")
  }

  @Test func `the example says the defaults that it claims`() throws {
    let settings = try settings(try Self.text())
    var expected = BoardSettings.defaults
    #expect(settings.sensors.count == 4)
    expected.sensors = settings.sensors
    #expect(settings == expected)
    let first = try #require(settings.sensors.first)
    let bare = try self.settings(
      "sensors: [{name: x, driver: system, fact: cpu_temperature, every: 10 s, unit: Cel}]")
    var same = bare.sensors[0]
    same.name = first.name
    same.line = first.line
    #expect(first == same)
  }

  @Test func `with every example switched on it is a configuration with every driver`() throws {
    let settings = try settings(try Self.switchedOn())
    let kinds = Set(settings.sensors.map { "\($0.driver)".prefix { $0 != "(" } })
    #expect(
      kinds == [
        "iio", "hwmon", "thermal", "oneWire", "pms5003", "nmea", "line", "modbus", "gpio", "i2c",
        "system", "mqtt", "command", "replay", "simulator",
      ])
    #expect(settings.broker?.host == "broker.example")
    #expect(settings.ports.map { $0.name } == ["dust", "gps", "meters", "hall"])
    #expect(settings.store.keepDays == 90)
    #expect(settings.sensors[0].calibration?.coefficients.map { $0.text } == ["-0.12", "1.003"])
    #expect(settings.sensors[0].highest == 125)
    #expect(settings.sensors[0].reportPolicy == .every)
    let calibration = try #require(settings.sensors[0].calibration?.calibration)
    #expect(calibration.date == 1_776_211_200)
    #expect(try calibration.apply(Measurement(20, .celsius)).value.text == "19.940")
  }

  @Test func `every key that is known is explained in the example`() throws {
    let problems = ProblemList()
    let text = try Self.switchedOn()
    _ = try BoardSettings(try ConfigText.parse(text), problems)
    let lines = text.split(separator: "\n")
    let missing = problems.keys.filter { key in
      // Keys of a nested list stand in braces on one line.
      !lines.contains { $0.contains("\(key):") && !$0.drop { $0 == " " }.hasPrefix("# ") }
    }
    #expect(missing.sorted() == [])
  }

  private func settings(_ text: String) throws -> BoardSettings {
    do {
      return try BoardSettings(parsing: Array(text.utf8))
    } catch {
      Issue.record(Comment(rawValue: error.text(file: "board.yaml")))
      throw error
    }
  }
}
