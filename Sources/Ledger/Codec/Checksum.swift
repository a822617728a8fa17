import ChainTypes

/// Eight bytes behind what nothing else proves: a changed byte of the disk must be found. The key
/// goes in, so that a value cannot stand under another's.
enum Checksum {
  static let byteCount = 8

  static func append(to bytes: inout [UInt8], key: [UInt8]) {
    bytes.append(bigEndian: sum(key, bytes[...]))
  }

  /// The bytes without their checksum; nil when it is not theirs.
  static func strip(_ bytes: [UInt8], key: [UInt8]) -> ArraySlice<UInt8>? {
    guard bytes.count >= byteCount else { return nil }
    let content = bytes[..<(bytes.count - byteCount)]
    let found = bytes[(bytes.count - byteCount)...]
    var expected: [UInt8] = []
    expected.append(bigEndian: sum(key, content))
    return found.elementsEqual(expected) ? content : nil
  }

  private static func sum(_ key: [UInt8], _ bytes: ArraySlice<UInt8>) -> UInt64 {
    var sponge = Keccak256()
    sponge.update(key)
    sponge.update(bytes)
    return sponge.finalize().word.limb3
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
