import ChainTypes

/// Eight bytes behind what nothing else proves: a changed byte of the disk must be found. The key
/// goes in, so that a value cannot stand under another's.
enum Checksum {
  static let byteCount = 8

  static func append(to bytes: inout [UInt8], key: [UInt8]) {
    bytes.append(bigEndian: sum(key, bytes.span))
  }

  /// The bytes without their checksum; nil when it is not theirs.
  static func strip(_ bytes: [UInt8], key: [UInt8]) -> ArraySlice<UInt8>? {
    guard bytes.count >= byteCount else { return nil }
    let content = bytes[..<(bytes.count - byteCount)]
    let found = bytes.span.eight(at: content.count).byteSwapped
    return found == sum(key, content.span) ? content : nil
  }

  /// Eight bytes at a time, and each step could be undone: a change within one such word always
  /// shows, any other but once in 2⁶⁴. It need not be a hash: who may write the file can write a
  /// sum, too.
  private static func sum(_ key: [UInt8], _ bytes: Span<UInt8>) -> UInt64 {
    var state = mixed(0, UInt64(key.count))
    state = mixed(state, UInt64(bytes.count))
    state = taken(state, key.span)
    state = taken(state, bytes)
    return mixed(mixed(state, 0), 0)
  }

  private static func taken(_ start: UInt64, _ bytes: Span<UInt8>) -> UInt64 {
    var state = start
    var offset = 0
    while offset + 8 <= bytes.count {
      state = mixed(state, bytes.eight(at: offset))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mixed(state, rest)
  }

  private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word &+ 0x9e37_79b9_7f4a_7c15) &* 0xd6e8_feb8_6659_fd93
    return product ^ product >> 32
  }
}

extension LedgerStore {
  /// Puts a value with its checksum.
  func putChecked(
    _ key: [UInt8], _ value: [UInt8], in table: LedgerTable
  ) throws(Failure) {
    var row = value
    Checksum.append(to: &row, key: key)
    try put(key, row, in: table)
  }
}
