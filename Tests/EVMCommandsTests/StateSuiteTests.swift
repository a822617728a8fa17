import BlockExecution
import ChainTypes
import CommandLineKit
import Testing

@testable import EVMCommands

/// A test of one's own: 0x…aa sends 5 Wei to 0x…bb at a gas price of 10 under Cancun.
@Suite struct StateSuiteTests {
  private static let sender = "0x00000000000000000000000000000000000000aa"
  private static let receiver = "0x00000000000000000000000000000000000000bb"
  private static let noLogs = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347"

  private static func fixture(
    root: String, fork: String = "Cancun", value: String = "0x05", exception: String? = nil
  ) -> String {
    let expected = exception.map { ", \"expectException\": \"\($0)\"" } ?? ""
    return """
      {"transfer": {
        "env": {"currentCoinbase": "\(receiver)", "currentGasLimit": "0x1000000",
          "currentNumber": "0x1", "currentTimestamp": "0x3e8", "currentDifficulty": "0x0",
          "currentBaseFee": "0x7", "currentExcessBlobGas": "0x0"},
        "pre": {"\(sender)": {"balance": "0x0f4240", "nonce": "0x00", "code": "0x", "storage": {}}},
        "transaction": {"nonce": "0x00", "gasPrice": "0x0a", "gasLimit": ["0x5208"],
          "to": "\(receiver)", "value": ["\(value)"], "data": ["0x"], "sender": "\(sender)"},
        "post": {"\(fork)": [{"hash": "\(root)", "logs": "\(noLogs)",
          "indexes": {"data": 0, "gas": 0, "value": 0}\(expected)}]}}}
      """
  }

  /// The sender pays 21,000 gas at 10 and 5 Wei; the receiver, who is the coinbase, gets 3 a gas
  /// and 5.
  private static var rootAfter: String {
    let world = MemoryState()
    world.setAccount(Address(Word(0xaa)), nonce: 1, balance: Word(1_000_000 - 210_005))
    world.setAccount(Address(Word(0xbb)), nonce: 0, balance: Word(63_005))
    return world.root().hex
  }

  private static var rootBefore: String {
    let world = MemoryState()
    world.setAccount(Address(Word(0xaa)), nonce: 0, balance: Word(1_000_000))
    return world.root().hex
  }

  private func run(_ text: String, _ options: String...) throws -> Collected {
    let scratch = try Scratch()
    let file = try scratch.write("transfer.json", text)
    return options.isEmpty
      ? Collected("statetest", file) : Collected("statetest", options[0], options[1], file)
  }

  @Test func `the stated root passes`() throws {
    let result = try run(Self.fixture(root: Self.rootAfter))
    #expect(result.output.hasSuffix("1 passed, 0 failed, 0 skipped\n"))
    #expect(result.status == .yes)
  }

  @Test func `another root fails with file, name, fork, indexes and both roots`() throws {
    let result = try run(Self.fixture(root: Self.rootBefore))
    #expect(result.status == .no)
    #expect(result.output.hasSuffix("0 passed, 1 failed, 0 skipped\n"))
    for part in ["transfer.json", "transfer [Cancun d0g0v0]", Self.rootBefore, Self.rootAfter] {
      #expect(result.output.contains(part), "\(part) in \(result.output)")
    }
  }

  @Test func `a transaction that must be refused passes when it is, with the root before`() throws {
    let fixture = Self.fixture(
      root: Self.rootBefore, value: "0x0f4240", exception: "INSUFFICIENT_ACCOUNT_FUNDS")
    #expect(try run(fixture).status == .yes)
    let wrongRoot = Self.fixture(
      root: Self.rootAfter, value: "0x0f4240", exception: "INSUFFICIENT_ACCOUNT_FUNDS")
    #expect(try run(wrongRoot).status == .no)
  }

  @Test func `a transaction that must be refused fails when it is executed`() throws {
    let fixture = Self.fixture(root: Self.rootAfter, exception: "NONCE_IS_MAX")
    #expect(try run(fixture).output.contains("must be refused with NONCE_IS_MAX"))
  }

  @Test func `a value that does not fit 256 bits is a refusal and no crash`() throws {
    let fixture = Self.fixture(
      root: Self.rootBefore, value: "0x:bigint 0x1" + String(repeating: "0", count: 64),
      exception: "VALUE_OVERFLOW")
    #expect(try run(fixture).status == .yes)
  }

  @Test func `an unknown fork is skipped with its reason`() throws {
    let result = try run(Self.fixture(root: Self.rootAfter, fork: "Verkle"))
    #expect(result.output == "SKIP 1  fork Verkle is not known\n0 passed, 0 failed, 1 skipped\n")
  }

  @Test func `a fork option leaves the others out`() throws {
    let fixture = Self.fixture(root: Self.rootAfter)
    #expect(try run(fixture, "--fork", "Osaka").output == "0 passed, 0 failed, 0 skipped\n")
    #expect(try run(fixture, "--fork", "cancun").output == "1 passed, 0 failed, 0 skipped\n")
  }

  @Test func `a file that is no JSON fails and says where`() throws {
    let result = try run("{\"a\": }")
    #expect(result.status == .no && result.output.contains("line 1, column"))
  }

  @Test func `a path that is not there is the world's fault`() {
    #expect(Collected("statetest", "/nowhere/at/all").status == .world)
    #expect(Collected("statetest").status == .usage)
  }
}
