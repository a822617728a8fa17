import ChainTypes

/// Call data as precompiles see it: followed by zeros without end.
@safe
struct PaddedInput {
  // Safe: used within one call of a precompile, while the caller's memory stands still.
  let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  var count: Int { unsafe bytes.count }

  func read(_ offset: UInt64, _ count: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    guard offset < UInt64(unsafe bytes.count) else { return out }
    let start = Int(offset)
    let present = unsafe min(count, bytes.count - start)
    for i in 0..<present { out[i] = unsafe bytes[start + i] }
    return out
  }

  func word(_ offset: UInt64) -> Word { Word(bigEndianBytes: read(offset, 32)) ?? .zero }
}

extension PaddedInput {
  /// ECRECOVER. No output, and no failure, for a signature that nobody made.
  func recoverAddress(_ backend: CryptoBackend) -> [UInt8] {
    let v = word(32)
    let order = PrecompileConstants.secp256k1Order
    let r = word(64)
    let s = word(96)
    guard v == 27 || v == 28, !r.isZero, r < order, !s.isZero, s < order else { return [] }
    let id = UInt8(truncatingIfNeeded: v.limb0 - 27)
    guard let address = backend.recover(Hash(word(0)), r, s, id) else { return [] }
    return address.word.bytes
  }

  /// EIP-7951: 160 bytes, one word of output for a valid signature and none otherwise.
  func verifyP256(_ backend: CryptoBackend) -> [UInt8] {
    guard count == 160 else { return [] }
    let holds = backend.verifyP256(Hash(word(0)), word(32), word(64), word(96), word(128))
    return holds ? Word.one.bytes : []
  }
}

enum PrecompileConstants {
  /// The order of secp256k1's group (SEC 2, 2.4.1).
  static let secp256k1Order = Word(
    0xbfd2_5e8c_d036_4141, 0xbaae_dce6_af48_a03b, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff)

  /// EIP-4844.
  static let fieldElementsPerBlob = Word(4096)
  /// The order of BLS12-381's groups.
  static let blsModulus = Word(
    0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48)
}
