import Foundation
import LinuxIO
import Readings
import Testing

@testable import SensorInputs

@Suite struct SerialSensors {
  /// A frame with 3, 12 and 20 µg/m³.
  static let dust: [UInt8] = {
    var words: [UInt16] = [0x424d, 28, 1, 2, 3, 3, 12, 20, 100, 90, 80, 70, 60, 50, 0]
    var bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    let sum = bytes.reduce(UInt16(0)) { $0 + UInt16($1) }
    bytes += [UInt8(sum >> 8), UInt8(sum & 255)]
    return bytes
  }()

  private func inputs(_ terminal: PseudoTerminal, _ sensors: String) throws -> InputSet {
    InputSet(
      try settings("ports: {p: {device: \(terminal.path)}}\nsensors: [\(sensors)]"),
      root: InputFolder("/"))
  }

  /// What a device says while somebody listens.
  private func read(
    _ inputs: InputSet, _ index: Int, _ terminal: PseudoTerminal, _ bytes: [UInt8],
    milliseconds: Int = 5000
  ) throws -> String {
    let speaker = try NativeThread(name: "device") {
      MonotonicClock.sleep(milliseconds: 20)
      try? terminal.device.write(all: bytes)
    }
    let outcome = inputs.read(index, until: .after(milliseconds: milliseconds))
    speaker.join()
    return told(outcome)
  }

  @Test func `a dust sensor's numbers come from one frame, whatever stands before it`() throws {
    let terminal = try PseudoTerminal()
    let inputs = try inputs(
      terminal,
      "{name: a, driver: pms5003, port: p, field: pm2p5}, "
        + "{name: b, driver: pms5003, port: p, field: pm10}"
    )
    let noise: [UInt8] = [0, 0x42, 0x42, 0x4d, 9]
    #expect(try read(inputs, 0, terminal, noise + Self.dust) == "12 ug/m3")
    #expect(told(inputs.read(1, until: .after(milliseconds: 1000))) == "20 ug/m3")
    // The same frame is not taken twice.
    #expect(told(inputs.read(1, until: .after(milliseconds: 30))).contains("nothing came for"))
  }

  @Test func `a frame with a wrong sum is nonsense, not a value`() throws {
    let terminal = try PseudoTerminal()
    let inputs = try inputs(terminal, "{name: a, driver: pms5003, port: p, field: pm1}")
    var broken = Self.dust
    broken[9] ^= 1
    #expect(try read(inputs, 0, terminal, broken, milliseconds: 200).contains("is no value"))
    #expect(try read(inputs, 0, terminal, Self.dust) == "3 ug/m3")
  }

  @Test func `a position is read, and a receiver without a fix says so`() throws {
    let terminal = try PseudoTerminal()
    let inputs = try inputs(
      terminal,
      "{name: a, driver: nmea, port: p, field: latitude}, "
        + "{name: b, driver: nmea, port: p, field: satellites}"
    )
    let fix = "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n"
    #expect(try read(inputs, 0, terminal, Array(fix.utf8)) == "48.1173000 lat")
    #expect(told(inputs.read(1, until: .after(milliseconds: 1000))) == "8 count")
    let none = "$GPGGA,123519,,,,,0,00,,,M,,M,,*6B\r\n"
    #expect(
      try read(inputs, 0, terminal, Array(none.utf8), milliseconds: 200).contains("fix"))
  }

  @Test func `a number is taken from lines that fit the pattern`() throws {
    let terminal = try PseudoTerminal()
    let inputs = try inputs(
      terminal, "{name: a, driver: line, port: p, pattern: 'W={value} g{*}', unit: g}")
    let lines = "boot ok\r\nW=12.50 g stable\r\nbattery low\r\n"
    #expect(try read(inputs, 0, terminal, Array(lines.utf8)) == "12.50 g")
    #expect(
      try read(inputs, 0, terminal, Array("W=? g\n".utf8), milliseconds: 200).contains("no value"))
  }

  @Test func `a line that is pulled out shows, and works again when it is back`() throws {
    var terminal: PseudoTerminal? = try PseudoTerminal()
    let inputs = try inputs(
      try #require(terminal), "{name: a, driver: pms5003, port: p, field: pm1}")
    #expect(try read(inputs, 0, try #require(terminal), Self.dust) == "3 ug/m3")
    terminal = nil
    #expect(told(inputs.read(0, until: .after(milliseconds: 200))).contains("EIO"))
    // The adapter is gone with its name.
    let again = told(inputs.read(0, until: .after(milliseconds: 200)))
    #expect(again.contains("is not there") || again.contains("EIO"))
  }

  @Test func `random bytes on a line are never a trap`() throws {
    let board = MessageBoard(topics: [])
    #expect(board.topics.isEmpty)
    for seed in UInt64(1)...200 {
      var random = SplitMixGenerator(state: seed)
      var state = SerialSource.State()
      let words = [Self.dust, Array("$GPRMC,".utf8), Array("*47\r\n".utf8), [0x42, 0x4d, 0, 28]]
      for _ in 0..<40 {
        state.push(words[Int.random(in: 0..<words.count, using: &random)])
        state.push(
          (0..<Int.random(in: 0...60, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
          })
      }
      #expect(state.sentences.count <= SensorInputLimits.serialLines, "seed \(seed)")
      #expect(state.lines.kept.count <= SensorInputLimits.serialLines, "seed \(seed)")
    }
  }
}
