import ChainTypes

extension BlockHeader {
  /// keccak(rlp([])).
  public static let emptyOmmersHash = Keccak256.hash([0xc0])

  /// What is hashed, and stands in blocks.
  public func encoded() -> [UInt8] {
    var writer = RLPWriter(reserving: 640 + extraData.count)
    append(to: &writer)
    return writer.bytes
  }

  public var hash: Hash { Keccak256.hash(encoded()) }

  func append(to writer: inout RLPWriter) {
    writer.appendList { list in
      appendFields(&list)
      if let baseFee { list.append(baseFee) }
      if let withdrawalsRoot { list.append(withdrawalsRoot) }
      if let blobGasUsed { list.append(blobGasUsed) }
      if let excessBlobGas { list.append(excessBlobGas) }
      if let parentBeaconRoot { list.append(parentBeaconRoot) }
      if let requestsHash { list.append(requestsHash) }
    }
  }

  private func appendFields(_ list: inout RLPWriter) {
    list.append(parentHash)
    list.append(ommersHash)
    list.append(coinbase)
    list.append(stateRoot)
    list.append(transactionsRoot)
    list.append(receiptsRoot)
    list.append(bytes: bloom.bytes)
    list.append(difficulty)
    list.append(number)
    list.append(gasLimit)
    list.append(gasUsed)
    list.append(timestamp)
    list.append(bytes: extraData)
    list.append(prevRandao)
    list.append(bytes: (0..<8).map { UInt8(truncatingIfNeeded: nonce >> (56 - 8 * UInt64($0))) })
  }
}

extension BlockHeader {
  /// Decodes a header of any fork: the optional fields that are there must be the first so many of
  /// them, as the forks added them.
  public init(decoding bytes: [UInt8]) throws(RLPError) {
    var reader = try RLPReader(bytes)
    try self.init(&reader)
    try reader.finish()
  }

  init(_ reader: inout RLPReader) throws(RLPError) {
    self.init()
    var list = try reader.readList()
    parentHash = try list.readHash()
    ommersHash = try list.readHash()
    coinbase = try list.readAddress()
    stateRoot = try list.readHash()
    transactionsRoot = try list.readHash()
    receiptsRoot = try list.readHash()
    let offset = list.offset
    let filter = try list.readBytes()
    guard let bloom = Bloom(bytes: filter) else {
      throw .wrongLength(offset: offset, expected: Bloom.byteCount, found: filter.count)
    }
    self.bloom = bloom
    difficulty = try list.readWord()
    number = try list.readUInt64()
    gasLimit = try list.readUInt64()
    gasUsed = try list.readUInt64()
    timestamp = try list.readUInt64()
    extraData = try list.readBytes()
    prevRandao = try list.readHash()
    nonce = try BlockHeader.readNonce(&list)
    try readOptionalFields(&list)
    try list.finish()
  }

  private static func readNonce(_ list: inout RLPReader) throws(RLPError) -> UInt64 {
    let offset = list.offset
    let bytes = try list.readBytes()
    guard bytes.count == 8 else {
      throw .wrongLength(offset: offset, expected: 8, found: bytes.count)
    }
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    return value
  }

  private mutating func readOptionalFields(_ list: inout RLPReader) throws(RLPError) {
    if list.isAtEnd { return }
    baseFee = try list.readWord()
    if list.isAtEnd { return }
    withdrawalsRoot = try list.readHash()
    if list.isAtEnd { return }
    blobGasUsed = try list.readUInt64()
    excessBlobGas = try list.readUInt64()
    parentBeaconRoot = try list.readHash()
    if list.isAtEnd { return }
    requestsHash = try list.readHash()
  }
}
