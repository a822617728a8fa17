import BlockExecution
import ChainTypes
import RPCMethods
import Testing

@Suite("State, calls and estimates")
struct CallMethodTests {
  let chain: TestChain
  let server: RPCServer<TestChain>

  init() throws {
    chain = TestChain(code: Contracts.all)
    try chain.append([chain.transaction(nonce: 0, to: Contracts.counter)])
    try chain.append([chain.transaction(nonce: 1, to: Contracts.counter)])
    server = RPCServer(chain: chain, clientVersion: "Cairn/test")
  }

  private func call(_ to: Address, _ more: Members = []) -> JSONValue {
    .object([("to", .string(to.hex))] + more)
  }

  private typealias Members = [(key: String, value: JSONValue)]

  @Test func `state is that after the block that is named`() {
    let counter = JSONValue.string(Contracts.counter.hex)
    #expect(server.result("eth_getStorageAt", counter, "0x0", "0x1") == .string(Word(1).hex64))
    #expect(server.result("eth_getStorageAt", counter, "0x0", "latest") == .string(Word(2).hex64))
    #expect(
      server.result("eth_getStorageAt", counter, .string(Word(0).hex64), ["blockNumber": "0x0"])
        == .string(Word(0).hex64))
    #expect(
      server.result("eth_getCode", counter) == .string(Hex.encode(Contracts.counterCode)))
    #expect(server.result("eth_getCode", .string(Address(5).hex)) == "0x")
    #expect(server.result("eth_getBalance", .string(Address(5).hex), "latest") == "0x0")
  }

  @Test func `state that is not kept any more is refused with what is`() {
    chain.oldestState = 2
    let error = server.error("eth_getBalance", .string(TestChain.rich.hex), "0x1")
    #expect(error?["code"] == 4444)
    #expect(server.result("eth_getBalance", .string(TestChain.rich.hex), "0x2") != nil)
  }

  @Test func `a call answers without changing anything`() {
    let three = JSONValue.string(Word(3).hex64)
    #expect(server.result("eth_call", call(Contracts.counter), "latest") == three)
    #expect(server.result("eth_call", call(Contracts.counter), "latest") == three)
    #expect(server.result("eth_call", call(Contracts.counter), "0x1") == .string(Word(2).hex64))
  }

  @Test func `a revert tells its reason and data`() {
    let error = server.error("eth_call", call(Contracts.reverter))
    #expect(error?["code"] == 3 && error?["message"] == "execution reverted: no")
    #expect(error?["data"]?.asString?.utf8.count == 202)
    let panic = server.error("eth_call", call(Contracts.panicker))
    #expect(panic?["message"] == "execution reverted: arithmetic underflow or overflow")
    #expect(server.error("eth_call", call(Contracts.spinner))?["message"] == "invalid opcode")
  }

  @Test func `a contract may send, and who has nothing may send nothing`() {
    let counter = JSONValue.string(Contracts.counter.hex)
    #expect(server.result("eth_call", call(Contracts.counter, [("from", counter)])) != nil)
    let poor = call(Contracts.counter, [("from", counter), ("value", "0x1")])
    let message = server.error("eth_call", poor)?["message"]?.asString ?? ""
    #expect(message.contains("insufficient funds"))
  }

  @Test func `data and input must not differ, and prices not be mixed`() {
    let both = call(Contracts.counter, [("data", "0x01"), ("input", "0x02")])
    #expect(server.error("eth_call", both)?["code"] == -32602)
    let prices = call(Contracts.counter, [("gasPrice", "0x1"), ("maxFeePerGas", "0x1")])
    #expect(server.error("eth_call", prices)?["code"] == -32602)
  }

  @Test func `a transfer is estimated at its exact cost`() {
    let transfer = call(
      Address(0xb0b), [("from", .string(TestChain.rich.hex)), ("value", "0x1")])
    #expect(server.result("eth_estimateGas", transfer) == "0x5208")
  }

  @Test func `an estimate succeeds, and less gas does not`() throws {
    let request = call(Contracts.counter, [("from", .string(TestChain.rich.hex))])
    let text = try #require(server.result("eth_estimateGas", request)?.asString)
    let gas = try #require(Word(hex: text)?.asUInt64)
    func succeeds(_ gas: UInt64) -> Bool {
      let limited = call(Contracts.counter, [("gas", .string(Word(gas).hex))])
      return server.result("eth_call", limited) != nil
    }
    #expect(succeeds(gas))
    #expect(!succeeds(gas - 1))
  }

  @Test func `what fails with all gas has no estimate`() {
    #expect(server.error("eth_estimateGas", call(Contracts.reverter))?["code"] == 3)
    let little = call(Contracts.counter, [("gas", "0x5300")])
    #expect(
      server.error("eth_estimateGas", little)?["message"]
        == "gas required exceeds allowance (21248)")
  }

  @Test func `a creation's call answers the code`() {
    // Init code that returns one byte: PUSH1 1 PUSH1 0 RETURN.
    let request: JSONValue = [
      "from": .string(TestChain.rich.hex), "data": "0x60016000f3",
    ]
    #expect(server.result("eth_call", request) == "0x00")
  }

  @Test func `a proof names the slots as they were asked for`() {
    let proof = server.result(
      "eth_getProof", .string(TestChain.rich.hex), ["0x0", .string(Word(1).hex64)], "latest")
    #expect(proof?["storageProof"]?[0]?["key"] == "0x0")
    #expect(proof?["storageProof"]?[1]?["key"] == .string(Word(1).hex64))
    #expect(proof?["accountProof"] == ["0x0102"] && proof?["nonce"] == "0x2")
    let many = JSONValue.array(Array(repeating: "0x0", count: server.limits.proofSlots + 1))
    #expect(server.error("eth_getProof", .string(TestChain.rich.hex), many) != nil)
  }
}
