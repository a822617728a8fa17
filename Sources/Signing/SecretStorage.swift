import CSecp256k1

/// 32 secret bytes outside of any array, so that no copy-on-write leaves a second copy behind.
@safe
final class SecretStorage: Sendable {
  static let size = 32

  // Safe: written in the initialiser only, read by all, freed by the last owner.
  nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>

  /// Moves the first 32 bytes, padded with zeros, and wipes their source.
  init(taking source: inout [UInt8]) {
    unsafe bytes = .allocate(capacity: Self.size)
    unsafe bytes.initialize(repeating: 0, count: Self.size)
    unsafe source.withUnsafeMutableBytes { from in
      // Safe: at most `size` bytes are copied into `size` bytes; the wipe covers the source
      // exactly.
      guard let start = from.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(bytes)
        .copyMemory(from: start, byteCount: min(from.count, Self.size))
      unsafe explicit_bzero(start, from.count)
    }
  }

  func isEqual(to other: SecretStorage) -> Bool {
    // Safe: both hold `size` bytes.
    unsafe cairn_secrets_equal(bytes, other.bytes, Self.size) == 1
  }

  func withSpan<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Safe: the span covers the `size` bytes, which live as long as this object.
    try body(unsafe Span(_unsafeStart: bytes, count: Self.size))
  }

  deinit {
    // Safe: the same `size` bytes as allocated; a plain store would be optimised away.
    unsafe explicit_bzero(bytes, Self.size)
    unsafe bytes.deallocate()
  }
}
