import BrokerClient
import Foundation
import LinuxIO
import Readings
import Testing

@testable import BoardAgent

@Suite("Sensors that a broker brings", .enabled(if: Mosquitto.isInstalled))
struct IntakeTests {
  @Test func `a published number becomes a reading, and a retained one does not`() throws {
    let broker = try Mosquitto()
    let device = try BrokerConnection(
      BrokerClient.BrokerSettings(host: "127.0.0.1", port: broker.port, clientID: "device"))
    func publish(_ text: String, retained: Bool = false) {
      let message = OutgoingMessage(
        topic: "shed/air", payload: Array(text.utf8), isRetained: retained)
      while device.publish(message, as: MessageToken(1)) != .accepted { usleep(2_000) }
      while device.status.inFlight > 0 { usleep(2_000) }
    }
    publish(#"{"t": 99}"#, retained: true)
    let board = try TestBoard()
    let sensors = """
        - {name: shed, driver: mqtt, topic: shed/air, path: t, unit: Cel, every: 20 ms,
           timeout: 1 h}
      """
    let agent = try board.agent(
      board.text(sensors, more: "broker: {url: \"mqtt://127.0.0.1:\(broker.port)\"}"))
    try agent.turn { agent.intake?.ignored == 1 }
    #expect(agent.newest[0] == nil)
    publish(#"{"t": 21.5}"#)
    try agent.turn { agent.newest[0] != nil }
    #expect(agent.newest[0]?.value.text == "21.5")
    broker.kill()
    try agent.turn { agent.intake?.isConnected == false }
    #expect(agent.intake?.problem != nil)
    agent.stop(.stopped)
    #expect(try LaneAudit(agent.chain.ledger).readings == 1)
    _ = device.stop(within: 0)
  }

  @Test func `the defaults of a configuration are settings of a connection`() throws {
    let board = try TestBoard()
    let text = board.text(simulated("a"), more: "broker: {url: \"mqtts://broker.example\"}")
    let broker = try #require(try board.settings(text).broker)
    #expect(try BrokerClient.BrokerSettings(broker, clientID: "x").problem == nil)
  }
}

/// A Mosquitto of the test's own.
final class Mosquitto {
  static let program = "/usr/sbin/mosquitto"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

  let port: Int
  private let process = Process()
  private let file: String

  init() throws {
    port = Int.random(in: 20_000...60_000)
    file = NSTemporaryDirectory() + "cairn-mosquitto-\(UUID().uuidString.prefix(8)).conf"
    try "listener \(port) 127.0.0.1\nallow_anonymous true\nuser root\nlog_dest none\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = ["-c", file]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(atPath: file)
  }

  func kill() {
    guard process.isRunning else { return }
    // An agent on this thread may have blocked the gentler signals, for its children too.
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
