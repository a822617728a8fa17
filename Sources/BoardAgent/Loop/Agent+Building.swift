import Attestation
import BlockExecution
import ChainTypes
import Contracts
import FleetLink
import Lanes
import Ledger
import PendingTransactions
import Readings
import StateStore
import Statements

/// A block that was built, with what of the agent's is in it.
struct BuiltBatchBlock {
  var block: BuiltBlock
  var batches: [AttestedBatch]
  var pooled: [Hash]
  /// How many clock corrections, from the oldest.
  var corrections: Int
}

/// Where a transaction of a batch comes from.
private enum Origin {
  case delegation(Int)
  case batch(Int)
  case correction
  case pool(Hash)
}

extension Agent {
  /// Executes the batches and what the pool has. An instrument whose batch the lane refuses is left
  /// out, and the block built again without it: one that fails never stops the others.
  func build(_ batches: [AttestedBatch]) -> BuiltBatchBlock? {
    var batches = batches
    for _ in 0...instruments.count {
      let list = transactions(batches)
      let built: BuiltBlock
      do throws(LaneLedger.Failure) {
        built = try chain.execution.build(template, list.map { $0.item }, on: chain.ledger)
      } catch {
        note("execute", error.text { $0.text })
        return nil
      }
      guard let refused = refusal(list.map { $0.origin }, batches, built) else {
        return accepted(list.map { $0.origin }, batches, built)
      }
      batches.removeAll { $0.instrument == refused }
      do throws(LaneLedger.Failure) { try chain.ledger.discard(built.executed) } catch {
        note("execute", error.text { $0.text })
        return nil
      }
    }
    return nil
  }

  func note(_ event: String, _ text: String) {
    if problem != text { log.error(event, "why=\"\(text)\"") }
    problem = text
  }

  private var template: BlockTemplate {
    BlockTemplate(
      timestamp: clock.blockTime(monotonic: Agent.now) / 1_000, coinbase: identity.lane.board,
      gasLimit: LaneLimits.blockGas, prevRandao: fleet?.checkpoint ?? .zero)
  }

  /// Delegations that the lane lacks, the batches, and what the pool has, in this order.
  private func transactions(
    _ batches: [AttestedBatch]
  ) -> [(item: BatchTransaction, origin: Origin)] {
    var list: [(item: BatchTransaction, origin: Origin)] = []
    var nonces: [Address: UInt64] = [:]
    var asked: Set<Int> = []
    for (place, batch) in batches.enumerated() {
      let instrument = batch.instrument
      if !instruments[instrument].isDelegated, asked.insert(instrument).inserted {
        if isDelegated(instrument) {
          instruments[instrument].isDelegated = true
        } else {
          let call = own(
            delegation(instrument), to: LaneContracts.readingLog, as: instrument, &nonces)
          list.append((call, .delegation(instrument)))
        }
      }
      let call = own(batch.call, to: LaneContracts.readingLog, as: instrument, &nonces)
      list.append((call, .batch(place)))
    }
    list += correctionTransactions(&nonces).map { ($0, .correction) }
    let room = LaneLimits.batchCount - min(list.count, LaneLimits.batchCount)
    let bounds = BatchLimits(count: room, gas: AgentLimits.poolGas)
    for entry in chain.pool.batch(bounds, nonce: { chain.ledger.state.account($0)?.nonce ?? 0 }) {
      list.append(
        (BatchTransaction(entry.transaction, sender: entry.sender), .pool(entry.hash)))
    }
    return list
  }

  /// A transaction of an instrument's own account, or with nil of the board's; it costs nothing on
  /// a lane.
  func own(
    _ call: [UInt8], to receiver: Address, as instrument: Int?, _ nonces: inout [Address: UInt64]
  ) -> BatchTransaction {
    let sender = instrument.map { keys.address(of: $0) } ?? keys.address
    let nonce = nonces[sender] ?? chain.ledger.state.account(sender)?.nonce ?? 0
    nonces[sender] = nonce + 1
    var transaction = Transaction(kind: .feeMarket)
    transaction.chainID = identity.chainID
    transaction.nonce = nonce
    transaction.gasLimit = min(
      AgentLimits.callGas + AgentLimits.wordGas * UInt64(call.count / 32), TransactionRules.gasCap)
    transaction.to = receiver
    transaction.data = call
    keys.sign(&transaction, as: instrument)
    return BatchTransaction(transaction, sender: sender)
  }

  /// Whether the reading log takes the instrument's key already.
  private func isDelegated(_ instrument: Int) -> Bool {
    let id = pipeline.chain(of: instrument).instrument
    let slot = Keccak256.hash(Word(ReadingLogContract.Slot.instruments), id.word).word
    let state = chain.ledger.state
    guard state.account(LaneContracts.readingLog)?.hasStorage == true else { return false }
    // The key is the lowest 160 bits of the instrument's first slot.
    return Address(state.slot(LaneContracts.readingLog, slot)) == keys.address(of: instrument)
  }

  private func delegation(_ instrument: Int) -> [UInt8] {
    let id = pipeline.chain(of: instrument).instrument
    let key = keys.address(of: instrument)
    let statement = Delegation(lane: identity.lane, instrument: id, index: 0, key: key)
    let signature = keys.sign(statement.digest(in: identity.domain))
    return ReadingLogContract.delegate(
      instrument: id, index: 0, key: key, v: UInt64(signature.v), r: signature.r, s: signature.s)
  }

  /// The first instrument whose transaction the lane refused; nil when it took all of them.
  private func refusal(
    _ origins: [Origin], _ batches: [AttestedBatch], _ built: BuiltBlock
  ) -> Int? {
    let skipped = Set(built.skipped.map { $0.index })
    for entry in built.skipped {
      if let instrument = instrument(origins[entry.index], batches) {
        return refuse(instrument, "\(entry.reason)")
      }
    }
    var place = 0
    for (index, origin) in origins.enumerated() where !skipped.contains(index) {
      defer { place += 1 }
      guard let instrument = instrument(origin, batches) else { continue }
      if case .status(false) = built.executed.result.receipts[place].result {
        return refuse(instrument, "the reading log reverted")
      }
    }
    return nil
  }

  private func instrument(_ origin: Origin, _ batches: [AttestedBatch]) -> Int? {
    switch origin {
    case .delegation(let instrument): instrument
    case .batch(let place): batches[place].instrument
    case .correction, .pool: nil
    }
  }

  private func refuse(_ instrument: Int, _ why: String) -> Int {
    instruments[instrument].refusals += 1
    let doublings = min(instruments[instrument].refusals, 6)
    instruments[instrument].rest = min(1 << doublings, AgentLimits.refusalPause)
    if instruments[instrument].refusal != why {
      log.error("refused", "instrument=\(instruments[instrument].name) why=\"\(why)\"")
    }
    instruments[instrument].refusal = why
    return instrument
  }

  private func accepted(
    _ origins: [Origin], _ batches: [AttestedBatch], _ built: BuiltBlock
  ) -> BuiltBatchBlock {
    for batch in batches {
      instruments[batch.instrument].refusal = nil
      instruments[batch.instrument].refusals = 0
    }
    let skipped = Set(built.skipped.map { $0.index })
    var pooled: [Hash] = []
    var corrections = 0
    for (index, origin) in origins.enumerated() where !skipped.contains(index) {
      switch origin {
      case .pool(let hash): pooled.append(hash)
      case .correction: corrections += 1
      case .delegation, .batch: break
      }
    }
    for entry in built.skipped {
      guard case .pool(let hash) = origins[entry.index], case .invalid(let reason) = entry.reason
      else { continue }
      if !chain.pool.settle(skipped: hash, reason) {
        log.warning("skipped", "transaction=\(hash.hex) why=\"\(reason)\"")
      }
    }
    return BuiltBatchBlock(
      block: built, batches: batches, pooled: pooled, corrections: corrections)
  }
}
