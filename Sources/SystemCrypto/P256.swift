import CCrypto
import ChainTypes

/// ECDSA over P-256, the curve of secure elements and phones, as EIP-7951 states it.
public enum P256 {
  /// The prime of the field: coordinates lie below it (SP 800-186, 3.2.1.3).
  public static var fieldPrime: Word {
    Word(.max, 0x0000_0000_FFFF_FFFF, 0, 0xFFFF_FFFF_0000_0001)
  }

  /// The order of the group: r and s lie between 1 and this minus one.
  public static var order: Word {
    Word(0xF3B9_CAC2_FC63_2551, 0xBCE6_FAAD_A717_9E84, .max, 0xFFFF_FFFF_0000_0000)
  }

  /// True when (r, s) signs `digest` under the key (x, y). False for numbers out of range, points
  /// that are not on the curve, and the point at infinity. High s is valid here.
  public static func verify(digest: Hash, r: Word, s: Word, x: Word, y: Word) -> Bool {
    guard !r.isZero, r < order, !s.isZero, s < order else { return false }
    guard x < fieldPrime, y < fieldPrime, !(x.isZero && y.isZero) else { return false }
    return CurveP256.verify(digest: digest.word, r: r, s: s, x: x, y: y)
  }
}

/// The calls into libcrypto, for numbers in range.
private enum CurveP256 {
  // Safe: made by the one-time initialiser, only read afterwards, never freed.
  nonisolated(unsafe) private static let group: OpaquePointer = {
    guard let group = unsafe EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1) else {
      fatalError("libcrypto of this system has no P-256")
    }
    return unsafe group
  }()

  static func verify(digest: Word, r: Word, s: Word, x: Word, y: Word) -> Bool {
    // Safe: every object is made here and freed here; `defer` covers each way out.
    guard let key = unsafe EC_KEY_new(), let point = unsafe EC_POINT_new(group),
      let signature = unsafe ECDSA_SIG_new()
    else { fatalError("libcrypto: out of memory") }
    defer {
      unsafe ECDSA_SIG_free(signature)
      unsafe EC_POINT_free(point)
      unsafe EC_KEY_free(key)
    }
    let xNumber = BigNumber(x)
    let yNumber = BigNumber(y)
    let onCurve = unsafe EC_POINT_set_affine_coordinates(
      group, point, xNumber.pointer, yNumber.pointer, nil)
    guard onCurve == 1 else {
      // What stays in the thread's queue of errors, a TLS connection would take for its own.
      ERR_clear_error()
      return false
    }
    unsafe mustSucceed(EC_KEY_set_group(key, group))
    unsafe mustSucceed(EC_KEY_set_public_key(key, point))
    let rNumber = BigNumber(r)
    let sNumber = BigNumber(s)
    unsafe mustSucceed(
      ECDSA_SIG_set0(signature, rNumber.detachedCopy(), sNumber.detachedCopy()))
    let answer = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { bytes in
      unsafe digest.store(bigEndian: bytes.baseAddress!)
      return unsafe ECDSA_do_verify(bytes.baseAddress, 32, signature, key)
    }
    if answer != 1 { ERR_clear_error() }
    return answer == 1
  }
}
