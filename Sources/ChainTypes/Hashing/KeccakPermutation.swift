/// The state of Keccak: 25 lanes of which lane (x, y) stands at index 5y + x (FIPS 202, section
/// 3.1.2).
///
/// Six lanes are kept complemented (the "lane complementing transform" of the Keccak team's
/// implementation overview): step chi then needs 6 inversions a round instead of 25, which matters
/// where the processor, or a build for every x86-64, has no and-not: 249 ns instead of 302.
/// Absorbing is the same, because an exclusive or passes complements through.
public struct KeccakState: Sendable {
  @usableFromInline
  var lanes: InlineArray<25, UInt64>

  /// All lanes zero.
  @inlinable @inline(__always)
  public init() {
    lanes = InlineArray(repeating: 0)
    lanes[1] = .max
    lanes[2] = .max
    lanes[8] = .max
    lanes[12] = .max
    lanes[17] = .max
    lanes[20] = .max
  }
}

extension KeccakState {
  /// A lane's value.
  public func lane(_ index: Int) -> UInt64 {
    switch index {
    case 1, 2, 8, 12, 17, 20: ~lanes[index]
    default: lanes[index]
    }
  }

  /// Keccak-f[1600]: 24 rounds. Two rounds a turn, so that the lanes return to where they were
  /// without moves: 249 ns where one round a turn takes 292 and all 24 in a row (past the decoder's
  /// cache) 294.
  @inline(never)
  @export(interface)
  public mutating func permute() {
    var planes = KeccakPlanes(lanes)
    for pair in 0..<12 {
      planes = planes.round(Self.roundConstants[2 &* pair])
        .round(Self.roundConstants[2 &* pair &+ 1])
    }
    planes.store(into: &lanes)
  }
}

/// The five lanes of equal y.
struct KeccakPlane {
  var x0, x1, x2, x3, x4: UInt64

  @inline(__always)
  init(_ x0: UInt64, _ x1: UInt64, _ x2: UInt64, _ x3: UInt64, _ x4: UInt64) {
    self.x0 = x0
    self.x1 = x1
    self.x2 = x2
    self.x3 = x3
    self.x4 = x4
  }

  @inline(__always)
  static func ^ (a: KeccakPlane, b: KeccakPlane) -> KeccakPlane {
    KeccakPlane(a.x0 ^ b.x0, a.x1 ^ b.x1, a.x2 ^ b.x2, a.x3 ^ b.x3, a.x4 ^ b.x4)
  }
}

/// The state as local values, which the optimiser spreads over registers and stack.
struct KeccakPlanes {
  var y0, y1, y2, y3, y4: KeccakPlane

  @inline(__always)
  init(
    _ y0: KeccakPlane, _ y1: KeccakPlane, _ y2: KeccakPlane, _ y3: KeccakPlane, _ y4: KeccakPlane
  ) {
    self.y0 = y0
    self.y1 = y1
    self.y2 = y2
    self.y3 = y3
    self.y4 = y4
  }

  @inline(__always)
  init(_ lanes: borrowing InlineArray<25, UInt64>) {
    self.init(
      KeccakPlane(lanes[0], lanes[1], lanes[2], lanes[3], lanes[4]),
      KeccakPlane(lanes[5], lanes[6], lanes[7], lanes[8], lanes[9]),
      KeccakPlane(lanes[10], lanes[11], lanes[12], lanes[13], lanes[14]),
      KeccakPlane(lanes[15], lanes[16], lanes[17], lanes[18], lanes[19]),
      KeccakPlane(lanes[20], lanes[21], lanes[22], lanes[23], lanes[24]))
  }

  @inline(__always)
  func store(into lanes: inout InlineArray<25, UInt64>) {
    lanes = [
      y0.x0, y0.x1, y0.x2, y0.x3, y0.x4, y1.x0, y1.x1, y1.x2, y1.x3, y1.x4,
      y2.x0, y2.x1, y2.x2, y2.x3, y2.x4, y3.x0, y3.x1, y3.x2, y3.x3, y3.x4,
      y4.x0, y4.x1, y4.x2, y4.x3, y4.x4,
    ]
  }
}
