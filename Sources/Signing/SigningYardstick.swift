import ChainTypes

/// libsecp256k1 without anything of ours around it: what signing is compared with in benches.
public enum SigningYardstick {
  /// Signs over and over, each signature being the next digest. The key is a fixed one.
  public static func sign(repetitions: Int) -> UInt64 {
    CurveLibrary.signBare(repetitions: repetitions)
  }

  /// A key to measure with, the same for the same numbers, and no secret.
  public static func key(_ number: UInt64, of bench: UInt64) -> SigningKey {
    var seed = Keccak256.hash(Word(number), Word(bench))
    while true {
      var bytes = seed.bytes
      do throws(SigningError) { return try SigningKey(taking: &bytes) } catch {
        // Once in 2^128 a hash is none.
        seed = Keccak256.hash(seed.bytes)
      }
    }
  }
}
