import ChainTypes
import Curves

// Prices of EIP-2537, and the way into the curves.

extension Precompile {
  /// Nil for a length that the operation does not take.
  func blsPrice(_ count: Int) -> Int64? {
    switch self {
    case .blsG1Add: return 375
    case .blsG2Add: return 600
    case .blsMapToG1: return 5500
    case .blsMapToG2: return 23800
    case .blsPairing: return 37700 + 32600 * Int64(count / 384)
    case .blsG1MSM: return msmPrice(count / 160, 12000, MSMDiscounts.g1)
    case .blsG2MSM: return msmPrice(count / 288, 22500, MSMDiscounts.g2)
    default: return nil
    }
  }

  private func msmPrice(_ pairs: Int, _ one: Int64, _ discounts: [UInt16]) -> Int64? {
    guard pairs > 0 else { return nil }
    let discount = discounts[min(pairs, discounts.count) - 1]
    return Int64(pairs) * one * Int64(discount) / 1000
  }

  /// Nil for an input that the curve refuses.
  func curveOutput(_ input: [UInt8], _ backend: CryptoBackend) -> [UInt8]? {
    let bytes = input.span
    do throws(CurveError) {
      switch self {
      case .bn254Add: return try BN254.add(bytes)
      case .bn254Multiply: return try BN254.multiply(bytes)
      case .bn254Pairing: return truth(try BN254.pairing(bytes))
      case .blake2f: return try Blake2.compress(bytes)
      case .pointEvaluation: return try evaluatePoint(input, backend)
      case .blsG1Add: return try BLS12381.g1Add(bytes)
      case .blsG1MSM: return try BLS12381.g1MSM(bytes)
      case .blsG2Add: return try BLS12381.g2Add(bytes)
      case .blsG2MSM: return try BLS12381.g2MSM(bytes)
      case .blsPairing: return truth(try BLS12381.pairing(bytes))
      case .blsMapToG1: return try BLS12381.mapToG1(bytes)
      case .blsMapToG2: return try BLS12381.mapToG2(bytes)
      default: return nil
      }
    } catch {
      return nil
    }
  }

  private func truth(_ value: Bool) -> [UInt8] { Word(value ? 1 : 0).bytes }

  /// EIP-4844: the versioned hash names the commitment, and the proof opens it at z to y.
  private func evaluatePoint(
    _ input: [UInt8], _ backend: CryptoBackend
  ) throws(CurveError) -> [UInt8]? {
    guard input.count == 192 else { return nil }
    var named = backend.sha256(Array(input[96..<144])).bytes
    named[0] = 0x01
    guard named == Array(input[0..<32]) else { return nil }
    try KZG.verify(input.span)
    return PrecompileConstants.fieldElementsPerBlob.bytes + PrecompileConstants.blsModulus.bytes
  }
}

/// EIP-152: the price of BLAKE2f is its number of rounds.
enum Blake2Input {
  static func price(_ input: UnsafeRawBufferPointer) -> Int64? {
    guard input.count == 213, unsafe input[212] <= 1 else { return nil }
    var rounds: Int64 = 0
    for i in 0..<4 { rounds = rounds << 8 | Int64(unsafe input[i]) }
    return rounds
  }
}
