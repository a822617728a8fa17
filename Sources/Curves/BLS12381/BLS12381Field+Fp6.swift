// Products in Fp6 with reductions put off (Aranha, Karabina, Longa, Gebotys and López 2011): six
// reductions where six products in Fp2 take twelve. It pays here, where the product with ξ = 1 + u
// is free and p is below R/9; alt_bn128 has neither.

/// An element of Fp2 before reduction.
private struct WidePair: BitwiseCopyable {
  /// Below p·R, modulo p·R.
  var c0: BLS12381Field.Wide
  /// Exact: a sum of products, below p·R.
  var c1: BLS12381Field.Wide

  /// The operands' parts may be unreduced sums of two elements: then c1 is below 8p².
  @inline(never)
  init(_ a: Fp2<BLS12381Field>, times b: Fp2<BLS12381Field>) {
    typealias F = BLS12381Field
    let low = F.wideProduct(a.c0, b.c0)
    let high = F.wideProduct(a.c1, b.c1)
    let both = F.wideProduct(F.unreducedSum(a.c0, a.c1), F.unreducedSum(b.c0, b.c1))
    c0 = F.modularDifference(low, high)
    c1 = F.difference(F.difference(both, low), high)
  }

  /// The cross terms of a Karatsuba product: without the products of the same places.
  @inline(__always)
  func without(_ a: WidePair, _ b: WidePair) -> WidePair {
    typealias F = BLS12381Field
    var result = self
    result.c0 = F.modularDifference(F.modularDifference(c0, a.c0), b.c0)
    result.c1 = F.difference(F.difference(c1, a.c1), b.c1)
    return result
  }

  /// `self + ξ·other`, reduced. Both sums are below 2p·R, so the rests are below 3p.
  @inline(__always)
  func plusXi(_ other: WidePair) -> Fp2<BLS12381Field> {
    typealias F = BLS12381Field
    let real = F.sum(c0, F.modularDifference(other.c0, other.c1))
    let imaginary = F.sum(c1, F.sum(other.c0, other.c1))
    return Fp2(
      F.reduced(real).subtractingModulusOnce(), F.reduced(imaginary).subtractingModulusOnce())
  }

  /// `self + other`, reduced.
  @inline(__always)
  func plus(_ other: WidePair) -> Fp2<BLS12381Field> {
    typealias F = BLS12381Field
    return Fp2(
      F.reduced(F.sum(c0, other.c0)).subtractingModulusOnce(), F.reduced(F.sum(c1, other.c1)))
  }

  @inline(__always)
  var reduced: Fp2<BLS12381Field> {
    Fp2(BLS12381Field.reduced(c0), BLS12381Field.reduced(c1))
  }
}

extension BLS12381Field {
  @inline(__always)
  fileprivate static func sum(_ a: Wide, _ b: Wide) -> Wide {
    var carry: UInt64 = 0
    let low = sum(a.low, b.low, &carry)
    return Wide(low: low, high: sum(a.high, b.high, &carry))
  }

  @inline(__always)
  private static func unreducedSum(
    _ a: Fp2<BLS12381Field>, _ b: Fp2<BLS12381Field>
  ) -> Fp2<BLS12381Field> {
    Fp2(unreducedSum(a.c0, b.c0), unreducedSum(a.c1, b.c1))
  }

  @inline(never)
  static func product(_ a: Fp6<BLS12381Field>, _ b: Fp6<BLS12381Field>) -> Fp6<BLS12381Field> {
    let v0 = WidePair(a.c0, times: b.c0)
    let v1 = WidePair(a.c1, times: b.c1)
    let v2 = WidePair(a.c2, times: b.c2)
    let cross12 = WidePair(unreducedSum(a.c1, a.c2), times: unreducedSum(b.c1, b.c2))
    let cross01 = WidePair(unreducedSum(a.c0, a.c1), times: unreducedSum(b.c0, b.c1))
    let cross02 = WidePair(unreducedSum(a.c0, a.c2), times: unreducedSum(b.c0, b.c2))
    return Fp6(
      v0.plusXi(cross12.without(v1, v2)), cross01.without(v0, v1).plusXi(v2),
      cross02.without(v0, v2).plus(v1))
  }

  @inline(never)
  static func product(
    _ a: Fp6<BLS12381Field>, _ b0: Fp2<BLS12381Field>, _ b1: Fp2<BLS12381Field>
  ) -> Fp6<BLS12381Field> {
    let v0 = WidePair(a.c0, times: b0)
    let v1 = WidePair(a.c1, times: b1)
    let cross = WidePair(unreducedSum(a.c0, a.c1), times: unreducedSum(b0, b1))
    return Fp6(
      v0.plusXi(WidePair(a.c2, times: b1)), cross.without(v0, v1).reduced,
      WidePair(a.c2, times: b0).plus(v1))
  }
}
