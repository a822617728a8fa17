import BoardConfig
import Readings
import Testing

@Suite struct Refusals {
  private func told(_ text: String) -> String {
    do {
      _ = try BoardSettings(parsing: Array(text.utf8))
      return "accepted"
    } catch {
      return error.text(file: "b.yaml")
    }
  }

  @Test(arguments: [
    ("raedings:\n  batch: 10 s\n", "b.yaml:1:1: the file has no key \"raedings\". Did you mean"),
    (
      "readings:\n  bacth: 10 s\n",
      "b.yaml:2:1: readings has no key \"bacth\". Did you mean \"batch\"?"
    ),
    ("readings:\n  batch: 10\n", "b.yaml:2:10: \"batch\" has to be a duration. Write a number and"),
    ("readings: {batch: 2 days}", "b.yaml:1:19: \"batch\" has to lie between 100 ms and 1 day."),
    ("log: {level: inof}", "b.yaml:1:14: \"level\" cannot be \"inof\". Did you mean \"info\"?"),
    ("log: {readings: yes}", "b.yaml:1:17: \"readings\" has to be true or false."),
    ("store: {size: 1 MB}", "b.yaml:1:15: \"size\" has to lie between 8 MB and"),
    ("store: {keep: 1 h}", "b.yaml:1:15: \"keep\" has to be 1 to 36500 days."),
    (
      "control: {senders: [0x12]}",
      "an entry of \"senders\" has to be an address: 0x and 40 hexadecimal digits"
    ),
    ("broker: {url: http://x}", "b.yaml:1:15: \"url\" names no broker. Write mqtts://"),
    ("broker: {fleet: a}", "b.yaml:1:9: broker lacks the key \"url\"."),
    ("broker: {url: mqtt://x, key: k}", "b.yaml:1:30: a client certificate needs its key"),
    ("keys: {board: /etc/key}", "b.yaml:1:15: \"board\" names no place of a key. Write file:PATH"),
    ("sensors: [{driver: system, fact: load}]", "b.yaml:1:11: this sensor lacks the key \"name\"."),
    ("sensors: [{name: a, driver: iioo}]", "\"driver\" cannot be \"iioo\". Did you mean \"iio\"?"),
    ("sensors: [{name: a b, driver: system, fact: load}]", "\"a b\" is no name of a sensor."),
    (
      "sensors: [{name: a, driver: iio, device: x, channel: temp, unit: C°}]",
      "\"unit\" cannot be \"C°\"."
    ),
    ("sensors: [{name: a, driver: pms5003, port: x, field: pm1}]", "which is not below \"ports\""),
    (
      "ports: {x: {host: h}}\nsensors: [{name: a, driver: nmea, port: x, field: speed}]",
      "reads a serial line, and \"x\" is a Modbus server"
    ),
    (
      "ports: {x: {device: d}}\nsensors: [{name: a, driver: line, port: x, pattern: 'x{v'}]",
      "pattern: the brace at byte 1 is not closed"
    ),
    ("sensors: [{name: a, driver: i2c}]", "sensor \"a\" lacks the key \"address\"."),
    (
      "sensors: [{name: a, driver: i2c, address: 0x40, count: 2, width: 17}]",
      "the bits are not within the 2 bytes"
    ),
    ("sensors: [{name: a, driver: mqtt, topic: t}]", "listens to a broker, and there is none"),
    ("sensors: [{name: a, driver: command}]", "lacks the key \"run\""),
    (
      "sensors:\n- {name: a, driver: system, fact: load}\n- {name: a, driver: system, fact: load}",
      "b.yaml:3:1: the name \"a\" is taken by the sensor in line 2."
    ),
    (
      "sensors: [{name: a, driver: system, fact: load, lowest: 2, highest: 1}]",
      "\"lowest\" is above \"highest\""
    ),
    (
      "sensors: [{name: a, driver: system, fact: load, report: mean, window: 1 s, every: 2 s}]",
      "the window is shorter than the time between two readings"
    ),
    (
      "sensors: [{name: a, driver: system, fact: load, calibration: {id: x, date: 2026-13-01}}]",
      "\"2026-13-01\" is no day."
    ),
    (
      "sensors: [{name: a, driver: system, fact: load, calibration: {id: x, date: 2025-02-29}}]",
      "\"2025-02-29\" is no day."
    ),
    ("sensors: [{name: a, driver: command, run: [x]}]", "lacks the key \"unit\""),
    ("sensors: [{name: a, driver: system, fact: load, chanel: x}]", "has no key \"chanel\""),
    ("a: [", "b.yaml:2:1: while parsing a flow node"),
    ("sensors: {a: b}", "b.yaml:1:10: \"sensors\" has to be a list of at most 256."),
    ("board: [a]", "b.yaml:1:8: board has to be a list of keys."),
  ])
  func `a wrong configuration is refused with its place and the right word`(
    text: String, expected: String
  ) {
    #expect(told(text).contains(expected), "\(told(text))")
  }

  @Test func `all mistakes are told at once, in the order of the file`() {
    let lines = told(
      "log: {level: x}\nreadings: {batch: 1}\nsensors: [{name: a, driver: system, fact: y}]"
    ).split(separator: "\n")
    #expect(lines.map { $0.prefix(9) } == ["b.yaml:1:", "b.yaml:2:", "b.yaml:3:"])
  }

  @Test func `both sides of a bound`() throws {
    func period(_ text: String) -> Int? {
      let yaml = "sensors: [{name: a, driver: system, fact: load, every: \(text)}]"
      return (try? BoardSettings(parsing: Array(yaml.utf8)))?.sensors.first?.period
    }
    #expect(period("10 ms") == 10)
    #expect(period("9 ms") == nil)
    #expect(period("7 days") == 604_800_000)
    #expect(period("169 h") == nil)
    #expect(period("1.5 s") == 1500)
    #expect(period("1.0005 s") == nil)
    #expect(period("99999999999999999999 s") == nil)
    #expect(period("-1 s") == nil)
  }

  @Test(arguments: [
    ("mqtts://h", "h", 8883, true), ("mqtt://h/", "h", 1883, false),
    ("mqtts://h:99", "h", 99, true), ("mqtt://[::1]:5", "::1", 5, false),
    ("mqtt://[fe80::2]", "fe80::2", 1883, false),
  ])
  func `the broker's address is taken apart`(url: String, host: String, port: Int, tls: Bool) throws
  {
    let broker = try #require(
      try BoardSettings(parsing: Array("broker: {url: '\(url)'}".utf8)).broker)
    #expect((broker.host, broker.port, broker.isEncrypted) == (host, port, tls))
  }
}

@Suite struct HostileText {
  @Test func `mutated configurations are read or refused, never a trap`() throws {
    let base = Array(try ExampleFile.switchedOn().utf8)
    for seed in UInt64(1)...400 {
      var random = SeededRandom(seed: seed)
      var bytes = base
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: Array("9999999999999999999999".utf8), at: at)
        default:
          let end = min(bytes.count, at + Int.random(in: 1...200, using: &random))
          bytes.insert(
            contentsOf: Array(bytes[at..<end]), at: Int.random(in: 0..<bytes.count, using: &random))
        }
      }
      do throws(SettingProblems) {
        let settings = try BoardSettings(parsing: bytes)
        // Whatever is accepted can be estimated.
        #expect(DailyVolume(settings).blocks > 0, "seed \(seed)")
      } catch {
        #expect(
          !error.problems.isEmpty && error.problems.allSatisfy { $0.line > 0 }, "seed \(seed)")
      }
    }
  }
}

/// SplitMix64.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

@Suite struct Estimates {
  private func volume(_ text: String) throws -> DailyVolume {
    DailyVolume(try BoardSettings(parsing: Array(text.utf8)))
  }

  /// 16 sensors at 1 Hz, batches every 10 s: the numbers of the formula, worked out by hand.
  @Test func `sixteen sensors at one hertz cost what the formula says`() throws {
    let sensors = (0..<16).map { "{name: s\($0), driver: system, fact: load}" }
    let list = sensors.joined(separator: ", ")
    let volume = try volume("broker: {url: mqtt://h}\nsensors: [\(list)]")
    #expect(volume.readings == 1_382_400)
    #expect(volume.blocks == 8640)
    #expect(volume.blockBytes == 900 + 260 + 210 * 160)
    #expect(volume.storedBytes == 8640 * 9 * 4096)
    #expect(volume.writtenBytes == 8640 * (20_000 + 2 * 34_760) + 135 * 100_000)
    #expect(volume.networkBytes == 8640 * 35_460)
    #expect(volume.daysUntilFull(BoardSettings.defaults.store) == 1)
    #expect(volume.yearsOfWear(diskBytes: 32_000_000_000) == 13)
  }

  @Test func `a silent board costs its heartbeat, and no network without a broker`() throws {
    let volume = try volume("board:\n")
    #expect(volume.blocks == 144)
    #expect(volume.networkBytes == 0)
  }

  @Test func `reports become policies`() throws {
    func policy(_ keys: String) throws -> ReportPolicy? {
      let text = "sensors: [{name: a, driver: system, fact: load, \(keys)}]"
      return try BoardSettings(parsing: Array(text.utf8)).sensors.first?.reportPolicy
    }
    #expect(try policy("report: change") == .onChange(deadband: 0, heartbeat: 600_000))
    #expect(
      try policy("report: change, deadband: 0.5, window: 1 min")
        == .onChange(deadband: DecimalValue(5, exponent: -1), heartbeat: 60_000))
    #expect(
      try policy("report: max, window: 5 s") == .window(milliseconds: 5000, statistic: .maximum))
  }

  @Test func `means count once a window`() throws {
    let text = "sensors: [{name: a, driver: system, fact: load, report: mean, window: 1 min}]"
    #expect(try volume(text).readings == 1440)
  }
}
