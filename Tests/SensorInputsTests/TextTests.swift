import Foundation
import LinuxIO
import Readings
import Testing

@testable import BoardConfig
@testable import SensorInputs

@Suite struct TextSensors {
  private func mqtt(_ path: String = "values[0].t") throws -> InputSet {
    InputSet(
      try settings(
        """
        broker: {url: mqtt://h}
        sensors: [{name: a, driver: mqtt, topic: x/y, path: "\(path)", unit: Cel, timeout: 1 h}]
        """), root: InputFolder("/"))
  }

  private func read(_ inputs: InputSet) -> String {
    told(inputs.read(0, until: .after(milliseconds: 1000)))
  }

  @Test func `a message is a reading once`() throws {
    let inputs = try mqtt()
    #expect(inputs.messages.topics == ["x/y"])
    #expect(read(inputs) == "nothing new")
    #expect(inputs.messages.put(Array(#"{"values":[{"t":21.5}]}"#.utf8), topic: "x/y"))
    #expect(read(inputs) == "21.5 Cel")
    #expect(read(inputs) == "nothing new")
    #expect(!inputs.messages.put([], topic: "x/z"))
  }

  @Test func `a message that holds no number is nonsense`() throws {
    let inputs = try mqtt()
    for text in ["", "{", #"{"values":[]}"#, #"{"values":[{"t":null}]}"#, "\u{0}"] {
      inputs.messages.put(Array(text.utf8), topic: "x/y")
      #expect(read(inputs).contains("is no value"), "\(text)")
    }
    let huge = [UInt8](repeating: 32, count: SensorInputLimits.messageBytes + 1)
    #expect(!inputs.messages.put(huge, topic: "x/y"))
  }

  @Test func `a device that says nothing for too long counts as silent`() throws {
    let text = """
      broker: {url: mqtt://h}
      sensors: [{name: a, driver: mqtt, topic: x, unit: V, timeout: 10 ms}]
      """
    let inputs = InputSet(try settings(text), root: InputFolder("/"))
    MonotonicClock.sleep(milliseconds: 30)
    #expect(read(inputs).contains("nothing came for"))
    inputs.messages.put(Array("3.30".utf8), topic: "x")
    #expect(read(inputs) == "3.30 V")
  }

  @Test(arguments: [
    ("[echo, ' 12.5 ']", "12.5 V"),
    (#"[echo, '{"a":{"b":7}}'], path: a.b"#, "7 V"),
    ("[sh, -c, 'echo no such ups >&2; exit 4']", "sh ended with status 4: no such ups"),
    ("[no-such-program-here]", "the program no-such-program-here is not there"),
    ("[echo, hello]", "what it said is no value"),
    ("[yes]", "yes printed more than a value and was ended"),
  ])
  func `a command's output is a value or a reason`(run: String, expected: String) throws {
    let text = "sensors: [{name: a, driver: command, unit: V, run: \(run)}]"
    #expect(told(try readOnce(text, InputFolder("/"))).hasPrefix(expected))
  }

  @Test func `a recorded file is replayed line by line, then again`() throws {
    let board = try FakeBoard()
    try board.write("time,temperature\n1,20.5\n2,20.75\n\n3,bad\n4,21\n", to: "/r.csv")
    let inputs = InputSet(
      try settings(
        "sensors: [{name: a, driver: replay, file: /r.csv, column: temperature, unit: Cel}]"),
      root: board.root)
    var seen = (0..<5).map { _ in read(inputs) }
    #expect(seen[2].contains("is no value"))
    seen.remove(at: 2)
    #expect(
      seen == [
        "20.5 Cel substituted", "20.75 Cel substituted", "21 Cel substituted",
        "20.5 Cel substituted",
      ])
  }

  @Test func `a file that is not repeated ends in silence, a missing column is told`() throws {
    let board = try FakeBoard()
    try board.write("1;7\n", to: "/r.csv")
    let keys = "driver: replay, file: /r.csv, unit: V, separator: ';', repeat: false"
    let inputs = InputSet(
      try settings("sensors: [{name: a, column: 2, \(keys)}]"), root: board.root)
    #expect(read(inputs) == "7 V substituted")
    #expect(read(inputs) == "nothing new")
    let other = InputSet(
      try settings("sensors: [{name: a, column: t, \(keys)}]"), root: board.root)
    #expect(read(other).contains("the column t is not there"))
    #expect(read(other).contains("the column t is not there"))
  }

  @Test func `a simulated sensor is flagged as substituted and stays near its base`() throws {
    let inputs = InputSet(
      try settings(
        "sensors: [{name: a, driver: simulator, base: 20, noise: 0.1, decimals: 2, unit: Cel}]"),
      root: InputFolder("/"))
    guard case .sample(let sample) = inputs.read(0, until: .after(milliseconds: 1000)) else {
      Issue.record("no value")
      return
    }
    #expect(sample.measurement.flags == .substituted)
    #expect(sample.measurement.value > 19 && sample.measurement.value < 21)
    #expect(sample.measurement.value.exponent == -2)
  }
}

@Suite struct BusAnswers {
  /// 0xBEEF has the sum 0x92 (SHT3x data sheet, section 4.12).
  @Test func `check sums of Sensirion's sensors are taken out`() throws {
    #expect(I2CAnswer.crc([0xbe, 0xef]) == 0x92)
    #expect(I2CAnswer.byteCount(data: 4, .sensirion) == 6)
    #expect(I2CAnswer.byteCount(data: 3, .sensirion) == 6)
    #expect(
      try I2CAnswer.data([0xbe, 0xef, 0x92, 0xbe, 0xef, 0x92], .sensirion)
        == [0xbe, 0xef, 0xbe, 0xef])
    #expect(throws: SensorDataError.checksum(sent: 0x93, computed: 0x92)) {
      try I2CAnswer.data([0xbe, 0xef, 0x93], .sensirion)
    }
    #expect(try I2CAnswer.data([1, 2, 3], .none) == [1, 2, 3])
  }

  @Test func `a bus and a chip that are not there are told`() throws {
    let board = try FakeBoard()
    let i2c = "sensors: [{name: a, driver: i2c, address: 0x40, unit: V}]"
    #expect(told(try readOnce(i2c, board.root)).contains("is not there"))
    try board.write("", to: "/dev/i2c-1")
    #expect(told(try readOnce(i2c, board.root)).contains("ioctl I2C_RDWR"))
    try board.write("", to: "/dev/gpiochip0")
    let pin = "sensors: [{name: a, driver: gpio, pin: 4}]"
    #expect(told(try readOnce(pin, board.root)).contains("ioctl GPIO_GET_CHIPINFO"))
  }

  @Test func `edges that did not fit into the kernel's buffer count too`() {
    var counter = EdgeCounter()
    counter.count([GPIOEdge(nanoseconds: 1, isRising: true, sequence: 1)])
    counter.count([GPIOEdge(nanoseconds: 2, isRising: true, sequence: 50)])
    #expect(counter.total == 50)
    counter.begin()
    counter.count([GPIOEdge(nanoseconds: 3, isRising: true, sequence: 2)])
    #expect(counter.total == 52)
  }
}
