import Curves
import Testing

@Suite struct BN254Curve {
  @Test(arguments: KnownAnswers.bn254Add)
  func `a sum is the oracle's`(answer: KnownAnswer) throws {
    let sum = try BN254.add(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(sum) == answer.expected)
  }

  @Test(arguments: KnownAnswers.bn254Multiply)
  func `a multiple is the oracle's`(answer: KnownAnswer) throws {
    let product = try BN254.multiply(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(product) == answer.expected)
  }

  @Test(arguments: KnownAnswers.bn254Pairing)
  func `a pairing check is the oracle's`(answer: KnownAnswer) throws {
    #expect(try BN254.pairing(Hexadecimal.decode(answer.input).span) == (answer.expected == "01"))
  }

  @Test(arguments: KnownAnswers.bn254Invalid)
  func `a malformed pair fails for its reason`(answer: KnownAnswer) {
    let name = errorName { () throws(CurveError) in
      _ = try BN254.pairing(Hexadecimal.decode(answer.input).span)
    }
    #expect(name == answer.expected)
  }

  @Test func `a sum or multiple of what is no point fails`() {
    let offCurve = [UInt8](repeating: 1, count: 64)
    let aboveField = [UInt8](repeating: 255, count: 64)
    for input in [offCurve, aboveField] {
      #expect(throws: CurveError.self) { try BN254.add(input.span) }
      #expect(throws: CurveError.self) { try BN254.multiply(input.span) }
    }
    let second = [UInt8](repeating: 0, count: 64) + offCurve
    #expect(throws: CurveError.notOnCurve(offset: 64)) { try BN254.add(second.span) }
  }

  @Test(arguments: [UInt64](1...4))
  func `multiples distribute over sums of scalars and of points`(seed: UInt64) throws {
    var numbers = SeededNumbers(seed: seed)
    let generator = [UInt8](repeating: 0, count: 31) + [1] + [UInt8](repeating: 0, count: 31) + [2]
    let p = try BN254.multiply((generator + numbers.bytes(32)).span)
    let q = try BN254.multiply((generator + numbers.bytes(32)).span)
    // 15 bytes, so that the sum of the scalars does not overflow.
    let zeros = [UInt8](repeating: 0, count: 17)
    let k = UInt128.random(in: 0..<(1 << 120), using: &numbers)
    let l = UInt128.random(in: 0..<(1 << 119), using: &numbers)
    let scalar = { (n: UInt128) in
      zeros + (0..<15).reversed().map { UInt8(truncatingIfNeeded: n >> UInt128($0 * 8)) }
    }
    let kP = try BN254.multiply((p + scalar(k)).span)
    let lP = try BN254.multiply((p + scalar(l)).span)
    #expect(try BN254.add((kP + lP).span) == BN254.multiply((p + scalar(k + l)).span))
    let kQ = try BN254.multiply((q + scalar(k)).span)
    let sum = try BN254.add((p + q).span)
    #expect(try BN254.add((kP + kQ).span) == BN254.multiply((sum + scalar(k)).span))
  }

  @Test(.enabled(if: ConformanceData.isPresent, "CAIRN_ETHEREUM_TESTS is not set"))
  func `the conformance vectors hold`() throws {
    try ConformanceData.check("geth/bn256Add.json") { try BN254.add($0.span) }
    try ConformanceData.check("geth/bn256ScalarMul.json") { try BN254.multiply($0.span) }
    try ConformanceData.check("geth/bn256Pairing.json") {
      [UInt8](repeating: 0, count: 31) + [try BN254.pairing($0.span) ? 1 : 0]
    }
  }
}
