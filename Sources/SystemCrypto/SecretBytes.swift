import CCrypto

/// What is done with secrets that pass through arrays.
public enum Secrets {
  /// Overwrites the bytes in place, in a way that the optimiser lets stand. The array must be the
  /// only one with these bytes: a copy that shared them keeps them.
  public static func wipe(_ bytes: inout [UInt8]) {
    // Safe: exactly the bytes of the array.
    unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }

  /// Compares in a time that depends on the lengths only.
  public static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    // Safe: both have `count` bytes.
    return unsafe a.withUnsafeBytes { first in
      unsafe b.withUnsafeBytes { second in
        unsafe CRYPTO_memcmp(first.baseAddress, second.baseAddress, first.count) == 0
      }
    }
  }
}

/// Secret bytes in one place of memory: not copied, wiped when they go, and shown by nothing.
@safe
public struct SecretBytes: ~Copyable, @unchecked Sendable {
  // Safe: written by the initialiser only, read by all, freed by the one owner.
  private let start: UnsafeMutablePointer<UInt8>
  public let count: Int

  /// Takes the bytes over: their source is wiped.
  public init(taking source: inout [UInt8]) {
    count = source.count
    unsafe start = .allocate(capacity: max(1, count))
    for index in 0..<count { unsafe (start + index).initialize(to: source[index]) }
    Secrets.wipe(&source)
  }

  deinit {
    // Safe: the bytes that the initialiser allocated.
    unsafe OPENSSL_cleanse(start, count)
    unsafe start.deallocate()
  }

  /// A copy in an array, which the closure may use and which is wiped afterwards.
  public borrowing func withBytes<Result, Failure: Error>(
    _ body: (borrowing [UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var copy: [UInt8] = []
    copy.reserveCapacity(count)
    // Safe: `count` bytes stand behind `start`.
    for index in 0..<count { copy.append(unsafe start[index]) }
    defer { Secrets.wipe(&copy) }
    return try body(copy)
  }

  /// Says how many there are, and nothing else.
  public var description: String { "(\(count) secret bytes)" }
}
