import Curves
import Testing

@Suite struct KZGOpenings {
  /// The name of the error of `verify`, which must also be that of the precompile's whole input.
  private func outcome(
    _ commitment: [UInt8], _ z: [UInt8], _ y: [UInt8], _ proof: [UInt8]
  ) -> String? {
    let apart = errorName { () throws(CurveError) in
      try KZG.verify(commitment: commitment.span, z: z.span, y: y.span, proof: proof.span)
    }
    let input = [UInt8](repeating: 1, count: 32) + z + y + commitment + proof
    let together = errorName { () throws(CurveError) in try KZG.verify(input.span) }
    #expect(together == apart)
    return apart
  }

  @Test(arguments: KnownAnswers.kzg)
  func `an opening holds or fails as the oracle made it`(answer: KnownAnswer) {
    let bytes = Hexadecimal.decode(answer.input)
    let name = outcome(
      Array(bytes[..<48]), Array(bytes[48..<80]), Array(bytes[80..<112]), Array(bytes[112...]))
    #expect(name ?? "" == answer.expected)
  }

  @Test(arguments: 0..<4)
  func `an argument of another length fails`(short: Int) {
    // Infinity for both points, zero for both numbers: an opening that would hold.
    let infinity = [0xc0] + [UInt8](repeating: 0, count: 47)
    let zero = [UInt8](repeating: 0, count: 32)
    var arguments = [infinity, zero, zero, infinity]
    #expect(outcome(arguments[0], arguments[1], arguments[2], arguments[3]) == nil)
    arguments[short].removeLast()
    let name = outcome(arguments[0], arguments[1], arguments[2], arguments[3])
    #expect(name == "invalidLength")
  }

  @Test(.enabled(if: ConformanceData.isPresent, "CAIRN_ETHEREUM_TESTS is not set"))
  func `the conformance vectors hold`() throws {
    let path = "eest_kzg_point_evaluation/go_kzg_4844_verify_kzg_proof.json"
    for object in try ConformanceData.objects(path) {
      let input = try #require(object["input"] as? [String: String])
      let bytes = try ["commitment", "z", "y", "proof"].map {
        Hexadecimal.decode(try #require(input[$0]))
      }
      let name = outcome(bytes[0], bytes[1], bytes[2], bytes[3])
      // The expected output is true, false, or null for malformed input.
      switch object["output"] as? Bool {
      case true?: #expect(name == nil, "\(object["name"] ?? "")")
      case false?: #expect(name == "proofDoesNotHold", "\(object["name"] ?? "")")
      case nil: #expect(name != nil && name != "proofDoesNotHold", "\(object["name"] ?? "")")
      }
    }
  }
}
