import ChainTypes
import Readings
import Testing

struct DecodingTests {
  func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func `a raw value is offset first, then scaled`() throws {
    let value = try SysfsValue.scaled(
      raw: bytes("1234\n"), offset: bytes("-34\n"), scale: bytes("0.0625\n"))
    #expect(value.text == "75.0000")
    #expect(try SysfsQuantity.iio(attribute: "in_temp0_raw")?.value(value).text == "0.0750000")
    #expect(try SysfsQuantity.hwmon(attribute: "temp1_input")?.value(23125).text == "23.125")
    #expect(throws: SensorDataError.empty) { try SysfsValue.number(bytes(" \n")) }
    #expect(throws: SensorDataError.number(.malformed(at: 2))) {
      try SysfsValue.number(bytes("12 13\n"))
    }
  }

  @Test func `attributes tell their units`() {
    #expect(SysfsQuantity.iio(attribute: "in_pressure_input") == SysfsQuantity(.pascal, power: 3))
    #expect(
      SysfsQuantity.iio(attribute: "in_humidityrelative_raw")
        == SysfsQuantity(.relativeHumidity, power: -3))
    #expect(
      SysfsQuantity.iio(attribute: "in_massconcentration_pm2p5_input")
        == SysfsQuantity(.microgramPerCubicMetre))
    #expect(SysfsQuantity.iio(attribute: "in_intensity_both_raw") == nil)
    #expect(SysfsQuantity.iio(attribute: "out_voltage0_raw") == nil)
    #expect(SysfsQuantity.hwmon(attribute: "power1_input") == SysfsQuantity(.watt, power: -6))
    #expect(SysfsQuantity.hwmon(attribute: "pwm1") == nil)
  }

  func w1(_ scratchpad: String, _ verdict: String, _ value: String) -> [UInt8] {
    let crc = scratchpad.split(separator: " ")[8]
    return bytes("\(scratchpad) : crc=\(crc) \(verdict)\n\(scratchpad) t=\(value)\n")
  }

  @Test func `a thermometer's CRC decides, and 85 degrees is suspect`() throws {
    let pad = "72 01 4b 46 7f ff 0e 10 57"
    let good = try W1Slave.temperature(w1(pad, "YES", "23125"))
    #expect(good == Measurement(DecimalValue(23125, exponent: -3), .celsius))
    #expect(throws: SensorDataError.refused) { try W1Slave.temperature(w1(pad, "NO", "23125")) }
    #expect(throws: SensorDataError.checksum(sent: 0x58, computed: 0x57)) {
      try W1Slave.temperature(w1("72 01 4b 46 7f ff 0e 10 58", "YES", "23125"))
    }
    let powerOn = try W1Slave.temperature(w1("50 05 4b 46 7f ff 0c 10 1c", "YES", "85000"))
    #expect(powerOn.flags == .suspect)
    #expect(try W1Slave.temperature(w1(pad, "YES", "-60000")).flags == .outOfRange)
  }

  @Test func `a dead bus has a right CRC and is refused all the same`() {
    let zeros = "00 00 00 00 00 00 00 00 00"
    #expect(throws: SensorDataError.deadBus) { try W1Slave.temperature(w1(zeros, "YES", "0")) }
    let ones = "ff ff ff ff ff ff ff ff ff"
    #expect(throws: SensorDataError.deadBus) { try W1Slave.temperature(w1(ones, "NO", "-62")) }
  }

  static func frame(_ data: [UInt16]) -> [UInt8] {
    var frame: [UInt8] = [0x42, 0x4d, 0, 28]
    for value in data { frame += [UInt8(value >> 8), UInt8(value & 255)] }
    let sum = frame.reduce(UInt16(0)) { $0 + UInt16($1) }
    return frame + [UInt8(sum >> 8), UInt8(sum & 255)]
  }

  @Test func `dust frames are found behind noise and half frames`() {
    let data: [UInt16] = [5, 8, 9, 5, 8, 10, 1200, 350, 60, 8, 2, 1, 0x9700]
    let good = Self.frame(data)
    var broken = good
    broken[7] ^= 1
    var scanner = PMS5003Scanner()
    var frames: [PMS5003Frame] = []
    // A start that looks like a frame, and one cut off by the next.
    for byte in [0x42, 0x42, 0x4d, 0] + good + broken + good.prefix(20) + good {
      if let frame = scanner.push(byte) { frames.append(frame) }
    }
    #expect(frames.count == 2)
    #expect(frames.allSatisfy { $0.data == data })
    #expect(frames[0].pm2p5 == 8)
    #expect(frames[0].measurement("count0p3") == Measurement(1200, .count))
    #expect(frames[0].measurement("pm3") == nil)
    #expect(scanner.brokenFrames >= 2)
  }

  @Test func `a position comes from GGA and RMC`() throws {
    let gga = bytes("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47")
    let position = try NMEAPosition(try NMEASentence(line: gga[...]))
    #expect(position.latitude.text == "48.1173000")
    #expect(position.longitude.text == "11.5166667")
    #expect(position.altitude?.text == "545.4")
    #expect(position.satellites == 8)
    let rmc = bytes("$GPRMC,123519,A,4807.038,S,01131.000,W,022.4,084.4,230394,003.1,W*65")
    let moving = try NMEAPosition(try NMEASentence(line: rmc[...]))
    #expect(moving.latitude.text == "-48.1173000")
    #expect(moving.longitude.text == "-11.5166667")
    #expect(moving.speed?.text == "11.524")
    // 2094-03-23 12:35:19 UTC.
    #expect(moving.time == 3_920_186_119_000)
  }

  @Test func `NMEA without a fix, with a wrong sum or beyond the poles gives nothing`() {
    func decode(_ body: String) throws -> NMEAPosition {
      let sum = body.utf8.reduce(0) { $0 ^ $1 }
      let digits = String(sum, radix: 16)
      let line = "$\(body)*\(digits.count == 1 ? "0" : "")\(digits)"
      return try NMEAPosition(try NMEASentence(line: Array(line.utf8)[...]))
    }
    #expect(throws: SensorDataError.missing("fix")) { try decode("GPGGA,123519,,,,,0,00,,,M,,M,,") }
    #expect(throws: SensorDataError.missing("fix")) { try decode("GPRMC,123519,V,,,,,,,230394,,") }
    #expect(throws: SensorDataError.missing("GGA or RMC")) { try decode("GPGSV,1") }
    #expect(throws: SensorDataError.number(.outOfRange)) {
      try decode("GPGGA,1,9100.000,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,")
    }
    #expect(throws: SensorDataError.number(.outOfRange)) {
      try decode("GPRMC,256060,A,4807.038,N,01131.000,E,0,0,230394,,")
    }
    #expect(throws: SensorDataError.checksum(sent: 0, computed: 0x4b)) {
      try NMEASentence(line: Array("$GPGGA,1*00".utf8)[...])
    }
  }

  @Test func `sentences are found in a stream`() {
    var scanner = NMEAScanner()
    var found: [String] = []
    let stream =
      "noise\r\n$GPGGA,123$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n"
      + "$GPXXX,1*00\r\n$" + String(repeating: "x", count: 500) + "\r\n"
    for byte in stream.utf8 {
      if let sentence = scanner.push(byte) { found.append(sentence.type) }
    }
    #expect(found == ["GGA"])
    #expect(scanner.brokenLines == 3)
  }

  @Test func `registers decode in every order`() throws {
    // 230.1 as a binary fraction is 0x4366199a.
    let words: [ByteOrder: [UInt16]] = [
      .abcd: [0x4366, 0x199a], .cdab: [0x199a, 0x4366], .badc: [0x6643, 0x9a19],
      .dcba: [0x9a19, 0x6643],
    ]
    for (order, registers) in words {
      #expect(try RegisterLayout(.float32, order: order).value(registers).text == "230.1")
    }
    #expect(try RegisterLayout(.int16).value([0xffff]) == -1)
    #expect(try RegisterLayout(.uint16).value([0xffff]) == 65535)
    #expect(try RegisterLayout(.int32).value([0xffff, 0xfffe]) == -2)
    #expect(try RegisterLayout(.uint32, order: .cdab).value([1, 2]) == 131073)
    #expect(try RegisterLayout(.int64).value([0x8000, 0, 0, 0]) == DecimalValue(.min))
    #expect(throws: SensorDataError.number(.outOfRange)) {
      try RegisterLayout(.uint64).value([0x8000, 0, 0, 0])
    }
    #expect(throws: SensorDataError.notFinite) {
      try RegisterLayout(.float32).value([0x7fc0, 0])
    }
    #expect(throws: SensorDataError.wrongLength(expected: 2, found: 1)) {
      try RegisterLayout(.float32).value([1])
    }
    let scaled = RegisterLayout(.int16, scale: DecimalValue(1, exponent: -1), offset: -40)
    #expect(try scaled.value([625]).text == "22.5")
  }

  @Test func `bits of an answer are cut out with their sign`() throws {
    // TMP102: 12 bits on the left of 16, 1/16 °C each; -25 °C is 0xe70.
    let tmp102 = try #require(
      ByteField(
        byteCount: 2, shift: 4, isSigned: true, scale: try DecimalValue(text: "0.0625")))
    #expect(try tmp102.value([0xe7, 0x00]).text == "-25.0000")
    #expect(try tmp102.value([0x19, 0x00]).text == "25.0000")
    let little = try #require(ByteField(byteCount: 3, isLittleEndian: true, width: 12))
    #expect(try little.value([0x34, 0xf2, 0xff]) == 0x234)
    let whole = try #require(ByteField(byteCount: 8, isSigned: true))
    #expect(try whole.value([UInt8](repeating: 0xff, count: 8)) == -1)
    #expect(ByteField(byteCount: 2, shift: 8, width: 9) == nil)
    #expect(ByteField(byteCount: 9) == nil)
    #expect(ByteField(byteCount: 1, width: 0) == nil)
  }

  @Test func `a path finds its number in JSON`() throws {
    let value: JSONValue = [
      "a": ["b": [1, 21.35, "  7.50 ", true, .null]], "odd.name": ["x-y": -3],
    ]
    #expect(try JSONSelector("a.b[0]").number(in: value) == 1)
    #expect(try JSONSelector("a.b[1]").number(in: value).text == "21.35")
    #expect(try JSONSelector("a.b[2]").number(in: value).text == "7.50")
    #expect(try JSONSelector("a.b[3]").number(in: value) == 1)
    #expect(try JSONSelector("[\"odd.name\"].x-y").number(in: value) == -3)
    #expect(throws: SensorDataError.notANumber) { try JSONSelector("a.b[4]").number(in: value) }
    #expect(throws: SensorDataError.notANumber) { try JSONSelector("").number(in: value) }
    #expect(throws: SensorDataError.missing("[5]")) { try JSONSelector("a.b[5]").number(in: value) }
    #expect(throws: SensorDataError.missing("c")) { try JSONSelector("a.c").number(in: value) }
    for text in [".a", "a.", "a..b", "a[", "a[]", "a[x]", "a[\"b]", "a b", "a[1234567]"] {
      #expect(throws: SensorDataError.self, "\(text)") { try JSONSelector(text) }
    }
    let deep = (0..<17).map { "s\($0)" }.joined(separator: ".")
    #expect(throws: SensorDataError.tooLong(limit: 16)) { try JSONSelector(deep) }
  }

  @Test func `rows of CSV follow RFC 4180`() throws {
    let row = try CSVRow(bytes("1.50, 2 ,\"a,\"\"b\"\"\",,-3\r\n"))
    #expect(row.fields.count == 5)
    #expect(try row.number(0).text == "1.50")
    #expect(try row.number(1) == 2)
    #expect(try row.field(2) == bytes("a,\"b\""))
    #expect(throws: SensorDataError.missing("column 4")) { try row.number(3) }
    #expect(throws: SensorDataError.missing("column 6")) { try row.number(5) }
    #expect(try CSVRow(bytes("time;temp"), separator: UInt8(ascii: ";")).column(named: "temp") == 1)
    #expect(throws: SensorDataError.malformed(at: 3)) { try CSVRow(bytes("\"a\"b")) }
    #expect(throws: SensorDataError.malformed(at: 2)) { try CSVRow(bytes("\"a")) }
    let wide = bytes(String(repeating: ",", count: 64))
    #expect(throws: SensorDataError.tooLong(limit: 64)) { try CSVRow(wide) }
    #expect(try CSVRow(Array(wide.dropLast())).fields.count == 64)
  }

  @Test func `files of proc are read`() throws {
    let load = try ProcFile.loadAverage(bytes("0.20 0.18 0.12 1/80 11206\n"))
    #expect(load.one.text == "0.20" && load.running == 1 && load.processes == 80)
    #expect(try ProcFile.uptime(bytes("350735.47 234388.90\n")).text == "350735.47")
    let memory = bytes("MemTotal:  1000 kB\nMemAvailable:   2 kB\nHugePages_Total: 0\n")
    #expect(try ProcFile.memory("MemAvailable", in: memory) == 2048)
    #expect(throws: SensorDataError.missing("MemFree:")) {
      try ProcFile.memory("MemFree", in: memory)
    }
    #expect(throws: SensorDataError.self) { try ProcFile.memory("HugePages_Total", in: memory) }
    let stat = bytes(
      "cpu  10 0 10 70 10 0 0 0 0 0\ncpu0 1 2 3 4 5 6 7 8 9 0\nbtime 1700000000\n")
    let first = try ProcFile.processorTicks(stat)
    #expect(first == ProcessorTicks(total: 100, idle: 80))
    let later = ProcessorTicks(total: 300, idle: 130)
    #expect(later.busyPercent(since: first)?.text == "75.00")
    #expect(first.busyPercent(since: later) == nil)
    #expect(first.busyPercent(since: first) == nil)
    #expect(try ProcFile.bootTime(stat) == 1_700_000_000)
    let boot = try ProcFile.bootID(bytes("4bb4e3f4-1f2c-4b6e-9f00-0123456789ab\n"))
    #expect(boot == 0x4bb4_e3f4_1f2c_4b6e_9f00_0123_4567_89ab)
    #expect(throws: SensorDataError.self) { try ProcFile.bootID(bytes("4bb4e3f41f2c4b6e")) }
  }
}
