import BlockExecution
import ChainTypes
import PendingTransactions
import Testing

@Suite("Pool under random use")
struct PoolFuzzTests {
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `its bounds and its orders hold whatever comes`(seed: UInt64) {
    var draw = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    func random(_ bound: UInt64) -> UInt64 {
      draw ^= draw << 13
      draw ^= draw >> 7
      draw ^= draw << 17
      return draw % bound
    }
    let limits = PoolLimits(
      perSender: 4, total: 12, totalBytes: 2_000, bytesEach: 400, nonceReach: 6, lifetime: 50)
    let own = Address(Word(1))
    let test = TestPool(TransactionPool(fork: .osaka, own: [own], limits: limits))
    let sample = Sample()
    var nonces: [UInt64: UInt64] = [:]
    var added: Set<Hash> = []
    for step in 0..<400 as Range<UInt64> {
      let sender = 1 + random(6)
      let account = nonces[sender] ?? 0
      switch random(10) {
      case 0:
        let batch = test.pool.batch(BatchLimits(count: 5, gas: 400_000, bytes: 900)) {
          nonces[$0.word.limb0] ?? 0
        }
        check(batch, nonces, seed)
        for entry in batch { nonces[entry.sender.word.limb0, default: 0] += 1 }
        test.pool.settle(included: batch.map { $0.hash }, block: step)
      case 1: test.pool.expire(at: step)
      default:
        let entry = sample.entry(
          sender, nonce: account + random(8), fee: random(5), gas: 30_000 + random(90_000),
          size: 100 + Int(random(310)), arrival: step)
        if test.refusal(entry, account: account) == nil { added.insert(entry.hash) }
      }
      #expect(test.pool.count <= limits.total, "seed \(seed)")
      #expect(test.pool.byteCount <= limits.totalBytes, "seed \(seed)")
    }
    // Nothing that was taken is lost without a fate.
    let lost = added.filter { test.pool[$0] == nil && test.pool.fate(of: $0) == nil }
    #expect(lost.isEmpty, "seed \(seed)")
    let counters = test.pool.counters
    let gone = counters.included + counters.evicted + counters.replaced + counters.skipped
    #expect(counters.taken == gone + UInt64(test.pool.count), "seed \(seed)")
  }

  private func check(_ batch: [PooledTransaction], _ nonces: [UInt64: UInt64], _ seed: UInt64) {
    var next = nonces
    var gas: UInt64 = 0
    var bytes = 0
    for entry in batch {
      let sender = entry.sender.word.limb0
      #expect(entry.transaction.nonce == next[sender] ?? 0, "seed \(seed)")
      next[sender, default: 0] += 1
      gas += entry.transaction.gasLimit
      bytes += entry.size
    }
    #expect(batch.count <= 5 && gas <= 400_000 && bytes <= 900, "seed \(seed)")
  }
}
