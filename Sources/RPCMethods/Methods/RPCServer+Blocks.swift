import BlockExecution
import ChainTypes
import EVM

extension RPCServer {
  /// Blocks, by number, tag or hash.
  func addBlockMethods() {
    add("eth_getBlockByNumber", 1...2) { (server, values) throws(RPCError) in
      try server.blockJSON(try values.blockTag(0), try values.flag(1, missing: false))
    }
    add("eth_getBlockByHash", 1...2) { (server, values) throws(RPCError) in
      try server.blockJSON(.hash(try values.hash(0)), try values.flag(1, missing: false))
    }
    add("eth_getBlockTransactionCountByNumber", 1...1) { (server, values) throws(RPCError) in
      try server.transactionCount(try values.blockTag(0))
    }
    add("eth_getBlockTransactionCountByHash", 1...1) { (server, values) throws(RPCError) in
      try server.transactionCount(.hash(try values.hash(0)))
    }
    add("eth_getUncleCountByBlockNumber", 1...1) { (server, values) throws(RPCError) in
      try server.ommerCount(try values.blockTag(0))
    }
    add("eth_getUncleCountByBlockHash", 1...1) { (server, values) throws(RPCError) in
      try server.ommerCount(.hash(try values.hash(0)))
    }
    add("eth_getBlockReceipts", 1...1) { (server, values) throws(RPCError) in
      guard let view = try server.executed(try values.blockTag(0)) else { return .null }
      return .array((0..<view.count).map { view.receipt($0) })
    }
    addRawMethods()
  }

  private func addRawMethods() {
    add("debug_getRawHeader", 1...1) { (server, values) throws(RPCError) in
      guard let stored = try server.block(try values.blockTag(0)) else { throw .unknownBlock }
      return .data(stored.block.header.encoded())
    }
    add("debug_getRawBlock", 1...1) { (server, values) throws(RPCError) in
      guard let stored = try server.block(try values.blockTag(0)) else { throw .unknownBlock }
      return .data(stored.block.encoded())
    }
    add("debug_getRawReceipts", 1...1) { (server, values) throws(RPCError) in
      guard let view = try server.executed(try values.blockTag(0)) else { throw .unknownBlock }
      return .array(view.execution.receipts.map { .data($0.encoded()) })
    }
  }

  private func blockJSON(_ tag: BlockTag, _ isWhole: Bool) throws(RPCError) -> JSONValue {
    guard let stored = try block(tag) else { return .null }
    guard isWhole else { return stored.json(senders: nil) }
    return stored.json(senders: try chain.execution(at: stored.block.header.number).senders)
  }

  private func transactionCount(_ tag: BlockTag) throws(RPCError) -> JSONValue {
    guard let stored = try block(tag) else { return .null }
    return .quantity(stored.block.transactions.count)
  }

  private func ommerCount(_ tag: BlockTag) throws(RPCError) -> JSONValue {
    guard let stored = try block(tag) else { return .null }
    return .quantity(stored.block.ommers.count)
  }

  func executed(_ tag: BlockTag) throws(RPCError) -> ExecutedView? {
    guard let stored = try block(tag) else { return nil }
    return ExecutedView(
      stored: stored, execution: try chain.execution(at: stored.block.header.number),
      blobBaseFee: chain.executor.context(of: stored.block.header).environment.blobBaseFee)
  }
}
