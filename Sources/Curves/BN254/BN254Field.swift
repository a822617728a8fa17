/// An element of the field of alt_bn128 (EIP-196): Montgomery form with R = 2^256, always below p.
struct BN254Field: Equatable, BitwiseCopyable, Sendable {
  var limb0, limb1, limb2, limb3: UInt64

  @inline(__always)
  init(_ limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
    self.limb0 = limb0
    self.limb1 = limb1
    self.limb2 = limb2
    self.limb3 = limb3
  }

  /// A product before reduction, least significant limb first.
  struct Wide: BitwiseCopyable {
    var limb0, limb1, limb2, limb3, limb4, limb5, limb6, limb7: UInt64
  }
}

extension BN254Field {
  // p = 21888242871839275222246405745257275088696311157297823662689037894645226208583. Computed
  // properties, so that the limbs are immediate operands in every build.
  @inline(__always) static var p0: UInt64 { 0x3c20_8c16_d87c_fd47 }
  @inline(__always) static var p1: UInt64 { 0x9781_6a91_6871_ca8d }
  @inline(__always) static var p2: UInt64 { 0xb850_45b6_8181_585d }
  @inline(__always) static var p3: UInt64 { 0x3064_4e72_e131_a029 }
  @inline(__always) static var modulus: BN254Field { BN254Field(p0, p1, p2, p3) }
  /// −p^−1 modulo 2^64.
  @inline(__always) static var negativeInverse: UInt64 { 0x87d2_0782_e486_6389 }

  @inline(__always) static var zero: BN254Field { BN254Field(0, 0, 0, 0) }
  /// R mod p.
  @inline(__always) static var one: BN254Field {
    BN254Field(
      0xd35d_438d_c58f_0d9d, 0x0a78_eb28_f5c7_0b3d, 0x666e_a36f_7879_462c, 0x0e0a_77c1_9a07_df2f)
  }
  /// R² mod p.
  @inline(__always) static var montgomerySquare: BN254Field {
    BN254Field(
      0xf32c_fc5b_538a_fa89, 0xb5e7_1911_d445_01fb, 0x47ab_1eff_0a41_7ff6, 0x06d8_9f71_cab8_351f)
  }
}
