import ChainTypes
import Foundation
import Statements
import Testing

@testable import Contracts

@Suite struct RecompileTests {
  /// The compiler: `CAIRN_VYPER`, or `vyper` in the path.
  static let vyper: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["CAIRN_VYPER"] { return named }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/vyper" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/Contracts")

  @Test(
    .enabled(if: vyper != nil, "neither CAIRN_VYPER nor the path has vyper (`pip install vyper`)"),
    arguments: ContractTable.all)
  func `the committed code is what Vyper makes of the source`(_ table: ContractTable) throws {
    let source = Self.sources.appendingPathComponent("\(table.name).vy").path
    let output = try Program.output(
      of: #require(Self.vyper),
      ["-f", "bytecode,bytecode_runtime,abi", "--no-bytecode-metadata", source])
    let lines = output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3, "\(output.prefix(2000))")
    #expect(lines[0] == Hex.encode(table.code.creation))
    #expect(lines[1] == Hex.encode(table.code.runtime))
    let file = Self.sources.appendingPathComponent("Interfaces/\(table.name).json")
    let interface = try String(contentsOf: file, encoding: .utf8)
    #expect(interface.filter { !$0.isWhitespace } == lines[2].filter { !$0.isWhitespace })
  }

  @Test func `each source beside the tables has one`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
      .filter { $0.hasSuffix(".vy") }.map { String($0.dropLast(3)) }.sorted()
    #expect(names == ContractTable.all.map(\.name).sorted())
  }

  @Test func `the code for a genesis block is what a creation deploys`() throws {
    let world = World()
    let (owner, board) = (Address(0x0a1), Address(0xb0a2d))
    let fleet = FleetDomain(fleet: Hash(0xf1ee7))
    let registry = try world.deploy(RegistryContract.creation(owner: owner), from: owner)
    let predecessor = registry
    let pairs: [(creation: [UInt8], runtime: [UInt8])] = [
      (RegistryContract.creation(owner: owner), RegistryContract.runtime()),
      (AttestationVerifierContract.creation(), AttestationVerifierContract.runtime()),
      (CustodyContract.creation(registry: registry), CustodyContract.runtime(registry: registry)),
      (RulesContract.creation(registry: registry), RulesContract.runtime(registry: registry)),
      (
        EnergyMeterContract.creation(registry: registry, length: 900, offset: -3600),
        EnergyMeterContract.runtime(registry: registry, length: 900, offset: -3600)
      ),
      (
        ReadingLogContract.creation(
          registry: registry, board: board, term: 7, fleet: fleet.fleet, predecessor: predecessor),
        ReadingLogContract.runtime(
          registry: registry, board: board, term: 7, separator: fleet.separator,
          predecessor: predecessor)
      ),
    ]
    for pair in pairs {
      let result = try world.send(pair.creation, to: nil, from: owner)
      #expect(result.isSuccess && result.output == pair.runtime)
    }
  }

  @Test(arguments: ContractTable.all)
  func `code can be deployed everywhere: at most 24,576 bytes (EIP-170)`(_ table: ContractTable) {
    #expect(table.code.runtime.count <= 24_576)
    #expect(table.code.creation.count <= 49_152)
  }
}

/// The tables, for tests over all of them.
struct ContractTable: CustomTestStringConvertible, Sendable {
  var name: String
  var code: ContractCode
  var testDescription: String { name }

  static let all = [
    ContractTable(name: "AttestationVerifier", code: AttestationVerifierContract.code),
    ContractTable(name: "Custody", code: CustodyContract.code),
    ContractTable(name: "EnergyMeter", code: EnergyMeterContract.code),
    ContractTable(name: "ReadingLog", code: ReadingLogContract.code),
    ContractTable(name: "Registry", code: RegistryContract.code),
    ContractTable(name: "Rules", code: RulesContract.code),
  ]
}
