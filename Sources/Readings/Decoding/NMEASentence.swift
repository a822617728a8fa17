/// A sentence of NMEA 0183: `$` talker and type, fields, `*` and the exclusive or of what stands
/// between as two hexadecimal digits.
public struct NMEASentence: Hashable, Sendable {
  /// `GP`, `GN`, …
  public let talker: String
  /// `GGA`, `RMC`, …
  public let type: String
  /// Behind the address, without commas.
  public let fields: [[UInt8]]
}

extension NMEASentence {
  /// From a line without its end.
  public init(line: ArraySlice<UInt8>) throws(SensorDataError) {
    guard line.count <= Self.lengthLimit else { throw .tooLong(limit: Self.lengthLimit) }
    var scanner = ByteScanner(line)
    try scanner.expect(UInt8(ascii: "$"))
    let body = scanner.takeUntil { $0 == UInt8(ascii: "*") }
    try scanner.expect(UInt8(ascii: "*"))
    let sent = try scanner.takeHexByte()
    guard scanner.isAtEnd else { throw .malformed(at: scanner.offset) }
    let computed = body.reduce(0) { $0 ^ $1 }
    guard sent == computed else {
      throw .checksum(sent: UInt16(sent), computed: UInt16(computed))
    }
    let parts = body.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let address = parts[0]
    guard address.count == 5, address.allSatisfy({ $0 < 0x80 }) else { throw .malformed(at: 1) }
    talker = String(decoding: address.prefix(2), as: UTF8.self)
    type = String(decoding: address.suffix(3), as: UTF8.self)
    fields = parts.dropFirst().map { Array($0) }
  }

  /// The standard says 82 with the line end; receivers with many satellites send more.
  public static var lengthLimit: Int { 128 }

  func field(_ index: Int, _ name: String) throws(SensorDataError) -> [UInt8] {
    guard fields.indices.contains(index), !fields[index].isEmpty else { throw .missing(name) }
    return fields[index]
  }

  func number(_ index: Int, _ name: String) throws(SensorDataError) -> DecimalValue {
    try ByteScanner.number(try field(index, name)[...])
  }
}

/// Finds sentences in a stream of bytes. Holds at most one line.
public struct NMEAScanner: Sendable {
  private var line: [UInt8] = []
  private var isInLine = false
  /// Lines that were no right sentence.
  public private(set) var brokenLines: UInt64 = 0

  public init() {}
}

extension NMEAScanner {
  /// Takes a byte; returns the sentence that it completes.
  public mutating func push(_ byte: UInt8) -> NMEASentence? {
    if byte == UInt8(ascii: "$") {
      if isInLine { brokenLines += 1 }
      line = [byte]
      isInLine = true
      return nil
    }
    guard isInLine else { return nil }
    guard byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") else {
      line.append(byte)
      if line.count > NMEASentence.lengthLimit { fail() }
      return nil
    }
    guard let sentence = try? NMEASentence(line: line[...]) else {
      fail()
      return nil
    }
    isInLine = false
    return sentence
  }

  private mutating func fail() {
    brokenLines += 1
    isInLine = false
  }
}
