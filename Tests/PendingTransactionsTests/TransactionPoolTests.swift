import BlockExecution
import ChainTypes
import EVM
import PendingTransactions
import Testing

@Suite("Pool of pending transactions")
struct TransactionPoolTests {
  let sample = Sample()
  let test = TestPool(TransactionPool(fork: .osaka))

  @Test func `a batch has each sender's transactions in order of nonce`() {
    for nonce in [2, 0, 1] as [UInt64] {
      #expect(test.refusal(sample.entry(7, nonce: nonce)) == nil)
    }
    #expect(test.nextBatch() == [[7, 0], [7, 1], [7, 2]])
  }

  @Test func `senders take turns by arrival`() {
    for (sender, nonce) in [(1, 0), (2, 0), (1, 1), (3, 0), (2, 1)] as [(UInt64, UInt64)] {
      #expect(test.refusal(sample.entry(sender, nonce: nonce)) == nil)
    }
    #expect(test.nextBatch() == [[1, 0], [2, 0], [1, 1], [3, 0], [2, 1]])
  }

  @Test func `a gap in the nonces waits and does not block others`() {
    #expect(test.refusal(sample.entry(1, nonce: 1)) == nil)
    #expect(test.refusal(sample.entry(2, nonce: 0)) == nil)
    #expect(test.nextBatch() == [[2, 0]])
    #expect(test.refusal(sample.entry(1, nonce: 0)) == nil)
    #expect(test.nextBatch() == [[2, 0], [1, 0], [1, 1]])
  }

  @Test func `nonces are taken up to the reach and not beyond`() {
    let reach = test.pool.limits.nonceReach
    #expect(test.refusal(sample.entry(1, nonce: 5 + reach), account: 5) == nil)
    #expect(
      test.refusal(sample.entry(1, nonce: 6 + reach), account: 5)
        == .nonceTooFar(nonce: 6 + reach, account: 5))
    #expect(
      test.refusal(sample.entry(1, nonce: 4), account: 5)
        == .invalid(.nonceTooLow(found: 4, account: 5)))
  }

  @Test func `the same transaction twice is already known`() {
    let entry = sample.entry(1, nonce: 0)
    #expect(test.refusal(entry) == nil)
    #expect(test.refusal(entry) == .alreadyKnown)
    #expect(test.pool.count == 1)
  }

  @Test func `a replacement needs both fees ten percent higher`() {
    #expect(test.refusal(sample.entry(1, nonce: 0, fee: 100)) == nil)
    #expect(
      test.refusal(sample.entry(1, nonce: 0, fee: 109, tip: 109)) == .replacementUnderpriced)
    #expect(
      test.refusal(sample.entry(1, nonce: 0, fee: 200, tip: 109)) == .replacementUnderpriced)
    let better = sample.entry(1, nonce: 0, fee: 110)
    #expect(test.refusal(better) == nil)
    #expect(test.pool.count == 1 && test.pool[better.hash] != nil)
    #expect(test.fate(of: Hash(Word(1))) == .replaced(by: better.hash))
  }

  @Test func `on a feeless lane a replacement needs one Wei`() {
    #expect(test.refusal(sample.entry(1, nonce: 0)) == nil)
    #expect(test.refusal(sample.entry(1, nonce: 0)) == .replacementUnderpriced)
    #expect(test.refusal(sample.entry(1, nonce: 0, fee: 1)) == nil)
  }

  @Test func `only allowed senders and the board's own are taken`() {
    test.pool = TransactionPool(
      fork: .osaka, senders: .only([Address(Word(1))]), own: [Address(Word(9))])
    #expect(test.refusal(sample.entry(1, nonce: 0)) == nil)
    #expect(test.refusal(sample.entry(9, nonce: 0)) == nil)
    #expect(test.refusal(sample.entry(2, nonce: 0)) == .senderNotAllowed(Address(Word(2))))
    test.pool.allow(.only([]))
    #expect(test.nextBatch() == [[9, 0]])
    #expect(test.fate(of: Hash(Word(1))) == .evicted(.senderRevoked))
  }

  @Test func `a full sender is told so, and a lower nonce displaces its last`() {
    test.pool = TransactionPool(fork: .osaka, limits: PoolLimits(perSender: 2, total: 8))
    #expect(test.refusal(sample.entry(1, nonce: 1)) == nil)
    let last = sample.entry(1, nonce: 2)
    #expect(test.refusal(last) == nil)
    #expect(test.refusal(sample.entry(1, nonce: 3)) == .senderFull(limit: 2))
    #expect(test.refusal(sample.entry(1, nonce: 0)) == nil)
    #expect(test.fate(of: last.hash) == .evicted(.displaced))
    #expect(test.nextBatch() == [[1, 0], [1, 1]])
  }

  @Test func `a full pool lets go of the last of who has most`() {
    test.pool = TransactionPool(fork: .osaka, limits: PoolLimits(perSender: 3, total: 4))
    for nonce in 0..<3 as Range<UInt64> {
      #expect(test.refusal(sample.entry(1, nonce: nonce)) == nil)
    }
    #expect(test.refusal(sample.entry(2, nonce: 0)) == nil)
    #expect(test.refusal(sample.entry(3, nonce: 0)) == nil)
    #expect(test.nextBatch() == [[1, 0], [1, 1], [2, 0], [3, 0]])
    #expect(test.fate(of: Hash(Word(3))) == .evicted(.poolFull))
    #expect(test.refusal(sample.entry(1, nonce: 2)) == .poolFull(limit: 4))
  }

  @Test func `own transactions are never pushed out by others`() {
    test.pool = TransactionPool(
      fork: .osaka, own: [Address(Word(9))], limits: PoolLimits(perSender: 2, total: 2))
    #expect(test.refusal(sample.entry(9, nonce: 0)) == nil)
    #expect(test.refusal(sample.entry(9, nonce: 1)) == nil)
    #expect(test.refusal(sample.entry(1, nonce: 0)) == .poolFull(limit: 2))
  }

  @Test func `bytes are bounded as well as counts`() {
    test.pool = TransactionPool(
      fork: .osaka, limits: PoolLimits(totalBytes: 1_000, bytesEach: 600))
    #expect(
      test.refusal(sample.entry(1, nonce: 0, size: 601)) == .tooLarge(bytes: 601, limit: 600))
    #expect(test.refusal(sample.entry(1, nonce: 0, size: 600)) == nil)
    #expect(test.refusal(sample.entry(1, nonce: 1, size: 401)) == .poolFull(limit: 2_048))
    #expect(test.refusal(sample.entry(1, nonce: 1, size: 400)) == nil)
    #expect(test.pool.byteCount == 1_000)
  }

  @Test func `a batch ends with count, gas or bytes`() {
    for sender in 1...4 as ClosedRange<UInt64> {
      #expect(test.refusal(sample.entry(sender, nonce: 0, gas: sender * 100_000)) == nil)
    }
    #expect(test.nextBatch(BatchLimits(count: 2, gas: batchGas)) == [[1, 0], [2, 0]])
    #expect(test.nextBatch(BatchLimits(gas: 600_000)) == [[1, 0], [2, 0], [3, 0]])
    // What does not fit leaves room for a smaller one of another sender.
    #expect(test.nextBatch(BatchLimits(gas: 350_000)) == [[1, 0], [2, 0]])
    #expect(test.nextBatch(BatchLimits(gas: batchGas, bytes: 599)) == [[1, 0], [2, 0]])
  }

  @Test func `a transaction that no batch can hold is refused at once`() {
    #expect(
      test.refusal(sample.entry(1, nonce: 0, gas: batchGas + 1))
        == .gasAboveBatch(gas: batchGas + 1, limit: batchGas))
    #expect(test.refusal(sample.entry(1, nonce: 0, gas: batchGas)) == nil)
  }

  @Test func `an invalid transaction is skipped with its reason and frees the rest`() {
    let bad = sample.entry(1, nonce: 0)
    #expect(test.refusal(bad) == nil)
    #expect(test.refusal(sample.entry(2, nonce: 0)) == nil)
    let reason = InvalidTransaction.insufficientFunds(address: bad.sender, balance: .zero)
    #expect(!test.stays(bad.hash, after: reason))
    #expect(test.fate(of: bad.hash) == .skipped(reason))
    #expect(test.nextBatch() == [[2, 0]])
  }

  @Test func `a transaction whose turn may come stays`() {
    let entry = sample.entry(1, nonce: 0)
    #expect(test.refusal(entry) == nil)
    #expect(test.stays(entry.hash, after: .gasAllowanceExceeded(limit: 1, available: 0)))
    #expect(test.nextBatch() == [[1, 0]])
  }

  @Test func `what is in a block leaves the pool and is remembered`() {
    let entry = sample.entry(1, nonce: 0)
    #expect(test.refusal(entry) == nil)
    test.pool.settle(included: [entry.hash], block: 12)
    #expect(test.pool.isEmpty && test.pool.byteCount == 0)
    #expect(test.fate(of: entry.hash) == .included(block: 12))
  }

  @Test func `nonces that the account has passed are stale`() {
    let entry = sample.entry(1, nonce: 0)
    #expect(test.refusal(entry) == nil)
    #expect(test.refusal(sample.entry(1, nonce: 1)) == nil)
    #expect(test.nextBatch(nonces: [1: 1]) == [[1, 1]])
    #expect(test.fate(of: entry.hash) == .evicted(.stale))
  }

  @Test func `what waits too long expires`() {
    let life = test.pool.limits.lifetime
    #expect(test.refusal(sample.entry(1, nonce: 1, arrival: 1_000)) == nil)
    test.pool.expire(at: 999 + life)
    #expect(test.pool.count == 1)
    test.pool.expire(at: 1_000 + life)
    #expect(test.fate(of: Hash(Word(1))) == .evicted(.expired))
  }

  @Test func `the pending nonce follows what waits without a gap`() {
    for nonce in [4, 5, 7] as [UInt64] {
      #expect(test.refusal(sample.entry(1, nonce: nonce), account: 4) == nil)
    }
    #expect(test.pool.nextNonce(of: Address(Word(1)), account: 4) == 6)
    #expect(test.pool.nextNonce(of: Address(Word(2)), account: 3) == 3)
  }

  @Test func `only so many fates are remembered`() {
    test.pool = TransactionPool(fork: .osaka, limits: PoolLimits(remembered: 2))
    for nonce in 0..<3 as Range<UInt64> {
      #expect(test.refusal(sample.entry(1, nonce: nonce)) == nil)
    }
    test.pool.settle(included: (1...3).map { Hash(Word($0)) }, block: 1)
    #expect(test.fate(of: Hash(Word(1))) == nil)
    #expect(test.fate(of: Hash(Word(2))) != nil && test.fate(of: Hash(Word(3))) != nil)
  }
}
