import ChainTypes
import Readings
import Testing

/// Random and mutated bytes into every decoder: nothing traps, nothing is taken for what it is not.
struct HostileInputTests {
  static let samples: [String] = [
    "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n",
    "$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n",
    "$GPRMC,123519,A,4807.038,S,01131.000,W,022.4,084.4,230394,003.1,W*65\r\n",
    "0.20 0.18 0.12 1/80 11206\n", "MemTotal: 1000 kB\nMemAvailable: 2 kB\n",
    "cpu  10 0 10 70 10 0 0 0 0 0\nbtime 1700000000\n", "1.50,2,\"a,\"\"b\"\"\",,-3\r\n",
    "T=21.50 C, H=48 %", "23125\n", "-1.5e-3", "4bb4e3f4-1f2c-4b6e-9f00-0123456789ab\n",
    "a.b[2].c[\"d\"]", "T={t} C, H={h} %{*}",
  ]

  static func input(_ random: inout SeededGenerator) -> [UInt8] {
    guard random.next() % 8 != 0 else { return random.bytes(Int(random.next() % 100)) }
    var bytes = Array(samples[Int(random.next() % UInt64(samples.count))].utf8)
    for _ in 0..<random.next() % 6 where !bytes.isEmpty {
      let place = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 5 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[place], at: place)
      case 3: bytes[place] = UInt8(ascii: "9")
      default: bytes.removeSubrange(place...)
      }
    }
    return bytes
  }

  @Test func `texts`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let pattern = try LinePattern("{*}T={t} C, H={h} %{*}")
    for _ in 0..<30_000 {
      let bytes = Self.input(&random)
      if let value = try? DecimalValue(ascii: bytes[...]) {
        #expect(try DecimalValue(text: value.text) == value, "seed \(seed): \(bytes)")
      }
      _ = try? SysfsValue.number(bytes)
      _ = try? SysfsValue.scaled(raw: bytes, offset: Self.input(&random), scale: bytes)
      _ = try? W1Slave.temperature(bytes)
      _ = try? ProcFile.loadAverage(bytes)
      _ = try? ProcFile.uptime(bytes)
      _ = try? ProcFile.memory("MemAvailable", in: bytes)
      _ = try? ProcFile.processorTicks(bytes)
      _ = try? ProcFile.bootTime(bytes)
      _ = try? ProcFile.bootID(bytes)
      _ = try? CSVRow(bytes).number(1)
      _ = try? pattern.match(bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try? LinePattern(text).match(Self.input(&random))
      _ = try? JSONSelector(text).number(in: ["a": ["b": [1, 2, ["c": ["d": 5]]]]])
      _ = SysfsQuantity.iio(attribute: text)
      _ = SysfsQuantity.hwmon(attribute: text)
    }
  }

  @Test func `streams of sentences and frames`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    var (sentences, dust) = (NMEAScanner(), PMS5003Scanner())
    var found = (sentences: 0, frames: 0)
    for _ in 0..<20_000 {
      for byte in Self.input(&random) {
        if let sentence = sentences.push(byte) {
          found.sentences += 1
          _ = try? NMEAPosition(sentence)
        }
      }
      var frame = DecodingTests.frame((0..<13).map { _ in UInt16(random.next() % 65536) })
      if random.next() % 3 == 0 { frame[Int(random.next() % 32)] ^= 1 }
      if random.next() % 3 == 0 { frame.removeLast(Int(random.next() % 32)) }
      for byte in frame {
        if dust.push(byte) != nil { found.frames += 1 }
      }
    }
    #expect(found.sentences > 100 && found.frames > 1000, "seed \(seed): \(found)")
  }

  /// A sum over the fields, with random fields: what a broken receiver could send.
  @Test func `sentences with right sums and any fields`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let parts = ["", "0", "1", "A", "N", "S", "E", "9999.9", "-1", "1e9", "123519", "230394", "x"]
    for _ in 0..<20_000 {
      var body = random.next() % 2 == 0 ? "GPGGA" : "GPRMC"
      for _ in 0..<random.next() % 14 {
        body += "," + parts[Int(random.next() % UInt64(parts.count))]
      }
      let sum = body.utf8.reduce(0) { $0 ^ $1 }
      let digits = String(sum, radix: 16)
      let line = "$\(body)*\(digits.count == 1 ? "0" : "")\(digits)"
      guard let sentence = try? NMEASentence(line: Array(line.utf8)[...]) else {
        Issue.record("seed \(seed): \(line)")
        continue
      }
      guard let position = try? NMEAPosition(sentence) else { continue }
      #expect(position.latitude <= 90 && position.latitude >= -90, "seed \(seed): \(line)")
      #expect(position.longitude <= 180 && position.longitude >= -180, "seed \(seed): \(line)")
    }
  }

  @Test func `registers and bytes`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let format = try #require(NumberFormat.allCases.randomElement(using: &random))
      let order = try #require(ByteOrder.allCases.randomElement(using: &random))
      let scale = DecimalValue(
        Int64(bitPattern: random.next()), exponent: Int(random.next() % 55) - 27)
      let layout = RegisterLayout(format, order: order, scale: scale, offset: scale)
      let registers = (0..<Int(random.next() % 6)).map { _ in UInt16(random.next() % 65536) }
      _ = try? layout.value(registers)
      let field = ByteField(
        byteCount: Int(random.next() % 10), isLittleEndian: random.next() % 2 == 0,
        shift: Int(random.next() % 70), width: Int(random.next() % 70),
        isSigned: random.next() % 2 == 0, scale: scale)
      if let field { _ = try? field.value(random.bytes(field.byteCount)) }
    }
  }
}
