import ChainTypes

/// Reads the words of a contract's answer or of a log's data, one after the other. Nil where a word
/// is missing or holds more than its type allows.
public struct ABIReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// True when nothing is left: answers and logs hold exactly what their type says.
  public var isAtEnd: Bool { position == bytes.count }

  public mutating func word() -> Word? {
    guard bytes.count - position >= 32 else { return nil }
    position += 32
    return Word(bigEndianBytes: bytes[position - 32..<position])
  }

  public mutating func hash() -> Hash? { word().map { Hash($0) } }
  public mutating func uint64() -> UInt64? { word()?.asUInt64 }
  public mutating func int64() -> Int64? { word()?.asInt64 }

  public mutating func bool() -> Bool? {
    guard let word = word(), word <= 1 else { return nil }
    return !word.isZero
  }

  public mutating func address() -> Address? {
    guard let word = word() else { return nil }
    let address = Address(word)
    return address.word == word ? address : nil
  }
}
