import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import Ledger
import Lanes
import LinuxIO
import PendingTransactions
import Readings
import StateStore
import Statements

extension Agent {
  var head: BlockHeader { chain.ledger.head }

  /// What a block could take now: the board's own records and the pool's transactions.
  private var readiness: PoolReadiness {
    var ready = chain.pool.readiness { chain.ledger.state.account($0)?.nonce ?? 0 }
    ready.count += pipeline.waitingCount + corrections.count
    if !corrections.isEmpty { ready.oldest = min(ready.oldest ?? lastBlock, lastBlock) }
    if let firstWaiting { ready.oldest = min(ready.oldest ?? firstWaiting, firstWaiting) }
    return ready
  }

  /// When the next block is due if nothing more comes.
  var blockDue: UInt64? {
    if let unstored { return unstored.retry }
    switch batchRule.decide(readiness, lastBlock: lastBlock, now: Agent.now) {
    case .cut, .beat: return max(Agent.now, notBefore)
    case .wait(let until): return until
    }
  }

  func sealIfDue() {
    guard maySeal || unstored != nil else { return }
    let now = Agent.now
    if let unstored {
      if now >= unstored.retry { store(unstored) }
      return
    }
    chain.pool.expire(at: now)
    guard now >= notBefore else { return }
    switch batchRule.decide(readiness, lastBlock: lastBlock, now: now) {
    case .cut, .beat: seal()
    case .wait: return
    }
  }

  /// Before stopping: everything that waits, in as many blocks as it takes.
  func sealRest() {
    for _ in 0..<AttestationLimits.callsPerBlock {
      // Asked before each: what the store of one brings may end the lane.
      guard maySeal else { return }
      if let unstored { store(unstored) }
      let before = readiness.count
      if unstored != nil || before == 0 { return }
      seal()
      if readiness.count >= before { return }
    }
  }

  /// Makes, signs and stores one block.
  func seal() {
    guard hasRoom() else { return }
    lastBlock = Agent.now
    let batches = attest()
    guard let built = build(batches) else {
      notBefore = Agent.now + AgentLimits.storeRetry
      return
    }
    store(sealed(built))
  }

  /// A block that was built, with the board's seal and what has to be durable with it.
  func sealed(_ built: BuiltBatchBlock) -> PendingBlock {
    PendingBlock(
      executed: built.block.executed,
      attachments: [Attachment(kind: Attachment.seal, bytes: sealBytes(built.block.executed))],
      values: pipeline.values(for: built.batches).map { $0.durable } + [clockValue],
      batches: built.batches, pooled: built.pooled, corrections: built.corrections)
  }

  /// Whether the disk has more than the reserve. Without it nothing is sealed and records wait, so
  /// that what is sealed stays whole; it goes on by itself when there is room.
  private func hasRoom() -> Bool {
    guard let space = try? FileSystemSpace(holding: folder.path) else { return true }
    let reserve = UInt64(clamping: settings.store.reserve)
    if space.usableBytes >= reserve { return true }
    notBefore = Agent.now + AgentLimits.roomPause
    note("store", "the disk has less than the reserve of \(reserve) bytes; make room on it")
    return false
  }

  /// The records that wait, signed; those of an instrument that the lane refuses rest for a while.
  func attest() -> [AttestedBatch] {
    let stamp = clock.stamp(monotonic: Agent.now)
    let made = pipeline.makeBatches(clock: stamp) { (instrument, digest) throws(Never) in
      keys.sign(digest, as: instrument)
    }
    for place in instruments.indices where instruments[place].rest > 0 {
      instruments[place].rest -= 1
    }
    return made.filter { instruments[$0.instrument].rest == 0 }
  }

  private func sealBytes(_ executed: ExecutedBlock) -> [UInt8] {
    let seal = Seal(
      lane: identity.lane, height: executed.block.header.number, blockHash: executed.hash,
      accessListHash: executed.accessListHash, manifestHash: fleet?.manifestHash ?? .zero)
    let signature = keys.sign(seal.digest(in: identity.domain))
    return Signed(seal, signature: signature).bytes
  }

  /// Makes a block durable. When that fails nothing is lost: it is tried again, and meanwhile
  /// records wait.
  func store(_ pending: PendingBlock) {
    do throws(LaneLedger.Failure) {
      try chain.ledger.commit(
        pending.executed, attachments: pending.attachments, values: pending.values)
    } catch {
      var waiting = pending
      waiting.retry = Agent.now + AgentLimits.storeRetry
      unstored = waiting
      statistics.storeFailures += 1
      let text = error.text { $0.text }
      if problem != text { log.error("store", "why=\"\(text)\"") }
      problem = text
      return
    }
    unstored = nil
    problem = nil
    didStore(pending)
  }

  private func didStore(_ pending: PendingBlock) {
    pipeline.didCommit(pending.batches)
    let header = pending.executed.block.header
    corrections.removeFirst(pending.corrections)
    chain.pool.settle(included: pending.pooled, block: header.number)
    tellFleet(pending)
    firstWaiting = pipeline.waitingCount == 0 ? nil : Agent.now
    let records = pending.batches.reduce(0) { $0 + $1.recordCount }
    statistics.blocks += 1
    statistics.readings += UInt64(records)
    statistics.transactions += UInt64(pending.executed.block.transactions.count)
    log.info(
      "sealed",
      "block=\(header.number) records=\(records) "
        + "transactions=\(pending.executed.block.transactions.count) gas=\(header.gasUsed) "
        + "hash=\(pending.executed.hash.hex)")
  }
}
