import Foundation
import LinuxIO
import ModbusBus
import Readings
import Testing

@testable import SensorInputs

@Suite(.serialized) struct ModbusSensors {
  /// 230.1 V as a meter sends it: 0x4366199a in IEEE 754.
  private let volts: [UInt16] = [0x4366, 0x199a]

  private func inputs(_ way: String, _ keys: String) throws -> InputSet {
    InputSet(
      try settings("ports: {m: {\(way)}}\nsensors: [{name: a, driver: modbus, port: m, \(keys)}]"),
      root: InputFolder("/"))
  }

  private func read(_ inputs: InputSet, milliseconds: Int = 5000) -> String {
    told(inputs.read(0, until: .after(milliseconds: milliseconds)))
  }

  @Test func `libmodbus's own server is read by both functions`() throws {
    let server = try #require(LoopbackServer(inputs: volts))
    defer { server.stop() }
    let way = "host: 127.0.0.1, port: \(server.port)"
    #expect(read(try inputs(way, "register: 0, unit: V")) == "230.1 V")
    let holding = "table: holding, register: 3, format: uint16, scale: 0.1, unit: A"
    #expect(read(try inputs(way, holding)) == "100.3 A")
    let absent = read(try inputs(way, "register: 2000, unit: V"))
    #expect(absent.contains("the device has no such registers"))
  }

  @Test func `a server that hangs up is connected again`() throws {
    let server = try #require(LoopbackServer(inputs: volts))
    defer { server.stop() }
    let inputs = try inputs("host: 127.0.0.1, port: \(server.port)", "register: 0, unit: V")
    #expect(read(inputs) == "230.1 V")
    server.hangUp()
    var answers: [String] = []
    for _ in 0..<100 where answers.last != "230.1 V" {
      answers.append(read(inputs))
      MonotonicClock.sleep(milliseconds: 10)
    }
    #expect(answers.last == "230.1 V", "\(answers)")
  }

  @Test func `nobody listening is told`() throws {
    let inputs = try inputs("host: 127.0.0.1, port: 1", "register: 0, unit: V")
    #expect(read(inputs).contains("connecting to the Modbus device"))
  }

  @Test func `a meter on a line is read, and its ways of failing are told apart`() throws {
    let device = try LineDevice(registers: volts + [7, 8, 9])
    defer { device.stop() }
    let inputs = try inputs("device: \(device.terminal.path), parity: even", "register: 0, unit: V")
    #expect(read(inputs) == "230.1 V")
    device.manner.withLock { $0 = .wrongSum }
    #expect(read(inputs, milliseconds: 500).contains("checksum"))
    device.manner.withLock { $0 = .silent }
    #expect(read(inputs, milliseconds: 200).contains("did not answer in time"))
    device.manner.withLock { $0 = .broken }
    #expect(read(inputs, milliseconds: 200).hasPrefix("reading Modbus registers"))
    device.manner.withLock { $0 = .right }
    #expect(read(inputs) == "230.1 V")
  }

  @Test func `orders and formats of meters`() throws {
    let device = try LineDevice(registers: [0x199a, 0x4366, 0xffff, 0xfffe])
    defer { device.stop() }
    let way = "device: \(device.terminal.path)"
    #expect(read(try inputs(way, "register: 0, order: cdab, unit: V")) == "230.1 V")
    #expect(read(try inputs(way, "register: 2, format: int32, unit: W")) == "-2 W")
    #expect(
      read(try inputs(way, "register: 2, format: uint32, scale: 0.001, unit: kWh"))
        == "4294967.294 kWh")
    #expect(
      read(try inputs(way, "register: 9, format: uint16, unit: W")).contains("no such registers"))
  }

  @Test func `random answers on a line are never a trap and never a value`() throws {
    let terminal = try PseudoTerminal()
    let inputs = try inputs("device: \(terminal.path)", "register: 0, unit: V")
    for seed in UInt64(1)...20 {
      var random = SplitMixGenerator(state: seed)
      let bytes = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let speaker = try NativeThread(name: "device") {
        var request = [UInt8](repeating: 0, count: 64)
        _ = try? terminal.device.read(into: &request, until: .after(milliseconds: 1000))
        try? terminal.device.write(all: [1, 4, 4] + bytes)
      }
      let answer = read(inputs, milliseconds: 60)
      #expect(answer.contains("Modbus"), "seed \(seed): \(answer)")
      speaker.join()
    }
  }
}
