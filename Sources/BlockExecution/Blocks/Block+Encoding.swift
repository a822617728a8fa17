import ChainTypes

/// Why bytes are no block.
public enum BlockDecodingError: Error, Equatable, Sendable {
  case malformed(RLPError)
  case transaction(index: Int, TransactionDecodingError)
}

extension BlockDecodingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed(let error): "block: \(error)"
    case .transaction(let index, let error): "block's transaction \(index): \(error)"
    }
  }
}

extension Block {
  /// A block as peers send it: [header, transactions, ommers] and from Shanghai on withdrawals.
  public init(decoding bytes: [UInt8]) throws(BlockDecodingError) {
    var list = try read { () throws(RLPError) in try RLPReader(list: bytes) }
    header = try read { () throws(RLPError) in try BlockHeader(&list) }
    transactions = try Block.readTransactions(&list)
    ommers = try read { () throws(RLPError) in
      var items = try list.readList()
      var result: [BlockHeader] = []
      while !items.isAtEnd { result.append(try BlockHeader(&items)) }
      return result
    }
    if !list.isAtEnd {
      withdrawals = try read { () throws(RLPError) in
        var items = try list.readList()
        var result: [Withdrawal] = []
        while !items.isAtEnd { result.append(try Withdrawal(&items)) }
        return result
      }
    }
    try read { () throws(RLPError) in try list.finish() }
  }

  /// Legacy transactions stand in the list as lists, typed ones as strings of their envelope.
  private static func readTransactions(
    _ list: inout RLPReader
  ) throws(BlockDecodingError) -> [Transaction] {
    var items = try read { () throws(RLPError) in try list.readList() }
    var result: [Transaction] = []
    while !items.isAtEnd {
      let isList = items.isAtList
      let envelope = try read { () throws(RLPError) in
        isList ? try items.rawItem() : try items.readSlice()
      }
      do throws(TransactionDecodingError) {
        // A string whose content is a list would be a legacy transaction in a wrong coat.
        if !isList, let first = envelope.first, first >= 0xc0 {
          throw .unknownType(first)
        }
        result.append(try Transaction(decoding: envelope))
      } catch {
        throw .transaction(index: result.count, error)
      }
    }
    return result
  }

  /// The block as peers send it.
  public func encoded() -> [UInt8] {
    var writer = RLPWriter(reserving: 1024 + transactions.count * 160)
    writer.appendList { list in
      header.append(to: &list)
      list.appendList { items in
        for transaction in transactions {
          let envelope = transaction.encoded()
          if transaction.kind == .legacy {
            items.appendRaw(envelope)
          } else {
            items.append(bytes: envelope)
          }
        }
      }
      list.appendList { items in
        for ommer in ommers { ommer.append(to: &items) }
      }
      if let withdrawals {
        list.appendList { items in
          for withdrawal in withdrawals { items.appendRaw(withdrawal.encoded()) }
        }
      }
    }
    return writer.bytes
  }
}

extension Withdrawal {
  /// The value that the withdrawals' trie holds.
  public func encoded() -> [UInt8] {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(index)
      list.append(validator)
      list.append(address)
      list.append(amount)
    }
    return writer.bytes
  }

  init(_ reader: inout RLPReader) throws(RLPError) {
    var list = try reader.readList()
    index = try list.readUInt64()
    validator = try list.readUInt64()
    address = try list.readAddress()
    amount = try list.readUInt64()
    try list.finish()
  }
}

private func read<T>(_ body: () throws(RLPError) -> T) throws(BlockDecodingError) -> T {
  do { return try body() } catch { throw .malformed(error) }
}
