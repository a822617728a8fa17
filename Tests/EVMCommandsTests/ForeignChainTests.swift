import Foundation
import Testing

@testable import EVMCommands

/// Chains over all forks that other clients made (Tests/Differential/chain.py, chain_pyevm.py).
@Suite struct ForeignChains {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Differential/Chains")

  @Test(arguments: ["specification", "py-evm"])
  func `a chain that another client made ends at its stated head`(name: String) throws {
    let place = Self.folder.appendingPathComponent(name)
    let text = try String(contentsOf: place.appendingPathComponent("head.json"), encoding: .utf8)
    let head = try #require(text.firstMatch(of: /"hash": ("0x[0-9a-f]{64}")/)?.output.1)
    let scratch = try Scratch()
    let result = Collected(
      "import", "--json", "--genesis", place.appendingPathComponent("genesis.json").path, "--data",
      scratch.path + "/ledger", place.appendingPathComponent("chain.rlp").path)
    #expect(result.status == .yes && result.error.isEmpty, "\(result.error)")
    #expect(result.output.contains("\"hash\": \(head)"), "\(result.output)")
  }
}
