import ChainTypes

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

  func curveOutput(_ input: [UInt8], _ backend: CryptoBackend) -> [UInt8]? {
    nil
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
