/// One row of comma-separated values (RFC 4180): a field may stand in quotation marks, within which
/// `""` is one of them. A row is one line here.
public struct CSVRow: Hashable, Sendable {
  public let fields: [[UInt8]]

  /// From a line, with or without its end.
  public init(
    _ line: [UInt8], separator: UInt8 = UInt8(ascii: ",")
  ) throws(SensorDataError) {
    guard line.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    var end = line.count
    while end > 0, line[end - 1] == UInt8(ascii: "\n") || line[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    var scanner = ByteScanner(line[..<end])
    var fields: [[UInt8]] = []
    repeat {
      guard fields.count < ReadingsLimits.fields else {
        throw .tooLong(limit: ReadingsLimits.fields)
      }
      fields.append(try Self.field(&scanner, separator))
    } while scanner.take(separator)
    guard scanner.isAtEnd else { throw .malformed(at: scanner.offset) }
    self.fields = fields
  }
}

extension CSVRow {
  /// The number in a column, counted from 0.
  public func number(_ column: Int) throws(SensorDataError) -> DecimalValue {
    let text = ByteScanner.trimmed(try field(column)[...])
    guard !text.isEmpty else { throw .missing("column \(column + 1)") }
    return try ByteScanner.number(text)
  }

  public func field(_ column: Int) throws(SensorDataError) -> [UInt8] {
    guard fields.indices.contains(column) else { throw .missing("column \(column + 1)") }
    return fields[column]
  }

  /// The column that a header row gives this name.
  public func column(named name: String) -> Int? {
    fields.firstIndex { ByteScanner.trimmed($0[...]).elementsEqual(name.utf8) }
  }

  private static func field(
    _ scanner: inout ByteScanner, _ separator: UInt8
  ) throws(SensorDataError) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard scanner.take(quote) else { return Array(scanner.takeUntil { $0 == separator }) }
    var bytes: [UInt8] = []
    while true {
      bytes += scanner.takeUntil { $0 == quote }
      try scanner.expect(quote)
      guard scanner.take(quote) else { return bytes }
      bytes.append(quote)
    }
  }
}
