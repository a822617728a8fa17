/// An element of the field of BLS12-381 (EIP-2537): Montgomery form with R = 2^384, always below p.
struct BLS12381Field: Equatable, BitwiseCopyable, Sendable {
  var limb0, limb1, limb2, limb3, limb4, limb5: UInt64

  @inline(__always)
  init(
    _ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64,
    _ limb3: UInt64, _ limb4: UInt64, _ limb5: UInt64
  ) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
    self.limb4 = limb4
    self.limb5 = limb5
  }

  /// A product before reduction.
  struct Wide: BitwiseCopyable {
    var low, high: BLS12381Field

    @inline(__always)
    init(low: BLS12381Field, high: BLS12381Field) {
      self.low = low
      self.high = high
    }
  }
}

extension BLS12381Field {
  // p of EIP-2537. Computed properties, so that the limbs are immediate operands in every build.
  @inline(__always) static var p0: UInt64 { 0xb9fe_ffff_ffff_aaab }
  @inline(__always) static var p1: UInt64 { 0x1eab_fffe_b153_ffff }
  @inline(__always) static var p2: UInt64 { 0x6730_d2a0_f6b0_f624 }
  @inline(__always) static var p3: UInt64 { 0x6477_4b84_f385_12bf }
  @inline(__always) static var p4: UInt64 { 0x4b1b_a7b6_434b_acd7 }
  @inline(__always) static var p5: UInt64 { 0x1a01_11ea_397f_e69a }
  @inline(__always) static var modulus: BLS12381Field { BLS12381Field(p0, p1, p2, p3, p4, p5) }
  /// −p^−1 modulo 2^64.
  @inline(__always) static var negativeInverse: UInt64 { 0x89f3_fffc_fffc_fffd }

  @inline(__always) static var zero: BLS12381Field { BLS12381Field(0, 0, 0, 0, 0, 0) }
  /// R mod p.
  @inline(__always) static var one: BLS12381Field {
    BLS12381Field(
      0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba,
      0x77ce_5853_7052_5745, 0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493)
  }
  /// R² mod p.
  @inline(__always) static var montgomerySquare: BLS12381Field {
    BLS12381Field(
      0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5,
      0x67eb_88a9_939d_83c0, 0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa)
  }
}
