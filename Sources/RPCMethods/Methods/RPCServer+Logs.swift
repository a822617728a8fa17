import BlockExecution
import ChainTypes

extension RPCServer {
  func addLogMethods() {
    add("eth_getLogs", 1...1) { (server, values) throws(RPCError) in
      try server.logs(try values.required(0))
    }
  }

  private func logs(_ query: JSONValue) throws(RPCError) -> JSONValue {
    guard case .object = query else { throw .invalidArgument(0, "expected a filter object") }
    guard let blocks = try logBlocks(query) else { return [] }
    guard blocks.upperBound - blocks.lowerBound < limits.logBlocks else {
      throw .limitExceeded(
        "query exceeds max block range \(limits.logBlocks); ask in smaller ranges")
    }
    let filter: RPCLogFilter
    do throws(RPCValueError) {
      filter = RPCLogFilter(
        blocks: blocks, addresses: try addresses(query["address"]),
        topics: try topics(query["topics"]))
    } catch {
      throw error.at(0)
    }
    let found = try chain.logs(filter, limit: limits.logs)
    guard found.count <= limits.logs else {
      throw .limitExceeded(
        "query returns more than \(limits.logs) results; ask in smaller ranges")
    }
    return .array(found.map { $0.json })
  }

  /// Nil when there can be nothing in the range.
  private func logBlocks(_ query: JSONValue) throws(RPCError) -> ClosedRange<UInt64>? {
    if let hash = query["blockHash"], !hash.isNull {
      guard query["fromBlock"]?.isNull ?? true, query["toBlock"]?.isNull ?? true else {
        throw .invalidArgument(0, "cannot specify both BlockHash and FromBlock/ToBlock")
      }
      guard let number = try resolve(try tag(hash)) else { throw .failed("unknown block") }
      return number...number
    }
    let first = try bound(query["fromBlock"])
    let last = min(try bound(query["toBlock"]), chain.headNumber)
    guard first <= chain.headNumber else { return nil }
    guard first <= last else { throw .invalidParameters("invalid block range params") }
    return max(first, chain.oldestBlock)...max(last, chain.oldestBlock)
  }

  private func bound(_ value: JSONValue?) throws(RPCError) -> UInt64 {
    guard let value, !value.isNull else { return chain.headNumber }
    let tag = try tag(value)
    if case .number(let number) = tag { return number }
    guard let number = try resolve(tag) else { throw .unknownBlock }
    return number
  }

  private func tag(_ value: JSONValue) throws(RPCError) -> BlockTag {
    do throws(RPCValueError) { return try BlockTag(value) } catch { throw error.at(0) }
  }

  private func addresses(_ value: JSONValue?) throws(RPCValueError) -> [Address] {
    guard let value, !value.isNull else { return [] }
    guard let items = value.asArray else { return [try RPCValue.address(value)] }
    guard items.count <= limits.filterItems else { throw RPCValueError("too many addresses") }
    var result: [Address] = []
    for item in items { result.append(try RPCValue.address(item)) }
    return result
  }

  private func topics(_ value: JSONValue?) throws(RPCValueError) -> [[Hash]] {
    guard let value, !value.isNull else { return [] }
    guard let items = value.asArray, items.count <= 4 else {
      throw RPCValueError("expected at most four topics")
    }
    var result: [[Hash]] = []
    for item in items { result.append(try alternatives(item)) }
    return result
  }

  /// A topic: null for any, a hash, or a list of hashes of which one must be there.
  private func alternatives(_ item: JSONValue) throws(RPCValueError) -> [Hash] {
    if item.isNull { return [] }
    guard let list = item.asArray else { return [try RPCValue.hash(item)] }
    guard list.count <= limits.filterItems else { throw RPCValueError("too many topics") }
    var hashes: [Hash] = []
    for hash in list {
      if hash.isNull { return [] }
      hashes.append(try RPCValue.hash(hash))
    }
    return hashes
  }
}
