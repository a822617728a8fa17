import Curves
import Testing

@Suite struct BLS12381Curve {
  @Test(arguments: KnownAnswers.blsG1Add)
  func `a sum in G1 is the oracle's`(answer: KnownAnswer) throws {
    let sum = try BLS12381.g1Add(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(sum) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsG2Add)
  func `a sum in G2 is the oracle's`(answer: KnownAnswer) throws {
    let sum = try BLS12381.g2Add(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(sum) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsG1MSM)
  func `a sum of multiples in G1 is the oracle's`(answer: KnownAnswer) throws {
    let sum = try BLS12381.g1MSM(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(sum) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsG2MSM)
  func `a sum of multiples in G2 is the oracle's`(answer: KnownAnswer) throws {
    let sum = try BLS12381.g2MSM(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(sum) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsPairing)
  func `a pairing check is the oracle's`(answer: KnownAnswer) throws {
    let isOne = try BLS12381.pairing(Hexadecimal.decode(answer.input).span)
    #expect(isOne == (answer.expected == "01"))
  }

  @Test(arguments: KnownAnswers.blsMapToG1)
  func `a field element maps to the oracle's point of G1`(answer: KnownAnswer) throws {
    let point = try BLS12381.mapToG1(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(point) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsMapToG2)
  func `a pair of field elements maps to the oracle's point of G2`(answer: KnownAnswer) throws {
    let point = try BLS12381.mapToG2(Hexadecimal.decode(answer.input).span)
    #expect(Hexadecimal.encode(point) == answer.expected)
  }

  @Test(arguments: KnownAnswers.blsInvalid)
  func `a malformed pair fails for its reason`(answer: KnownAnswer) {
    let input = Hexadecimal.decode(answer.input)
    let name = errorName { () throws(CurveError) in _ = try BLS12381.pairing(input.span) }
    #expect(name == answer.expected)
  }

  /// EIP-2537 asks for the subgroup in MSM and pairing, and not in sums.
  @Test(arguments: KnownAnswers.blsInvalid.filter { $0.expected == "notInSubgroup" })
  func `a point outside the subgroup can be added and not multiplied`(answer: KnownAnswer) throws {
    let pair = Hexadecimal.decode(answer.input)
    let g1 = Array(pair[..<128])
    let g2 = Array(pair[128...])
    let one = [UInt8](repeating: 0, count: 31) + [1]
    let isG1 = g1.contains { $0 != 0 }
    #expect(try BLS12381.g1Add((g1 + [UInt8](repeating: 0, count: 128)).span) == g1)
    #expect(try BLS12381.g2Add((g2 + [UInt8](repeating: 0, count: 256)).span) == g2)
    let inG1 = errorName { () throws(CurveError) in _ = try BLS12381.g1MSM((g1 + one).span) }
    let inG2 = errorName { () throws(CurveError) in _ = try BLS12381.g2MSM((g2 + one).span) }
    #expect(inG1 == (isG1 ? "notInSubgroup" : nil))
    #expect(inG2 == (isG1 ? nil : "notInSubgroup"))
  }

  @Test func `other lengths than those of the specification fail`() {
    func fails(_ count: Int, _ operation: (Span<UInt8>) throws(CurveError) -> Void) -> Bool {
      let input = [UInt8](repeating: 0, count: count)
      return errorName { () throws(CurveError) in try operation(input.span) } == "invalidLength"
    }
    for count in [0, 255, 257] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.g1Add(i) })
    }
    for count in [0, 511, 513] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.g2Add(i) })
    }
    for count in [0, 159, 161, 319] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.g1MSM(i) })
    }
    for count in [0, 287, 289, 575] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.g2MSM(i) })
    }
    for count in [0, 63, 65, 128] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.mapToG1(i) })
    }
    for count in [0, 64, 127, 129] {
      #expect(fails(count) { i throws(CurveError) in _ = try BLS12381.mapToG2(i) })
    }
  }

  /// Sums of one multiple at a time know nothing of chains and buckets that many points share. The
  /// counts stand on both sides of where buckets begin.
  @Test(arguments: [2, 14, 15, 47, 48])
  func `a sum of many multiples is the sum of each`(count: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(count))
    let zeros = { [UInt8](repeating: 0, count: $0) }
    var inG1 = [UInt8](), inG2 = [UInt8]()
    var sumInG1 = zeros(128), sumInG2 = zeros(256)
    var point1 = zeros(128), point2 = zeros(256)
    for index in 0..<count {
      // Equal, opposite and infinite points among the others, and small and zero scalars.
      switch index % 8 {
      case 3: break
      case 5: point1 = zeros(128); point2 = zeros(256)
      default:
        point1 = try BLS12381.mapToG1((zeros(17) + numbers.bytes(47)).span)
        point2 = try BLS12381.mapToG2((zeros(128 - 47) + numbers.bytes(47)).span)
      }
      var scalar = numbers.bytes(32)
      if index % 8 == 4 { scalar = zeros(31) + [UInt8(index % 3)] }
      if index % 8 == 3 { scalar = Array(inG1.suffix(32)) }
      inG1 += point1 + scalar
      inG2 += point2 + scalar
      sumInG1 = try BLS12381.g1Add((sumInG1 + BLS12381.g1MSM((point1 + scalar).span)).span)
      sumInG2 = try BLS12381.g2Add((sumInG2 + BLS12381.g2MSM((point2 + scalar).span)).span)
    }
    #expect(try BLS12381.g1MSM(inG1.span) == sumInG1, "seed \(count)")
    #expect(try BLS12381.g2MSM(inG2.span) == sumInG2, "seed \(count)")
  }

  @Test func `multiples that cancel out give infinity, in a chain as in buckets`() throws {
    var numbers = SeededNumbers(seed: 12)
    let u = [UInt8](repeating: 0, count: 17) + numbers.bytes(47)
    let point = try BLS12381.mapToG1(u.span)
    // r − 1 and 1, as often as makes buckets.
    let order = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000000"
    let minusOne = Hexadecimal.decode(order)
    let one = [UInt8](repeating: 0, count: 31) + [1]
    for pairs in [1, 40] {
      let input = (0..<pairs).flatMap { _ in point + minusOne + point + one }
      #expect(try BLS12381.g1MSM(input.span) == [UInt8](repeating: 0, count: 128))
    }
  }
}

@Suite(.enabled(if: ConformanceData.isPresent, "CAIRN_ETHEREUM_TESTS is not set"))
struct BLS12381Vectors {
  @Test(arguments: [
    "geth/blsG1Add", "geth/fail-blsG1Add", "eest_bls12_381/add_G1_bls",
    "eest_bls12_381/fail-add_G1_bls",
  ])
  func `sums in G1 hold`(path: String) throws {
    try ConformanceData.check(path + ".json") { try BLS12381.g1Add($0.span) }
  }

  @Test(arguments: [
    "geth/blsG2Add", "geth/fail-blsG2Add", "eest_bls12_381/add_G2_bls",
    "eest_bls12_381/fail-add_G2_bls",
  ])
  func `sums in G2 hold`(path: String) throws {
    try ConformanceData.check(path + ".json") { try BLS12381.g2Add($0.span) }
  }

  @Test(arguments: [
    "geth/blsG1Mul", "geth/fail-blsG1Mul", "geth/blsG1MultiExp", "geth/fail-blsG1MultiExp",
    "eest_bls12_381/mul_G1_bls", "eest_bls12_381/fail-mul_G1_bls", "eest_bls12_381/msm_G1_bls",
    "eest_bls12_381/fail-msm_G1_bls",
  ])
  func `sums of multiples in G1 hold`(path: String) throws {
    try ConformanceData.check(path + ".json", every: 4) { try BLS12381.g1MSM($0.span) }
  }

  @Test(arguments: [
    "geth/blsG2Mul", "geth/fail-blsG2Mul", "geth/blsG2MultiExp", "geth/fail-blsG2MultiExp",
    "eest_bls12_381/mul_G2_bls", "eest_bls12_381/fail-mul_G2_bls", "eest_bls12_381/msm_G2_bls",
    "eest_bls12_381/fail-msm_G2_bls",
  ])
  func `sums of multiples in G2 hold`(path: String) throws {
    try ConformanceData.check(path + ".json", every: 4) { try BLS12381.g2MSM($0.span) }
  }

  @Test(arguments: [
    "geth/blsPairing", "geth/fail-blsPairing", "eest_bls12_381/pairing_check_bls",
    "eest_bls12_381/fail-pairing_check_bls",
  ])
  func `pairing checks hold`(path: String) throws {
    try ConformanceData.check(path + ".json", every: 4) {
      [UInt8](repeating: 0, count: 31) + [try BLS12381.pairing($0.span) ? 1 : 0]
    }
  }

  @Test(arguments: [
    "geth/blsMapG1", "geth/fail-blsMapG1", "eest_bls12_381/map_fp_to_G1_bls",
    "eest_bls12_381/fail-map_fp_to_G1_bls",
  ])
  func `maps to G1 hold`(path: String) throws {
    try ConformanceData.check(path + ".json") { try BLS12381.mapToG1($0.span) }
  }

  @Test(arguments: [
    "geth/blsMapG2", "geth/fail-blsMapG2", "eest_bls12_381/map_fp2_to_G2_bls",
    "eest_bls12_381/fail-map_fp2_to_G2_bls",
  ])
  func `maps to G2 hold`(path: String) throws {
    try ConformanceData.check(path + ".json") { try BLS12381.mapToG2($0.span) }
  }
}
