import BlockExecution
import ChainTypes

extension RPCServer {
  func addTransactionMethods() {
    add("eth_getTransactionByHash", 1...1) { (server, values) throws(RPCError) in
      try server.transaction(try values.hash(0))
    }
    add("eth_getRawTransactionByHash", 1...1) { (server, values) throws(RPCError) in
      try server.rawTransaction(try values.hash(0))
    }
    add("eth_getTransactionByBlockNumberAndIndex", 2...2) { (server, values) throws(RPCError) in
      try server.transaction(try values.blockTag(0), try values.quantity(1))
    }
    add("eth_getTransactionByBlockHashAndIndex", 2...2) { (server, values) throws(RPCError) in
      try server.transaction(.hash(try values.hash(0)), try values.quantity(1))
    }
    add("eth_getTransactionReceipt", 1...1) { (server, values) throws(RPCError) in
      guard let place = try server.chain.place(of: try values.hash(0)),
        let view = try server.executed(.number(place.block)), place.index < view.count
      else { return .null }
      return view.receipt(place.index)
    }
    add("eth_sendRawTransaction", 1...1) { (server, values) throws(RPCError) in
      .hash(try server.chain.submit(try values.bytes(0)))
    }
  }

  private func transaction(_ hash: Hash) throws(RPCError) -> JSONValue {
    if let place = try chain.place(of: hash) {
      return try transaction(.number(place.block), UInt64(place.index))
    }
    guard let waiting = chain.pending(hash) else { return .null }
    return waiting.transaction.json(hash: hash, sender: waiting.sender, place: nil)
  }

  private func transaction(_ tag: BlockTag, _ index: UInt64) throws(RPCError) -> JSONValue {
    guard let stored = try block(tag), index < UInt64(stored.block.transactions.count) else {
      return .null
    }
    let place = Int(index)
    let senders = try chain.execution(at: stored.block.header.number).senders
    return stored.transactionJSON(place, sender: place < senders.count ? senders[place] : .zero)
  }

  private func rawTransaction(_ hash: Hash) throws(RPCError) -> JSONValue {
    if let place = try chain.place(of: hash), let stored = try chain.block(at: place.block),
      place.index < stored.block.transactions.count
    {
      return .data(stored.block.transactions[place.index].encoded())
    }
    guard let waiting = chain.pending(hash) else { return .null }
    return .data(waiting.transaction.encoded())
  }
}
