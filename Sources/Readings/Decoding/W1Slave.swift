/// `w1_slave` of a 1-Wire thermometer (kernel documentation, w1/slaves/w1_therm):
///
///     72 01 4b 46 7f ff 0e 10 57 : crc=57 YES
///     72 01 4b 46 7f ff 0e 10 57 t=23125
public enum W1Slave {
  /// The temperature. 85 °C is suspect: it is what the chip holds before it has measured (DS18B20
  /// datasheet, table 1), and only rarely the weather.
  public static func temperature(_ file: [UInt8]) throws(SensorDataError) -> Measurement {
    guard file.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    guard !file.isEmpty else { throw .empty }
    var scanner = ByteScanner(file[...])
    let scratchpad = try scratchpad(&scanner)
    let verdict = scanner.takeUntil { $0 == UInt8(ascii: "\n") }
    try check(scratchpad, verdict: ByteScanner.trimmed(verdict))
    let rest = scanner.rest
    guard let mark = rest.indices.first(where: { rest[$0...].starts(with: [0x74, 0x3d]) }) else {
      throw .missing("t=")
    }
    scanner.position = mark + 2
    let millidegrees = try scanner.takeNumber()
    scanner.skipSpaces()
    guard scanner.isAtEnd else { throw .malformed(at: scanner.offset) }
    let value = try decimal { () throws(DecimalError) in try millidegrees.shifted(by: -3) }
    return Measurement(value, .celsius, flags: flags(value))
  }

  private static func scratchpad(
    _ scanner: inout ByteScanner
  ) throws(SensorDataError) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<9 {
      bytes.append(try scanner.takeHexByte())
      try scanner.expect(UInt8(ascii: " "))
    }
    return bytes
  }

  private static func check(
    _ scratchpad: [UInt8], verdict: ArraySlice<UInt8>
  ) throws(SensorDataError) {
    // Nine zeros have a right CRC: a bus held low says YES.
    let isDead = scratchpad.allSatisfy { $0 == 0 } || scratchpad.allSatisfy { $0 == 0xff }
    guard !isDead else { throw .deadBus }
    guard verdict.reversed().starts(with: "SEY".utf8) else { throw .refused }
    let computed = crc(scratchpad.dropLast())
    guard computed == scratchpad[8] else {
      throw .checksum(sent: UInt16(scratchpad[8]), computed: UInt16(computed))
    }
  }

  /// The CRC of Maxim's 1-Wire chips: x^8 + x^5 + x^4 + 1, least significant bit first
  /// (application note 27).
  static func crc(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    var crc: UInt8 = 0
    for byte in bytes {
      crc ^= byte
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x8c : crc >> 1 }
    }
    return crc
  }

  private static func flags(_ value: DecimalValue) -> StatusFlags {
    if value == 85 { return .suspect }
    return value < -55 || value > 125 ? .outOfRange : .good
  }
}
