import ChainTypes
import RPCMethods
import Testing

@Suite("JSON-RPC as a protocol")
struct ProtocolTests {
  let server = RPCServer(chain: TestChain(), clientVersion: "Cairn/test")

  @Test func `a request is answered under its id`() {
    let answer = server.answer(["jsonrpc": "2.0", "id": "a", "method": "eth_chainId"])
    #expect(answer == ["jsonrpc": "2.0", "id": "a", "result": "0x20000000005"])
  }

  @Test func `a notification has no answer, not even when it fails`() {
    #expect(server.answer(["jsonrpc": "2.0", "method": "eth_chainId"]) == nil)
    #expect(server.answer(["jsonrpc": "2.0", "method": "eth_nothing"]) == nil)
  }

  @Test func `a batch is answered in order, without its notifications`() {
    let answer = server.answer([
      ["jsonrpc": "2.0", "id": 1, "method": "net_version"],
      ["jsonrpc": "2.0", "method": "net_version"],
      7,
      ["jsonrpc": "2.0", "id": 2, "method": "nothing"],
    ])
    #expect(answer?.asArray?.count == 3)
    #expect(answer?[0]?["result"] == "2199023255557")
    #expect(answer?[1]?["error"]?["code"] == -32600)
    #expect(answer?[2]?["error"]?["code"] == -32601)
  }

  @Test func `an empty batch and one too large are refused as a whole`() {
    #expect(server.answer([])?["error"]?["code"] == -32600)
    let request: JSONValue = ["jsonrpc": "2.0", "id": 1, "method": "eth_chainId"]
    let most = server.limits.batch
    #expect(server.answer(.array(Array(repeating: request, count: most)))?.asArray?.count == most)
    let tooMany = JSONValue.array(Array(repeating: request, count: most + 1))
    #expect(server.answer(tooMany)?["error"]?["message"] == "batch too large")
  }

  @Test func `what is no request is told so`() {
    let malformed: [JSONValue] = [
      1, "x", .null, [:], ["method": "eth_chainId", "id": 1],
      ["jsonrpc": "1.0", "id": 1, "method": "eth_chainId"],
      ["jsonrpc": "2.0", "id": 1, "method": 5],
    ]
    for value in malformed {
      #expect(server.answer(value)?["error"]?["code"] == -32600, "\(value.text())")
    }
    let named = server.answer([
      "jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": ["a": 1],
    ])
    #expect(named?["error"]?["message"] == "non-array args")
  }

  @Test func `too many and too few parameters are refused`() {
    #expect(
      server.error("eth_chainId", 1)?["message"] == "too many arguments, want at most 0")
    #expect(
      server.error("eth_getBalance")?["message"] == "missing value for required argument 0")
  }

  @Test func `quantities have no leading zeros and data has whole bytes`() {
    func fault(_ tag: JSONValue) -> String {
      server.error("eth_getBlockByNumber", tag, false)?["message"]?.asString ?? ""
    }
    #expect(fault("0x01") == "invalid argument 0: hex number with leading zero digits")
    #expect(fault("1") == "invalid argument 0: hex string without 0x prefix")
    #expect(fault("0x") == "invalid argument 0: hex string \"0x\"")
    #expect(fault("0xg") == "invalid argument 0: invalid hex string")
    #expect(fault("0x10000000000000000") == "invalid argument 0: hex number > 64 bits")
    #expect(
      server.error("web3_sha3", "0x123")?["message"]
        == "invalid argument 0: hex string of odd length")
  }

  @Test func `the hash of nothing is Keccak's`() {
    #expect(server.result("web3_sha3", "0x") == .string(Keccak256.emptyHash.hex))
  }

  @Test func `modules are those of the methods, and programs add their own`() {
    server.add("cairn_status") { (_) throws(RPCError) in "well" }
    #expect(server.result("cairn_status") == "well")
    #expect(
      server.result("rpc_modules") == [
        "cairn": "1.0", "debug": "1.0", "eth": "1.0", "net": "1.0", "rpc": "1.0", "web3": "1.0",
      ])
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `no request traps`(seed: UInt64) {
    var random = SeededValues(seed)
    let names = server.methodNames
    for _ in 0..<500 {
      let parameters = (0..<random.below(4)).map { _ in random.value(3) }
      let request: JSONValue = [
        "jsonrpc": "2.0", "id": random.value(1),
        "method": .string(names[random.below(names.count)]), "params": .array(parameters),
      ]
      let answer = server.answer(request)
      #expect(answer?["result"] != nil || answer?["error"] != nil, "seed \(seed)")
    }
  }
}

/// Values that are near to what methods want.
struct SeededValues {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % bound
  }

  mutating func value(_ depth: Int) -> JSONValue {
    let texts = [
      "latest", "earliest", "pending", "safe", "finalized", "0x0", "0x1", "0x2", "0x", "",
      "0xffffffffffffffff", "0x10000000000000000", Contracts.counter.hex, Contracts.spinner.hex,
      TestChain.rich.hex, Hash.zero.hex, "0x00000000", "0xzz", "é",
    ]
    switch below(depth > 0 ? 12 : 8) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .integer(Int64(below(5)) - 2)
    case 3: return .real(Double(below(1_000)) / 3)
    case 4...7: return .string(texts[below(texts.count)])
    case 8, 9: return .array((0..<below(5)).map { _ in value(depth - 1) })
    default:
      let keys = [
        "from", "to", "gas", "gasPrice", "value", "data", "input", "blockHash", "blockNumber",
        "fromBlock", "toBlock", "address", "topics", "maxFeePerGas", "accessList",
      ]
      return .object((0..<below(6)).map { _ in (keys[below(keys.count)], value(depth - 1)) })
    }
  }
}
