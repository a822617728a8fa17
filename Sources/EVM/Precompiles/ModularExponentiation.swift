import ChainTypes

/// MODEXP: EIP-198, priced by EIP-2565 from Berlin and EIP-7883 from Osaka, bounded by EIP-7823.
struct ModularExponentiation {
  let input: PaddedInput
  let baseLength: Word
  let exponentLength: Word
  let modulusLength: Word

  init(_ input: PaddedInput) {
    self.input = input
    baseLength = input.word(0)
    exponentLength = input.word(32)
    modulusLength = input.word(64)
  }

  /// The longest operand for which the price is computed; longer ones cost more than any gas limit.
  private static let longest = Word(min(1 << 32, UInt64(Int.max / 2)))
  /// EIP-7823.
  private static let osakaLimit = Word(1024)

  /// Nil when no gas could pay it.
  func price(in fork: Fork) -> Int64? {
    if fork >= .osaka {
      let limit = ModularExponentiation.osakaLimit
      guard baseLength <= limit, exponentLength <= limit, modulusLength <= limit else { return nil }
    }
    let length = max(baseLength, modulusLength)
    let least: Int64 = fork >= .osaka ? 500 : fork >= .berlin ? 200 : 0
    if length.isZero && fork < .osaka { return least }
    guard length <= ModularExponentiation.longest else { return nil }
    let exponent = exponentLength.clampedToUInt64
    let head = exponentHead(exponent)
    let perLimb: UInt128 = fork >= .osaka ? 16 : 8
    var iterations = UInt128(max(head.bitWidthUsed - 1, 0))
    if exponent > 32 { iterations += perLimb * UInt128(exponent - 32) }
    let work = complexity(length.limb0, fork).multipliedReportingOverflow(by: max(iterations, 1))
    guard !work.overflow else { return nil }
    let divisor: UInt128 = fork >= .osaka ? 1 : fork >= .berlin ? 3 : 20
    guard let gas = Int64(exactly: work.partialValue / divisor) else { return nil }
    return max(gas, least)
  }

  private func complexity(_ length: UInt64, _ fork: Fork) -> UInt128 {
    let x = UInt128(length)
    let limbs = (x + 7) / 8
    if fork >= .osaka { return x > 32 ? 2 * limbs * limbs : 16 }
    if fork >= .berlin { return limbs * limbs }
    if x <= 64 { return x * x }
    if x <= 1024 { return x * x / 4 + 96 * x - 3072 }
    return x * x / 16 + 480 * x - 199_680
  }

  /// The first 32 bytes of the exponent, fewer when it is shorter.
  private func exponentHead(_ exponentLength: UInt64) -> Word {
    guard let base = baseLength.asUInt64, base <= .max - 96 else { return .zero }
    let bytes = input.read(96 + base, Int(min(exponentLength, 32)))
    return Word(bigEndianBytes: bytes) ?? .zero
  }

  /// The price has been paid, so the lengths are affordable.
  func output(in fork: Fork, _ backend: CryptoBackend) -> [UInt8]? {
    let modulusCount = modulusLength.limb0
    if modulusCount == 0 { return [] }
    // A modulus beyond the end of the input is zero, and so is the result: nothing has to be read,
    // and no exponent is ever longer than the input.
    let (exponentAt, exponentCount) = (96 + baseLength.limb0, exponentLength.clampedToUInt64)
    let (modulusAt, overflow) = exponentAt.addingReportingOverflow(exponentCount)
    guard !overflow, modulusAt < UInt64(input.count) else {
      return [UInt8](repeating: 0, count: Int(modulusCount))
    }
    let base = input.read(96, Int(baseLength.limb0))
    let exponent = input.read(exponentAt, Int(exponentCount))
    let modulus = input.read(modulusAt, Int(modulusCount))
    return backend.modularPower(base, exponent, modulus)
  }
}
