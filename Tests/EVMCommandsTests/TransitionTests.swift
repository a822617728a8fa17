import ChainTypes
import CommandLineKit
import JSONText
import Testing

@testable import EVMCommands

@Suite struct TransitionTests {
  /// The worked example of go-ethereum's t8n README: a reward of 8 and two ommers.
  @Test func `ommers are paid by their age and their includer by a 32nd each`() throws {
    let scratch = try Scratch()
    let env = try scratch.write(
      "env.json",
      """
      {"currentCoinbase": "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       "currentDifficulty": "0x20000", "currentGasLimit": "0x750a163df65e8a",
       "currentNumber": "1", "currentTimestamp": "1000", "ommers": [
         {"delta": 1, "address": "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"},
         {"delta": 2, "address": "0xcccccccccccccccccccccccccccccccccccccccc"}]}
      """)
    let alloc = try scratch.write("alloc-in.json", "{}")
    let txs = try scratch.write("txs.json", "[]")
    let result = Collected(
      "t8n", "--input.alloc", alloc, "--input.env", env, "--input.txs", txs,
      "--output.alloc", "stdout", "--output.result", "", "--state.fork", "Berlin",
      "--state.reward", "128")
    // 128 instead of 8, so that a 32nd is not lost to rounding: 128 + 2·4, 128·7/8, 128·6/8.
    #expect(result.status == .yes, "\(result.error)")
    let balances = try JSONReader.parse(result.output)["alloc"]?.asObject ?? []
    #expect(balances.map { $0.value["balance"]?.asString } == ["0x88", "0x70", "0x60"])
  }

  @Test func `a transaction is signed with its key, executed, and its receipt told`() throws {
    let scratch = try Scratch()
    let key = "0x45a915e4d060149eb4365960e6a7a45f334393093061116b197e3240065ff2d8"
    let sender = "0xa94f5374fce5edbc8e2a8697c15331677e6ebf0b"
    let alloc = try scratch.write(
      "alloc-in.json", "{\"\(sender)\": {\"balance\": \"0xde0b6b3a7640000\", \"nonce\": \"0x1\"}}")
    let env = try scratch.write(
      "env.json",
      """
      {"currentCoinbase": "0xc94f5374fce5edbc8e2a8697c15331677e6ebf0b", "currentDifficulty": "0x0",
       "currentRandom": "0x0", "currentGasLimit": "0x1000000", "currentNumber": "0x1",
       "currentTimestamp": "0x3e8", "currentBaseFee": "0x7", "withdrawals": []}
      """)
    func transaction(nonce: Int) -> String {
      """
      {"type": "0x2", "nonce": "\(nonce)", "gas": "0x5208", "maxFeePerGas": "0xa",
       "maxPriorityFeePerGas": "0x1", "value": "0x1", "input": "0x", "secretKey": "\(key)",
       "to": "0x00000000000000000000000000000000000000bb"}
      """
    }
    let txs = try scratch.write("txs.json", "[\(transaction(nonce: 1)), \(transaction(nonce: 9))]")
    let result = Collected(
      "t8n", "--input.alloc", alloc, "--input.env", env, "--input.txs", txs,
      "--output.basedir", scratch.path, "--output.body", "signed.rlp", "--state.fork", "Shanghai",
      "--trace")
    #expect(result.status == .yes, "\(result.error)")
    let document = try JSONReader.parse(scratch.read("result.json"))
    #expect(document["gasUsed"]?.asString == "0x5208")
    #expect(document["receipts"]?[0]?["status"]?.asString == "0x1")
    #expect(document["rejected"]?[0]?["index"]?.asInteger == 1)
    let after = try JSONReader.parse(scratch.read("alloc.json"))
    #expect(after[sender]?["nonce"]?.asString == "0x2")

    // What was signed can be given back as RLP, and does the same.
    let again = Collected(
      "t8n", "--input.alloc", alloc, "--input.env", env,
      "--input.txs", scratch.path + "/signed.rlp",
      "--output.alloc", "", "--output.result", "stdout", "--state.fork", "Shanghai")
    let second = try JSONReader.parse(again.output)["result"]
    #expect(second?["stateRoot"] == document["stateRoot"])
    #expect(second?["txRoot"] == document["txRoot"])
  }

  @Test func `a fork that is not known is wrong use`() throws {
    let scratch = try Scratch()
    let empty = try scratch.write("empty.json", "{}")
    let result = Collected(
      "t8n", "--input.alloc", empty, "--input.env", empty, "--input.txs", empty,
      "--state.fork", "Atlantis")
    #expect(result.status == .usage && result.error.contains("Atlantis"))
  }
}
