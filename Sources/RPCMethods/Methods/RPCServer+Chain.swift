import BlockExecution
import ChainTypes
import EVM

extension RPCServer {
  /// Who answers, and where the chain stands.
  func addChainMethods() {
    add("web3_clientVersion") { (server, _) throws(RPCError) in .string(server.clientVersion) }
    add("web3_sha3", 1...1) { (_, values) throws(RPCError) in
      .hash(Keccak256.hash(try values.bytes(0)))
    }
    add("net_version") { (server, _) throws(RPCError) in
      .string(Word(server.chain.chainID).decimal)
    }
    add("net_listening") { (_, _) throws(RPCError) in true }
    add("net_peerCount") { (server, _) throws(RPCError) in .quantity(server.chain.peerCount) }
    add("eth_chainId") { (server, _) throws(RPCError) in .quantity(server.chain.chainID) }
    add("eth_blockNumber") { (server, _) throws(RPCError) in .quantity(server.chain.headNumber) }
    add("eth_accounts") { (_, _) throws(RPCError) in [] }
    add("eth_syncing") { (server, _) throws(RPCError) in server.syncing }
    add("rpc_modules") { (server, _) throws(RPCError) in server.modules }
    addFeeMethods()
  }

  private func addFeeMethods() {
    add("eth_gasPrice") { (server, _) throws(RPCError) in try server.gasPrice() }
    add("eth_maxPriorityFeePerGas") { (_, _) throws(RPCError) in .quantity(0 as UInt64) }
    add("eth_blobBaseFee") { (server, _) throws(RPCError) in
      guard let head = try server.block(.latest) else { throw .unknownBlock }
      let context = server.chain.executor.context(of: head.block.header)
      return .quantity(context.environment.blobBaseFee)
    }
    add("eth_feeHistory", 2...3) { (server, values) throws(RPCError) in
      try server.feeHistory(values)
    }
  }

  private var syncing: JSONValue {
    guard let target = chain.syncTarget, target > chain.headNumber else { return false }
    return .object([
      ("startingBlock", .quantity(chain.oldestBlock)),
      ("currentBlock", .quantity(chain.headNumber)), ("highestBlock", .quantity(target)),
    ])
  }

  /// Each name space that has a method.
  private var modules: JSONValue {
    var names: [String] = []
    for method in methodNames {
      let name = String(decoding: method.utf8.prefix { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      if names.last != name { names.append(name) }
    }
    return .object(names.map { ($0, "1.0") })
  }

  private func gasPrice() throws(RPCError) -> JSONValue {
    guard let head = try block(.latest) else { throw .unknownBlock }
    return .quantity(head.block.header.baseFee ?? .zero)
  }
}
