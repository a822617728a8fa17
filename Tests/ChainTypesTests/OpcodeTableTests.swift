import ChainTypes
import Foundation
import Testing

/// go-ethereum's tables of binary opcodes in the conformance data (vectors/opcodes/geth).
enum OpcodeTables {
  static let folder = ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"]
    .map { $0 + "/vectors/opcodes/geth" }

  static var arePresent: Bool {
    folder.map { FileManager.default.fileExists(atPath: $0) } ?? false
  }

  struct Row: Decodable {
    let X, Y, Expected: String
  }

  /// What each opcode does with the top of the stack and the word below it.
  static let opcodes: [String: @Sendable (_ top: Word, _ below: Word) -> Word] = [
    "add": { $0 &+ $1 },
    "sub": { $0 &- $1 },
    "mul": { $0 &* $1 },
    "div": { $0.divided(by: $1) },
    "mod": { $0.remainder(dividingBy: $1) },
    "sdiv": { $0.signedDivided(by: $1) },
    "smod": { $0.signedRemainder(dividingBy: $1) },
    "exp": { $0.power($1) },
    "signext": { $1.signExtended(fromByte: $0) },
    "lt": { $0 < $1 ? 1 : 0 },
    "gt": { $0 > $1 ? 1 : 0 },
    "slt": { $0.isSignedLess(than: $1) ? 1 : 0 },
    "sgt": { $1.isSignedLess(than: $0) ? 1 : 0 },
    "eq": { $0 == $1 ? 1 : 0 },
    "and": { $0 & $1 },
    "or": { $0 | $1 },
    "xor": { $0 ^ $1 },
    "byte": { $1.byte(at: $0) },
    "shl": { $1.shiftedLeft(by: $0) },
    "shr": { $1.shiftedRight(by: $0) },
    "sar": { $1.arithmeticShiftedRight(by: $0) },
  ]
}

@Suite(
  .enabled(if: OpcodeTables.arePresent, "CAIRN_ETHEREUM_TESTS has no vectors/opcodes"))
struct OpcodeTableRows {
  @Test(arguments: OpcodeTables.opcodes.keys.sorted())
  func `every row of the table holds`(opcode: String) throws {
    let operation = try #require(OpcodeTables.opcodes[opcode])
    let path = try #require(OpcodeTables.folder) + "/testcases_\(opcode).json"
    let rows = try JSONDecoder().decode(
      [OpcodeTables.Row].self, from: Data(contentsOf: URL(filePath: path)))
    #expect(!rows.isEmpty)
    for row in rows {
      let top = try #require(Word(hex: row.Y))
      let below = try #require(Word(hex: row.X))
      let result = operation(top, below)
      #expect(result == Word(hex: row.Expected), "top \(top), below \(below)")
    }
  }

  @Test func `no table is left out`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: #require(OpcodeTables.folder))
    let known = Set(OpcodeTables.opcodes.keys.map { "testcases_\($0).json" })
    #expect(Set(files.filter { $0.hasSuffix(".json") }) == known)
  }
}
