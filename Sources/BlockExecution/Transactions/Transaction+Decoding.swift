import ChainTypes

extension Transaction {
  /// Decodes an envelope: a type byte and a list, or a legacy list. Canonical RLP only, every field
  /// within its bounds, nothing behind.
  public init(decoding envelope: [UInt8]) throws(TransactionDecodingError) {
    try self.init(decoding: envelope[...])
  }

  /// The same from a part of a larger buffer.
  public init(decoding envelope: ArraySlice<UInt8>) throws(TransactionDecodingError) {
    guard let first = envelope.first else { throw .empty }
    let kind: Kind
    if first >= 0xc0 {
      kind = .legacy
    } else {
      guard first != 0, let typed = Kind(rawValue: first) else { throw .unknownType(first) }
      kind = typed
    }
    self.init(kind: kind)
    let body = kind == .legacy ? envelope : envelope.dropFirst()
    var list = try field(.envelope) { () throws(RLPError) in try RLPReader(list: body) }
    try decodeFields(&list)
    try decodeSignature(&list)
    do { try list.finish() } catch { throw .trailing(error) }
  }

  private mutating func decodeFields(_ list: inout RLPReader) throws(TransactionDecodingError) {
    if kind != .legacy {
      chainID = try field(.chainID) { () throws(RLPError) in try list.readUInt64() }
    }
    nonce = try field(.nonce) { () throws(RLPError) in try list.readUInt64() }
    if kind == .legacy || kind == .accessList {
      maxFeePerGas = try field(.gasPrice) { () throws(RLPError) in try list.readWord() }
      maxPriorityFeePerGas = maxFeePerGas
    } else {
      maxPriorityFeePerGas = try field(.maxPriorityFeePerGas) { () throws(RLPError) in
        try list.readWord()
      }
      maxFeePerGas = try field(.maxFeePerGas) { () throws(RLPError) in try list.readWord() }
    }
    gasLimit = try field(.gasLimit) { () throws(RLPError) in try list.readUInt64() }
    to = try field(.to) { () throws(RLPError) in try list.readOptionalAddress() }
    value = try field(.value) { () throws(RLPError) in try list.readWord() }
    data = try field(.data) { () throws(RLPError) in try list.readBytes() }
    if kind == .legacy { return }
    accessList = try field(.accessList) { () throws(RLPError) in
      try Transaction.readAccessList(&list)
    }
    if kind == .blob {
      maxFeePerBlobGas = try field(.maxFeePerBlobGas) { () throws(RLPError) in
        try list.readWord()
      }
      blobHashes = try field(.blobHashes) { () throws(RLPError) in try Transaction.readHashes(&list)
      }
    }
    if kind == .setCode {
      authorizations = try field(.authorizations) { () throws(RLPError) in
        try Transaction.readAuthorizations(&list)
      }
    }
  }

  private mutating func decodeSignature(_ list: inout RLPReader) throws(TransactionDecodingError) {
    signature = try field(.signature) { () throws(RLPError) in
      TransactionSignature(
        v: try list.readWord(), r: try list.readWord(), s: try list.readWord())
    }
    guard kind == .legacy, signature.v >= 35 else { return }
    // EIP-155: v = 35 + parity + 2 * chain id. A chain id beyond 64 bits stays nil, and v is
    // refused when the sender is asked for.
    chainID = ((signature.v &- 35) >> 1).asUInt64
  }

  private static func readAccessList(
    _ list: inout RLPReader
  ) throws(RLPError) -> [AccessListEntry] {
    var entries = try list.readList()
    var result: [AccessListEntry] = []
    while !entries.isAtEnd {
      var entry = try entries.readList()
      let address = try entry.readAddress()
      var slots: [Word] = []
      for hash in try readHashes(&entry) { slots.append(hash.word) }
      try entry.finish()
      result.append(AccessListEntry(address: address, slots: slots))
    }
    return result
  }

  private static func readHashes(_ list: inout RLPReader) throws(RLPError) -> [Hash] {
    var items = try list.readList()
    var result: [Hash] = []
    while !items.isAtEnd { result.append(try items.readHash()) }
    return result
  }

  private static func readAuthorizations(
    _ list: inout RLPReader
  ) throws(RLPError) -> [Authorization] {
    var items = try list.readList()
    var result: [Authorization] = []
    while !items.isAtEnd {
      var item = try items.readList()
      let chainID = try item.readWord()
      let address = try item.readAddress()
      let nonce = try item.readUInt64()
      let offset = item.offset
      let parity = try item.readUInt64()
      guard parity <= 0xff else {
        throw .integerTooLarge(offset: offset, limitBytes: 1, found: 2)
      }
      let r = try item.readWord()
      let s = try item.readWord()
      try item.finish()
      result.append(
        Authorization(
          chainID: chainID, address: address, nonce: nonce,
          yParity: UInt8(truncatingIfNeeded: parity), r: r, s: s))
    }
    return result
  }
}

/// Names the field in which RLP failed.
private func field<T>(
  _ name: TransactionDecodingError.Field, _ read: () throws(RLPError) -> T
) throws(TransactionDecodingError) -> T {
  do { return try read() } catch { throw .field(name, error) }
}
