extension LinePattern {
  /// The numbers of a line, in the order of `names`.
  public func match(_ line: [UInt8]) throws(SensorDataError) -> [DecimalValue] {
    guard line.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    let text = ByteScanner.trimmed(line[...])
    guard !text.isEmpty else { throw .empty }
    var scanner = ByteScanner(text)
    var values: [DecimalValue] = []
    for index in parts.indices {
      switch parts[index] {
      case .literal(let bytes):
        guard scanner.take(bytes) else { throw .malformed(at: scanner.offset) }
      case .space:
        guard let byte = scanner.next, ByteScanner.isSpace(byte) else {
          throw .malformed(at: scanner.offset)
        }
        scanner.skipSpaces()
      case .number:
        values.append(try scanner.takeNumber())
      case .anything:
        scanner.position = try place(of: index + 1, in: scanner)
      }
    }
    guard scanner.isAtEnd else { throw .malformed(at: scanner.offset) }
    return values
  }

  /// The value of one name.
  public func value(of name: String, in line: [UInt8]) throws(SensorDataError) -> DecimalValue {
    let values = try match(line)
    guard let index = names.firstIndex(of: name) else { throw .missing(name) }
    return values[index]
  }

  /// The first place at which a part fits; the end for no part.
  private func place(of index: Int, in scanner: ByteScanner) throws(SensorDataError) -> Int {
    guard index < parts.count else { return scanner.bytes.endIndex }
    for place in scanner.position..<scanner.bytes.endIndex {
      switch parts[index] {
      case .literal(let bytes):
        if scanner.bytes[place...].starts(with: bytes) { return place }
      case .space:
        if ByteScanner.isSpace(scanner.bytes[place]) { return place }
      case .number, .anything:
        return place
      }
    }
    throw .malformed(at: scanner.offset)
  }
}
