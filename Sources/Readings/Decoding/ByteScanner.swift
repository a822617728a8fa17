/// Reads text forwards. Nothing here looks beyond the bytes that it was given.
struct ByteScanner {
  let bytes: ArraySlice<UInt8>
  var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }
}

extension ByteScanner {
  var isAtEnd: Bool { position == bytes.endIndex }
  /// Bytes before the position.
  var offset: Int { position - bytes.startIndex }
  var next: UInt8? { isAtEnd ? nil : bytes[position] }
  var rest: ArraySlice<UInt8> { bytes[position...] }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\n")
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func take(_ text: [UInt8]) -> Bool {
    guard rest.starts(with: text) else { return false }
    position += text.count
    return true
  }

  mutating func skipSpaces() {
    while let byte = next, Self.isSpace(byte) { position += 1 }
  }

  mutating func expect(_ byte: UInt8) throws(SensorDataError) {
    guard take(byte) else { throw .malformed(at: offset) }
  }

  /// Takes the bytes up to one that holds, which stays.
  mutating func takeUntil(_ isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = position
    while let byte = next, !isEnd(byte) { position += 1 }
    return bytes[start..<position]
  }

  /// Takes the longest number that begins here.
  mutating func takeNumber() throws(SensorDataError) -> DecimalValue {
    let start = position
    if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
    let whole = takeUntil { !Self.isDigit($0) }.count
    var end = position
    if take(UInt8(ascii: ".")) {
      let fraction = takeUntil { !Self.isDigit($0) }.count
      if whole + fraction > 0 { end = position }
    }
    position = end
    if end > start, take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      position = takeUntil { !Self.isDigit($0) }.isEmpty ? end : position
    }
    return try Self.number(bytes[start..<position])
  }

  /// Takes two hexadecimal digits.
  mutating func takeHexByte() throws(SensorDataError) -> UInt8 {
    let high = try takeHexDigit()
    return high << 4 | (try takeHexDigit())
  }

  private mutating func takeHexDigit() throws(SensorDataError) -> UInt8 {
    guard let byte = next else { throw .malformed(at: offset) }
    let digit: UInt8
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
    default: throw .malformed(at: offset)
    }
    position += 1
    return digit
  }

  static func number(_ bytes: ArraySlice<UInt8>) throws(SensorDataError) -> DecimalValue {
    do throws(DecimalError) { return try DecimalValue(ascii: bytes) } catch {
      throw .number(error)
    }
  }

  /// Without white space before and behind.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (start, end) = (bytes.startIndex, bytes.endIndex)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return bytes[start..<end]
  }
}

/// Runs decimal arithmetic whose failure is the sensor's.
func decimal(
  _ compute: () throws(DecimalError) -> DecimalValue
) throws(SensorDataError) -> DecimalValue {
  do throws(DecimalError) { return try compute() } catch { throw .number(error) }
}
