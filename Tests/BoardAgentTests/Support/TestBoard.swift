import BoardConfig
import ChainTypes
import Foundation
import LinuxIO
import Readings
import Testing

@testable import BoardAgent

/// A board in a folder of its own, with a fake `/sys` beside its data.
final class TestBoard {
  let path: String
  let identity: String

  init() throws {
    path = NSTemporaryDirectory() + "cairn-agent-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let made = try BoardInitialisation(folder: AgentFolder(path + "/data")).perform()
    identity = made.identity.lane.board.hex
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var data: String { path + "/data" }
  var file: String { path + "/board.yaml" }

  /// The settings' text: what every test has, and what a test adds.
  func text(_ sensors: String, batch: String = "100 ms", more: String = "") -> String {
    """
    board: {data: \(data), root: \(path)}
    readings: {batch: \(batch)}
    log: {level: error}
    \(more)
    sensors:
    \(sensors)
    """
  }

  func settings(_ text: String) throws -> BoardSettings {
    do { return try BoardSettings(parsing: Array(text.utf8)) } catch {
      Issue.record(Comment(rawValue: error.text(file: "test.yaml")))
      throw error
    }
  }

  /// An agent that has begun.
  func agent(
    _ text: String, clock: @escaping ClockSource = AgentWorld.clocks,
    reader: SettingsReader? = nil
  ) throws -> Agent {
    let agent = try Agent.open(
      try settings(text),
      version: Agent.Version(text: "test", configuration: Keccak256.hash(Array(text.utf8))),
      world: AgentWorld(settings: reader, clock: clock))
    try agent.begin()
    return agent
  }

  func write(_ text: String, to place: String) throws {
    let whole = path + place
    try FileManager.default.createDirectory(
      atPath: (whole as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: whole, atomically: false, encoding: .utf8)
  }

  func remove(_ place: String) { try? FileManager.default.removeItem(atPath: path + place) }

  /// In place of a file, something whose opening never ends: a pipe without a writer.
  func hang(_ place: String) {
    remove(place)
    mkfifo(path + place, 0o644)
  }

  /// Ends a hang, so that no thread is left over.
  func release(_ place: String) {
    let number = open(path + place, O_WRONLY | O_NONBLOCK)
    if number >= 0 { close(number) }
  }
}

extension Agent {
  /// Turns until something holds; a machine that is busy gets a minute.
  func turn(until holds: () throws -> Bool) throws {
    let end = Agent.now + 60_000
    while try !holds() {
      try #require(Agent.now < end, "it never came: \(problem ?? "no problem is told")")
      try turn()
    }
  }
}

/// A simulated sensor, quick enough for tests.
func simulated(_ name: String, every: String = "20 ms", instrument: String = "test") -> String {
  """
    - {name: \(name), driver: simulator, unit: Cel, every: \(every), instrument: \(instrument),
       base: 20, noise: 1, decimals: 2}

  """
}
