import CCrypto

/// Arithmetic on numbers of any length, as the precompile at address 5 needs it.
public enum ModularArithmetic {
  /// base^exponent mod modulus, big-endian, in as many bytes as the modulus has. A modulus of zero
  /// gives zeros (EIP-198); 0^0 is 1.
  public static func power(base: [UInt8], exponent: [UInt8], modulus: [UInt8]) -> [UInt8] {
    let m = BigNumber(bigEndianBytes: modulus)
    guard !m.isZero, !m.isOne else { return [UInt8](repeating: 0, count: modulus.count) }
    let b = BigNumber(bigEndianBytes: base)
    let e = BigNumber(bigEndianBytes: exponent)
    let calculator = Calculator()
    let result = m.isOdd ? calculator.power(b, e, odd: m) : calculator.power(b, e, even: m)
    return result.bigEndianBytes(modulus.count)
  }
}

/// The operations of libcrypto that want scratch space, which is made once a calculation.
@safe
struct Calculator: ~Copyable {
  private let scratch: OpaquePointer

  init() {
    guard let new = unsafe BN_CTX_new() else { fatalError("libcrypto: out of memory") }
    unsafe scratch = new
  }

  deinit {
    // Safe: made by the initialiser and kept by nobody else.
    unsafe BN_CTX_free(scratch)
  }

  func power(
    _ base: borrowing BigNumber, _ exponent: borrowing BigNumber, odd modulus: borrowing BigNumber
  ) -> BigNumber {
    let result = BigNumber()
    // Safe: all are live numbers of libcrypto, here and below.
    unsafe mustSucceed(
      BN_mod_exp_mont(
        result.pointer, base.pointer, exponent.pointer, modulus.pointer, scratch, nil))
    return result
  }

  /// Montgomery's method wants an odd modulus, and without it libcrypto divides at each step. So:
  /// modulus = q·2^k with q odd, the two powers apart, joined by the Chinese remainder theorem as
  /// x = a + q·((b - a)·q⁻¹ mod 2^k).
  func power(
    _ base: borrowing BigNumber, _ exponent: borrowing BigNumber, even modulus: borrowing BigNumber
  ) -> BigNumber {
    let bits = modulus.trailingZeroBitCount
    let odd = BigNumber()
    unsafe mustSucceed(BN_rshift(odd.pointer, modulus.pointer, Int32(bits)))
    let result = power(base, exponent, bits: bits)
    if odd.isOne { return result }
    let residue = power(base, exponent, odd: odd)
    let inverse = inverse(of: odd, bits: bits)
    unsafe mustSucceed(BN_sub(result.pointer, result.pointer, residue.pointer))
    unsafe mustSucceed(BN_mul(result.pointer, result.pointer, inverse.pointer, scratch))
    result.keepLow(bits: bits)
    unsafe mustSucceed(BN_mul(result.pointer, result.pointer, odd.pointer, scratch))
    unsafe mustSucceed(BN_add(result.pointer, result.pointer, residue.pointer))
    return result
  }

  /// base^exponent mod 2^bits, by squaring from the exponent's highest bit.
  private func power(
    _ base: borrowing BigNumber, _ exponent: borrowing BigNumber, bits: Int
  ) -> BigNumber {
    let factor = BigNumber(copying: base)
    factor.keepLow(bits: bits)
    let result = BigNumber(powerOfTwo: 0)
    for index in (0..<exponent.bitCount).reversed() {
      unsafe mustSucceed(BN_sqr(result.pointer, result.pointer, scratch))
      result.keepLow(bits: bits)
      if exponent.bit(index) {
        unsafe mustSucceed(BN_mul(result.pointer, result.pointer, factor.pointer, scratch))
        result.keepLow(bits: bits)
      }
    }
    return result
  }

  /// The inverse of an odd number mod 2^bits: Newton's step y·(2 - q·y) doubles the right bits, and
  /// q is its own inverse in the lowest three.
  private func inverse(of odd: borrowing BigNumber, bits: Int) -> BigNumber {
    let inverse = BigNumber(copying: odd)
    let step = BigNumber()
    let two = BigNumber(powerOfTwo: 1)
    var right = 3
    while right < bits {
      right = min(2 * right, bits)
      unsafe mustSucceed(BN_mul(step.pointer, odd.pointer, inverse.pointer, scratch))
      step.keepLow(bits: right)
      unsafe mustSucceed(BN_sub(step.pointer, two.pointer, step.pointer))
      unsafe mustSucceed(BN_mul(inverse.pointer, inverse.pointer, step.pointer, scratch))
      inverse.keepLow(bits: right)
    }
    inverse.keepLow(bits: bits)
    return inverse
  }
}
