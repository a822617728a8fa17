import ChainTypes

extension Receipt {
  /// Decodes an envelope; the bloom must be that of the logs.
  public init(decoding envelope: [UInt8]) throws(ReceiptDecodingError) {
    guard let first = envelope.first else { throw .empty }
    var kind = Transaction.Kind.legacy
    if first < 0xc0 {
      guard first != 0, let typed = Transaction.Kind(rawValue: first) else {
        throw .unknownType(first)
      }
      kind = typed
    }
    do {
      try self.init(kind: kind, list: kind == .legacy ? envelope[...] : envelope.dropFirst())
    } catch {
      throw .malformed(error)
    }
    let stated = bloom
    bloom = Bloom(of: logs)
    guard stated == bloom else { throw .wrongBloom }
  }

  private init(kind: Transaction.Kind, list bytes: ArraySlice<UInt8>) throws(RLPError) {
    var list = try RLPReader(list: bytes)
    let offset = list.offset
    let result = try list.readBytes()
    let gas = try list.readUInt64()
    let bloomOffset = list.offset
    let bloomBytes = try list.readBytes()
    guard let bloom = Bloom(bytes: bloomBytes) else {
      throw .wrongLength(
        offset: bloomOffset, expected: Bloom.byteCount, found: bloomBytes.count)
    }
    var items = try list.readList()
    var logs: [Log] = []
    while !items.isAtEnd { logs.append(try Log(&items)) }
    try list.finish()
    self.kind = kind
    if let root = Hash(bytes: result) {
      self.result = .stateRoot(root)
    } else if result.isEmpty || result == [1] {
      self.result = .status(!result.isEmpty)
    } else {
      throw .wrongLength(offset: offset, expected: 32, found: result.count)
    }
    cumulativeGasUsed = gas
    self.bloom = bloom
    self.logs = logs
  }
}

extension Log {
  init(_ list: inout RLPReader) throws(RLPError) {
    var log = try list.readList()
    address = try log.readAddress()
    var items = try log.readList()
    topics = []
    while !items.isAtEnd { topics.append(try items.readHash()) }
    data = try log.readBytes()
    try log.finish()
  }
}

/// Why bytes are no receipt.
public enum ReceiptDecodingError: Error, Equatable, Sendable {
  case empty
  case unknownType(UInt8)
  case malformed(RLPError)
  case wrongBloom
}
