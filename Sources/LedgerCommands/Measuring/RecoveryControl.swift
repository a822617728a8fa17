import ChainTypes
import EVM
import LinuxIO
import NativeCrypto

/// What the machine gives at this moment, so that a reader can tell a slow program from a busy
/// machine: bare recoveries on all threads of a pool against one.
public enum RecoveryControl {
  /// The generator's x: a point of the curve, so that recovering goes to its end.
  private static let r = Word(
    0x59f2_815b_16f8_1798, 0x029b_fcdb_2dce_28d9, 0x55a0_6295_ce87_0b07, 0x79be_667e_f9dc_bbac)

  /// In thousandths.
  public static func measure(on pool: WorkerPool, each: Int) -> Int {
    let digest = Keccak256.hash([1])
    let count = each * (pool.workers + 1)
    let begin = MonotonicClock.now()
    for _ in 0..<count { recover(digest) }
    let middle = MonotonicClock.now()
    pool.run(count: count) { _, _ in recover(digest) }
    let end = MonotonicClock.now()
    return Int((middle - begin) * 1000 / max(1, end - middle))
  }

  @inline(never)
  private static func recover(_ digest: Hash) {
    _ = CryptoBackend.system.recover(digest, r, Word(2), 0)
  }
}
