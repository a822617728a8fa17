import ChainTypes
import Signing

extension BenchRegistry {
  /// The yardstick is libsecp256k1's own two calls: what ours adds is moving numbers in and out.
  static var signBench: Bench {
    Bench("sign", "a recoverable signature, beside bare libsecp256k1") {
      let holder = BenchKey()
      return [
        BenchCase("libsecp256k1") { SigningYardstick.sign(repetitions: $0) },
        BenchCase("sign", against: "libsecp256k1") { holder.sign($0) },
      ]
    }
  }
}

/// A key for several runs: it is not copied, and closures of a bench are kept.
private final class BenchKey: Sendable {
  private let key = SigningYardstick.key(1, of: 1)

  /// Each signature is the next digest, so that none is left out.
  func sign(_ repetitions: Int) -> UInt64 {
    var digest = Hash(Word.one)
    for _ in 0..<repetitions { digest = Hash(key.sign(digest).r) }
    return digest.word.limb0
  }
}
