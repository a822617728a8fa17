import ChainTypes
import EVM
import SystemCrypto

/// Calls precompiles, compares output and gas; vectors that must fail take all gas.
struct PrecompileVectors {
  let calls: VectorCalls

  func run(_ field: JSONField, _ name: FileName, _ report: inout VectorReport) {
    guard let (precompile, fork) = PrecompileVectors.meaning(of: name.base.lowercased()) else {
      // The vectors of EIP-7883 name neither in the file.
      if name.path.contains("modexp") {
        each(field, &report) { entry throws(JSONError) in
          try self.checkModexp(entry)
        }
      } else {
        report.skip("no precompile of that name")
      }
      return
    }
    each(field, &report) { entry throws(JSONError) in
      try self.check(entry, precompile, fork)
    }
  }

  private func each(
    _ field: JSONField, _ report: inout VectorReport,
    _ body: (JSONField) throws(JSONError) -> String?
  ) {
    guard let entries = try? field.elements() else { return }
    for entry in entries {
      let name = entry.value["Name"]?.asString ?? entry.value["name"]?.asString ?? entry.path.text
      report.check(name) { () throws(JSONError) in try body(entry) }
    }
  }

  private func check(
    _ entry: JSONField, _ precompile: Precompile, _ fork: Fork
  ) throws(JSONError) -> String? {
    if precompile == .pointEvaluation, let input = try entry.optionalMember("input") {
      return try checkOpening(input, holds: entry.value["output"]?.asBool ?? false)
    }
    let input = try entry.member("Input").blob()
    if entry.value["ExpectedError"] != nil { return mustFail(precompile, fork, input) }
    let gas = try entry.optionalMember("Gas")?.integer()
    return compare(precompile, fork, input, try entry.member("Expected").blob(), gas)
  }

  /// Prague's price and Osaka's for the same input.
  private func checkModexp(_ entry: JSONField) throws(JSONError) -> String? {
    let input = try entry.member("Input").blob()
    let expected = try entry.member("Expected").blob()
    let old = try entry.optionalMember("GasOld")?.integer()
    let new = try entry.optionalMember("GasNew")?.integer()
    return compare(.modexp, .prague, input, expected, old)
      ?? compare(.modexp, .osaka, input, expected, new)
  }

  /// Vectors of the consensus specification: a KZG opening, from which the call data is made.
  private func checkOpening(_ input: JSONField, holds: Bool) throws(JSONError) -> String? {
    let commitment = try input.member("commitment").blob()
    var hash = SystemHash.sha256(commitment).bytes
    hash[0] = 1
    var data = hash
    data += try input.member("z").blob()
    data += try input.member("y").blob()
    data += commitment
    data += try input.member("proof").blob()
    if !holds { return mustFail(.pointEvaluation, .cancun, data) }
    let order = Word(
      0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48)
    return compare(
      .pointEvaluation, .cancun, data, Word(4096).bytes + order.bytes, 50_000)
  }

  private func compare(
    _ precompile: Precompile, _ fork: Fork, _ input: [UInt8], _ expected: [UInt8], _ gas: Int64?
  ) -> String? {
    let outcome = call(precompile, fork, input)
    guard outcome.isSuccess else { return "failed under \(fork.name)" }
    if outcome.output != expected {
      return "output \(Hex.encode(outcome.output)), expected \(Hex.encode(expected))"
    }
    let used = BenchWorld.gas - outcome.gasLeft
    if let gas, used != gas { return "gas \(used) under \(fork.name), expected \(gas)" }
    return nil
  }

  private func mustFail(_ precompile: Precompile, _ fork: Fork, _ input: [UInt8]) -> String? {
    let outcome = call(precompile, fork, input)
    if outcome.isSuccess { return "succeeded, must fail" }
    return outcome.gasLeft == 0 ? nil : "failed, but left \(outcome.gasLeft) gas"
  }

  private func call(_ precompile: Precompile, _ fork: Fork, _ input: [UInt8]) -> Outcome {
    calls.call(
      Message(
        caller: BenchWorld.sender, target: precompile.address, input: input, gas: BenchWorld.gas),
      fork: fork)
  }

  /// The precompile and the fork that a file's name stands for. Multiplication of a BLS12-381 point
  /// is an MSM of one (EIP-2537).
  private static func meaning(of name: String) -> (Precompile, Fork)? {
    let table: [(part: String, Precompile, Fork)] = [
      ("modexp_eip2565", .modexp, .berlin), ("modexp_eip7883", .modexp, .osaka),
      ("modexp", .modexp, .byzantium), ("ecrecover", .ecrecover, .osaka),
      ("bn256add", .bn254Add, .osaka), ("bn256scalarmul", .bn254Multiply, .osaka),
      ("bn256pairing", .bn254Pairing, .osaka), ("blake2f", .blake2f, .osaka),
      ("p256verify", .p256verify, .osaka), ("secp256r1", .p256verify, .osaka),
      ("kzg", .pointEvaluation, .cancun), ("pointevaluation", .pointEvaluation, .cancun),
      ("map_fp2_to_g2", .blsMapToG2, .prague), ("blsmapg2", .blsMapToG2, .prague),
      ("map_fp_to_g1", .blsMapToG1, .prague), ("blsmapg1", .blsMapToG1, .prague),
      ("pairing_check_bls", .blsPairing, .prague), ("blspairing", .blsPairing, .prague),
      ("add_g1_bls", .blsG1Add, .prague), ("blsg1add", .blsG1Add, .prague),
      ("add_g2_bls", .blsG2Add, .prague), ("blsg2add", .blsG2Add, .prague),
      ("g1_bls", .blsG1MSM, .prague), ("blsg1m", .blsG1MSM, .prague),
      ("g2_bls", .blsG2MSM, .prague), ("blsg2m", .blsG2MSM, .prague),
    ]
    for (part, precompile, fork) in table where name.contains(part) { return (precompile, fork) }
    return nil
  }
}
