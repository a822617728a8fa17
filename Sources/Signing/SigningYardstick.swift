/// libsecp256k1 without anything of ours around it: what signing is compared with in benches.
public enum SigningYardstick {
  /// Signs over and over, each signature being the next digest. The key is a fixed one.
  public static func sign(repetitions: Int) -> UInt64 {
    CurveLibrary.signBare(repetitions: repetitions)
  }
}
