import BlockExecution
import ChainTypes
import RPCMethods
import Testing

@Suite("Blocks, transactions, receipts and logs")
struct ChainMethodTests {
  let chain: TestChain
  let server: RPCServer<TestChain>

  init() throws {
    chain = TestChain(code: Contracts.all)
    try chain.append([
      chain.transaction(nonce: 0, to: Contracts.counter, data: Word(7).bytes),
      chain.transaction(nonce: 1, to: Address(0xb0b), value: 5),
    ])
    try chain.append([
      chain.transaction(nonce: 2, to: nil, data: [0]),
      chain.transaction(nonce: 3, to: Contracts.counter, data: Word(8).bytes),
      chain.transaction(nonce: 4, to: Contracts.reverter),
    ])
    server = RPCServer(chain: chain, clientVersion: "Cairn/test")
  }

  @Test func `a block by number, tag and hash is the same`() {
    let hash = JSONValue.string(chain.blocks[2].hash.hex)
    let byNumber = server.result("eth_getBlockByNumber", "0x2", false)
    #expect(byNumber?["hash"] == hash)
    #expect(byNumber == server.result("eth_getBlockByHash", hash, false))
    #expect(byNumber == server.result("eth_getBlockByNumber", "latest", false))
    #expect(byNumber?["transactions"]?.asArray?.count == 3)
    #expect(byNumber?["size"] == .string(Word(UInt64(chain.blocks[2].size)).hex))
  }

  @Test func `a block that is not there is null`() {
    #expect(server.result("eth_getBlockByNumber", "0x3", false) == .null)
    #expect(server.result("eth_getBlockByHash", .string(Hash.zero.hex), false) == .null)
  }

  @Test func `finalized is known when witnesses have cosigned`() {
    #expect(server.error("eth_getBlockByNumber", "finalized", false) != nil)
    chain.finalNumber = 1
    #expect(server.result("eth_getBlockByNumber", "finalized", false)?["number"] == "0x1")
  }

  @Test func `the whole transactions are those of the block`() {
    let block = server.result("eth_getBlockByNumber", "0x1", true)
    let transaction = block?["transactions"]?[1]
    #expect(transaction?["to"] == .string(Address(0xb0b).hex))
    #expect(transaction?["value"] == "0x5" && transaction?["transactionIndex"] == "0x1")
    #expect(transaction?["from"] == .string(TestChain.rich.hex))
    let hash = chain.blocks[1].block.transactions[1].hash.hex
    #expect(transaction == server.result("eth_getTransactionByHash", .string(hash)))
    #expect(
      transaction == server.result("eth_getTransactionByBlockNumberAndIndex", "0x1", "0x1"))
    #expect(server.result("eth_getTransactionByBlockNumberAndIndex", "0x1", "0x2") == .null)
  }

  @Test func `receipts tell gas, status, logs and the created contract`() {
    let hashes = chain.blocks[2].block.transactions.map { JSONValue.string($0.hash.hex) }
    let created = server.result("eth_getTransactionReceipt", hashes[0])
    #expect(created?["status"] == "0x1" && created?["to"] == .null)
    #expect(created?["contractAddress"]?.asString?.utf8.count == 42)
    let counted = server.result("eth_getTransactionReceipt", hashes[1])
    #expect(counted?["logs"]?[0]?["topics"] == [.string(Hash(Word(8)).hex)])
    #expect(counted?["logs"]?[0]?["logIndex"] == "0x0")
    let reverted = server.result("eth_getTransactionReceipt", hashes[2])
    #expect(reverted?["status"] == "0x0" && reverted?["logs"] == [])
    let all = server.result("eth_getBlockReceipts", "0x2")
    #expect(all == .array([created ?? .null, counted ?? .null, reverted ?? .null]))
    #expect(server.result("eth_getTransactionReceipt", .string(Hash.zero.hex)) == .null)
  }

  @Test func `logs are found by range, address and topics`() {
    func count(_ filter: JSONValue) -> Int? { server.result("eth_getLogs", filter)?.asArray?.count }
    #expect(count(["fromBlock": "0x0", "toBlock": "latest"]) == 2)
    #expect(count(["fromBlock": "0x2", "toBlock": "0x2"]) == 1)
    #expect(count(["fromBlock": "earliest", "address": .string(Contracts.counter.hex)]) == 2)
    #expect(count(["fromBlock": "earliest", "address": [.string(Address.zero.hex)]]) == 0)
    let seven = JSONValue.string(Hash(Word(7)).hex)
    #expect(count(["fromBlock": "earliest", "topics": [seven]]) == 1)
    #expect(count(["fromBlock": "earliest", "topics": [.null]]) == 2)
    #expect(count(["fromBlock": "earliest", "topics": [[seven, .string(Hash.zero.hex)]]]) == 1)
    #expect(count(["fromBlock": "earliest", "topics": [.null, .null]]) == 0)
    #expect(count(["blockHash": .string(chain.blocks[1].hash.hex)]) == 1)
    #expect(count(["fromBlock": "0x9"]) == 0)
  }

  @Test func `log queries that ask for too much or for nonsense are refused`() {
    #expect(
      server.error("eth_getLogs", ["fromBlock": "0x2", "toBlock": "0x1"])?["message"]
        == "invalid block range params")
    let both: JSONValue = ["blockHash": .string(chain.blocks[1].hash.hex), "fromBlock": "0x0"]
    #expect(server.error("eth_getLogs", both) != nil)
    let narrow = RPCServer(
      chain: chain, clientVersion: "", limits: RPCLimits(logBlocks: 2, logs: 1))
    #expect(
      narrow.error("eth_getLogs", ["fromBlock": "0x0", "toBlock": "0x2"])?["code"] == -32005)
    #expect(narrow.result("eth_getLogs", ["fromBlock": "0x2", "toBlock": "0x2"]) != nil)
  }

  @Test func `a sent transaction waits and counts for the pending nonce`() {
    let transaction = chain.transaction(nonce: 5, to: Contracts.counter)
    let hash = server.result("eth_sendRawTransaction", .string(Hex.encode(transaction.encoded())))
    #expect(hash == .string(transaction.hash.hex))
    let waiting = server.result("eth_getTransactionByHash", hash ?? .null)
    #expect(waiting?["blockHash"] == .null && waiting?["nonce"] == "0x5")
    let rich = JSONValue.string(TestChain.rich.hex)
    #expect(server.result("eth_getTransactionCount", rich, "latest") == "0x5")
    #expect(server.result("eth_getTransactionCount", rich, "pending") == "0x6")
    #expect(server.error("eth_sendRawTransaction", "0x00") != nil)
  }

  @Test func `syncing is false at the head and tells the way otherwise`() {
    #expect(server.result("eth_syncing") == false)
    chain.syncTarget = 9
    #expect(server.result("eth_syncing")?["highestBlock"] == "0x9")
    chain.syncTarget = 2
    #expect(server.result("eth_syncing") == false)
  }

  @Test func `raw blocks and headers hash to what the block says`() throws {
    let header = try #require(server.result("debug_getRawHeader", "0x1")?.asString)
    #expect(Keccak256.hash(try Hex.decode(header)) == chain.blocks[1].hash)
    let block = try #require(server.result("debug_getRawBlock", "0x1")?.asString)
    #expect(try Block(decoding: Hex.decode(block)) == chain.blocks[1].block)
  }

  @Test func `the fee history has one more base fee than blocks`() {
    let history = server.result("eth_feeHistory", "0x2", "latest", [10, 90])
    #expect(history?["oldestBlock"] == "0x1")
    #expect(history?["baseFeePerGas"]?.asArray?.count == 3)
    #expect(history?["gasUsedRatio"]?.asArray?.count == 2)
    #expect(history?["reward"] == [["0x0", "0x0"], ["0x0", "0x0"]])
    #expect(server.result("eth_feeHistory", "0x400", "0x1", [])?["oldestBlock"] == "0x0")
    #expect(server.error("eth_feeHistory", "0x1", "latest", [90, 10]) != nil)
    #expect(server.error("eth_feeHistory", "0x1", "0x9") != nil)
  }
}
