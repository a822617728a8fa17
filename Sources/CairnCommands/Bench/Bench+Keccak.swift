import ChainTypes
import CommandLineKit
import SystemCrypto

extension BenchRegistry {
  /// The yardsticks: a bare permutation for inputs of one block, and for long ones SHA3-256 of
  /// libcrypto, which is the same permutation in assembly.
  static var keccakBench: Bench {
    Bench("keccak", "Keccak-256, beside one permutation and libcrypto's SHA3-256") {
      let block = [UInt8](repeating: 3, count: 136)
      let kilobyte = [UInt8](repeating: 3, count: 1024)
      return [
        BenchCase("permutation") { repetitions in
          var state = KeccakState()
          for _ in 0..<repetitions { state.permute() }
          return state.lane(0)
        },
        BenchCase("32", bytes: 32, against: "permutation") { hashLoop($0) { Keccak256.hash($0) } },
        BenchCase("64", bytes: 64, against: "permutation") {
          hashLoop($0) { Keccak256.hash($0, $0) }
        },
        BenchCase("136", bytes: 136) { hashLoop($0) { mix($0, Keccak256.hash(block)) } },
        BenchCase("1024", bytes: 1024, against: "sha3-256-1024") {
          hashLoop($0) { mix($0, Keccak256.hash(kilobyte)) }
        },
        BenchCase("sha3-256-1024", bytes: 1024) { (repetitions) throws(CommandError) in
          try sha3Loop(repetitions, kilobyte)
        },
      ]
    }
  }

  /// Each hash goes into the next, so that none is left out or overlaps.
  @inline(__always)
  private static func hashLoop(_ repetitions: Int, _ hash: (Word) -> Hash) -> UInt64 {
    var value = Word(1, 2, 3, 4)
    for _ in 0..<repetitions { value = hash(value).word }
    return value.limb0
  }

  @inline(__always)
  private static func mix(_ word: Word, _ hash: Hash) -> Hash { Hash(word ^ hash.word) }

  /// A libcrypto may be built, or told by its configuration, to have no SHA3.
  private static func sha3Loop(
    _ repetitions: Int, _ message: [UInt8]
  ) throws(CommandError) -> UInt64 {
    do throws(SystemCryptoError) {
      var hasher = try SHA3Hasher()
      return hashLoop(repetitions) { mix($0, hasher.hash(message)) }
    } catch {
      throw CommandError(
        .world, error.text, next: "Look at what `openssl list -digest-algorithms` tells.")
    }
  }
}
