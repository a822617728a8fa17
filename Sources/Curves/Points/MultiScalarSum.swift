/// Σ kᵢ·Pᵢ, by whichever way takes less for so many points.
enum MultiScalarSum<Curve: EndomorphicCurve> {
  /// The scalars are below the order, the points of that order or infinity.
  static func of(
    _ points: [AffinePoint<Curve>], _ scalars: [Scalar]
  ) -> JacobianPoint<Curve> {
    points.count < Limits.smallestBucketSum(parts: Curve.partCount)
      ? InterleavedSum<Curve>.of(points, scalars) : BucketSum<Curve>.of(points, scalars)
  }
}
