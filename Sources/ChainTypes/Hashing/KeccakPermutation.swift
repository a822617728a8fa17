/// The permutation Keccak-f[1600] (FIPS 202, section 3) over 25 lanes, lane (x, y) at index 5y + x.
public struct KeccakState: Sendable {
  public var lanes: InlineArray<25, UInt64>

  @inlinable @inline(__always)
  public init() { lanes = InlineArray(repeating: 0) }
}

extension KeccakState {
  /// Applies the 24 rounds.
  public mutating func permute() {
    for round in 0..<24 { applyRound(Self.roundConstants[round]) }
  }

  mutating func applyRound(_ constant: UInt64) {
    var moved = InlineArray<25, UInt64>(repeating: 0)
    for x in 0..<5 {
      let mix = column((x + 4) % 5) ^ Self.rotate(column((x + 1) % 5), 1)
      for y in 0..<5 {
        let target = y + 5 * ((2 * x + 3 * y) % 5)
        moved[target] = Self.rotate(lanes[5 * y + x] ^ mix, Self.offsets[5 * y + x])
      }
    }
    for y in 0..<5 {
      for x in 0..<5 {
        let next = moved[5 * y + (x + 1) % 5]
        lanes[5 * y + x] = moved[5 * y + x] ^ (~next & moved[5 * y + (x + 2) % 5])
      }
    }
    lanes[0] ^= constant
  }

  func column(_ x: Int) -> UInt64 {
    lanes[x] ^ lanes[5 + x] ^ lanes[10 + x] ^ lanes[15 + x] ^ lanes[20 + x]
  }

  static func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
    lane &<< count | lane &>> (64 &- count)
  }
}
