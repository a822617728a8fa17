import BoardConfig
import ChainTypes
import FleetManifest
import Foundation
import Statements
import Testing

@Suite("A fleet's text")
struct FleetSettingsTests {
  static let a = "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf"
  static let b = "0x6813eb9362372eef6200f3b1dbc3f819671cba69"
  static let c = "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"
  static let genesis = "0x" + String(repeating: "ab", count: 32)

  static func problems(_ text: String) -> [SettingProblem] {
    do throws(SettingProblems) {
      _ = try FleetSettings(parsing: Array(text.utf8))
      return []
    } catch { return error.problems }
  }

  static func fleet(_ board: String) -> String {
    """
    fleet:
      name: farm
    witnesses:
      - address: \(a)
      - address: \(b)
    boards:
      - address: \(c)
        genesis: \(genesis)
    \(board)
    """
  }

  @Test func `the explained file is a fleet whose manifest holds`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../configs/fleet.yaml")
    let settings = try FleetSettings(parsing: Array(try Data(contentsOf: path)))
    let key = try #require(Address(hex: Self.c))
    let manifest = settings.manifest(fleetKey: key, onto: nil)
    try manifest.check()
    #expect(manifest.lanes.count == 1 && manifest.witnesses.count == 2)
    #expect(manifest.lanes[0].threshold == 2 && manifest.lanes[0].faulty == 1)
    #expect(try Manifest(content: manifest.content) == manifest)
  }

  @Test func `what a version had stays although the text does not name it`() throws {
    let text = Self.fleet("    witnesses: [\(Self.a), \(Self.b)]")
    let key = try #require(Address(hex: Self.c))
    let first = try FleetSettings(parsing: Array(text.utf8)).manifest(fleetKey: key, onto: nil)
    #expect(first.lanes[0].threshold == 2)
    let less = try FleetSettings(parsing: Array("fleet:\n  name: other\n".utf8))
    let second = less.manifest(fleetKey: key, onto: first)
    try second.check()
    try second.checkFollows(first)
    #expect(second.lanes == first.lanes && second.name != first.name)
  }

  @Test(arguments: [
    ("    witness: [\(a)]", 9, "witnesses"),
    ("    witnesses: [\(a), \(b)]\n    threshold: 1", 10, "at least 2"),
    ("    witnesses: [\(a)]\n    faulty: 1", 9, "at least 2"),
    ("    witnesses: [\(c)]", 9, "itself"),
    ("    witnesses: [\(String(a.dropLast())))]", 9, "40 hexadecimal"),
    ("    witnesses: [\(a), \(a)]", 9, "twice"),
    ("    label: \(String(repeating: "x", count: 33))", 9, "32 bytes"),
    ("  - address: \(c)\n    genesis: \(genesis)", 9, "twice"),
    ("  - address: \(a)", 9, "genesis"),
    ("senders:\n  - board: \(a)", 10, "address"),
  ])
  func `a mistake is told with its line`(_ board: String, _ line: Int, _ word: String) {
    let text = Self.fleet(board)
    let problems = Self.problems(text)
    let told = problems.contains { problem in
      problem.line == line && (problem.what + " " + problem.advice).contains(word)
    }
    #expect(told, "\(problems)")
  }

  @Test func `a wrong checksum is told`() {
    let text = Self.fleet("    witnesses: [0x2B5ad5c4795c026514f8317c7a215e218dccd6cf]")
    #expect(Self.problems(text).contains { $0.advice.contains("EIP-55") })
  }
}
