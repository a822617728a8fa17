import ChainTypes
import EVM
import EVMAssembly

/// Runs instructions of two operands: Y is on top of the stack, X below it.
struct OpcodeVectors {
  let calls: VectorCalls

  func run(_ field: JSONField, _ name: FileName, _ report: inout VectorReport) {
    let mnemonic = name.base.split(separator: "_").last.map { String($0) } ?? name.base
    guard let op = OpcodeVectors.instructions[mnemonic], let entries = try? field.elements() else {
      report.skip("no instruction \(mnemonic)")
      return
    }
    for entry in entries {
      report.check("\(mnemonic) \(entry.path.text)") { () throws(JSONError) in
        try self.check(entry, op)
      }
    }
  }

  private func check(_ entry: JSONField, _ op: Op) throws(JSONError) -> String? {
    let x = try OpcodeVectors.word(entry.member("X"))
    let y = try OpcodeVectors.word(entry.member("Y"))
    let expected = try OpcodeVectors.word(entry.member("Expected"))
    let code = Assembly {
      push(x)
      push(y)
      op
      returnTop()
    }.bytes
    let outcome = calls.run(code: code, fork: .latest)
    guard outcome.isSuccess else { return "\(outcome.halt)" }
    if outcome.output == expected.bytes { return nil }
    return "\(Hex.encode(outcome.output)), expected \(expected.hex64)"
  }

  private static func word(_ field: JSONField) throws(JSONError) -> Word {
    guard let word = Word(bigEndianBytes: try field.blob()) else { throw .outOfRange(field.path) }
    return word
  }

  private static let instructions: [String: Op] = [
    "add": .add, "mul": .mul, "sub": .sub, "div": .div, "sdiv": .sdiv, "mod": .mod,
    "smod": .smod, "exp": .exp, "signext": .signextend, "lt": .lt, "gt": .gt, "slt": .slt,
    "sgt": .sgt, "eq": .eq, "and": .and, "or": .or, "xor": .xor, "byte": .byte, "shl": .shl,
    "shr": .shr, "sar": .sar,
  ]
}
