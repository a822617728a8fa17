import ChainTypes

/// How a request names a block (EIP-1474, EIP-1898).
public enum BlockTag: Equatable, Sendable {
  case earliest, latest, pending, safe, finalized
  case number(UInt64)
  case hash(Hash)

  init(_ value: JSONValue) throws(RPCValueError) {
    if case .object = value {
      try self.init(object: value)
      return
    }
    guard let text = value.asString else { throw RPCValueError("expected a block number or tag") }
    switch text {
    case "earliest": self = .earliest
    case "latest", "": self = .latest
    case "pending": self = .pending
    case "safe": self = .safe
    case "finalized": self = .finalized
    default:
      // go-ethereum takes a block's hash where a number or a hash may stand.
      if text.utf8.count == 66 {
        self = .hash(try RPCValue.hash(value))
      } else {
        self = .number(try RPCValue.quantity(value))
      }
    }
  }

  private init(object: JSONValue) throws(RPCValueError) {
    switch (object["blockNumber"], object["blockHash"]) {
    case (let number?, nil): try self.init(number)
    case (nil, let hash?): self = .hash(try RPCValue.hash(hash))
    case (nil, nil): throw RPCValueError("expected blockNumber or blockHash")
    default:
      throw RPCValueError(
        "cannot specify both BlockHash and BlockNumber, choose one or the other")
    }
  }
}

extension RPCServer {
  /// The number that a tag means; nil when there is no such block.
  func resolve(_ tag: BlockTag) throws(RPCError) -> UInt64? {
    switch tag {
    case .earliest: return chain.oldestBlock
    case .latest, .pending: return chain.headNumber
    case .safe, .finalized:
      guard let number = chain.finalNumber else {
        throw .failed("finalized block not found")
      }
      return number
    case .number(let number):
      return number <= chain.headNumber ? number : nil
    case .hash(let hash): return try chain.number(of: hash)
    }
  }

  /// The number of a block whose state is asked for.
  func resolveState(_ tag: BlockTag) throws(RPCError) -> UInt64 {
    guard let number = try resolve(tag) else { throw .unknownBlock }
    guard number >= chain.oldestState else {
      throw .historyUnavailable(number, oldest: chain.oldestState)
    }
    return number
  }

  func block(_ tag: BlockTag) throws(RPCError) -> RPCBlock? {
    guard let number = try resolve(tag) else { return nil }
    return try chain.block(at: number)
  }
}
