import ChainTypes
import CommandLineKit
import EVM
import Foundation
import Testing

@testable import EVMCommands

/// The small suites whole; `.ci/run` runs the large ones through the program itself.
@Suite(.enabled(if: ConformanceData.isPresent, "CAIRN_ETHEREUM_TESTS names no folder"))
struct ConformanceTests {
  private func run(_ verb: String, _ parts: String..., store: String? = nil) throws {
    let folder = try #require(ConformanceData.folder)
    for part in parts where FileManager.default.fileExists(atPath: folder + "/" + part) {
      let path = folder + "/" + part
      let result = store.map { Collected(verb, "--store", $0, path) } ?? Collected(verb, path)
      #expect(result.status == .yes, "\(part): \(result.output.suffix(2000))")
      #expect(!result.output.hasPrefix("0 passed"), "\(part) was not seen")
    }
  }

  @Test func `transaction tests hold`() throws {
    try run("txtest", "ethtests_transaction", "eest_transaction")
  }

  @Test func `vectors of instructions, signatures, RLP and tries hold`() throws {
    try run("vectors", "vectors/opcodes", "vectors/wycheproof", "ethtests_misc")
  }

  @Test func `vectors of precompiles hold`() throws {
    try run("vectors", "vectors/precompiles")
  }

  @Test func `blocks of the first forks hold`() throws {
    try run("blocktest", "blocks-frontier-to-petersburg")
  }

  @Test func `blocks with branches and transitions hold on a ledger in LMDB`() throws {
    try run(
      "blocktest", "blocks-frontier-to-petersburg/ValidBlocks/bcMultiChainTest",
      "blocks-frontier-to-petersburg/ValidBlocks/bcTotalDifficultyTest",
      "ethtests_blockchain/TransitionTests", store: "lmdb")
  }
}
