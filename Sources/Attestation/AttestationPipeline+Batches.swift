import ChainTypes
import Contracts
import Lanes
import Readings
import Statements

extension AttestationPipeline {
  /// Batches of everything that waits, as far as a block holds it, each signed by its instrument.
  /// They stay here until `didCommit`. Gaps that wait for a reading are told now.
  public mutating func makeBatches<Failure: Error>(
    clock: ClockStamp,
    sign: (_ instrument: Int, _ digest: Hash) throws(Failure) -> StatementSignature
  ) throws(Failure) -> [AttestedBatch] {
    for place in sensors.indices { sensors[place].tellGap(clock, context.boot) }
    var made: [AttestedBatch] = []
    for place in instruments.indices {
      var chain = instruments[place].chain
      var done: [Int: Int] = [:]
      for _ in 0..<AttestationLimits.callsPerBlock {
        let runs = nextRuns(place, &done)
        if runs.isEmpty { break }
        made.append(try attest(place, runs, &chain, sign))
      }
    }
    return made
  }

  /// The records of the instrument's next call, behind those that calls before it have.
  private func nextRuns(_ instrument: Int, _ done: inout [Int: Int]) -> [RecordRun] {
    var room = CallRoom()
    var runs: [RecordRun] = []
    for place in instruments[instrument].sensors {
      let start = done[place, default: 0]
      guard start < sensors[place].waiting.count else { continue }
      let found = sensors[place].runs(place, from: start, &room)
      done[place] = start + found.reduce(0) { $0 + $1.records.count }
      runs += found
    }
    return runs
  }

  private func attest<Failure: Error>(
    _ instrument: Int, _ runs: [RecordRun], _ chain: inout InstrumentChain,
    _ sign: (_ instrument: Int, _ digest: Hash) throws(Failure) -> StatementSignature
  ) throws(Failure) -> AttestedBatch {
    let batch = chain.batch(
      of: runs.flatMap { $0.records }, agent: context.agent, configuration: context.configuration)
    let domain = context.identity.domain
    let signature = try sign(instrument, batch.statement.digest(in: domain))
    let isNext = chain.advance(behind: batch.statement, in: domain)
    precondition(isNext, "a chain's own batch is its next one")
    return AttestedBatch(
      instrument: instrument, batch: batch, signature: signature,
      call: call(batch, signature, runs), taken: taken(runs), chain: chain)
  }

  private func call(
    _ batch: RecordBatch, _ signature: StatementSignature, _ runs: [RecordRun]
  ) -> [UInt8] {
    guard let words = RecordGroup.words(of: runs.map { $0.group }) else {
      preconditionFailure("a call's room is that of the contract")
    }
    return ReadingLogContract.record(
      instrument: batch.statement.instrument, boot: context.boot, agent: context.agent,
      configuration: context.configuration, v: UInt64(signature.v), r: signature.r,
      s: signature.s, records: words)
  }

  private func taken(
    _ runs: [RecordRun]
  ) -> [(sensor: Int, count: Int, mark: SequenceMark)] {
    var taken: [(sensor: Int, count: Int, mark: SequenceMark)] = []
    for run in runs {
      guard let last = run.records.last else { continue }
      let mark = sensors[run.sensor].sequence.mark(after: last)
      if let place = taken.firstIndex(where: { $0.sensor == run.sensor }) {
        taken[place].count += run.records.count
        taken[place].mark = mark
      } else {
        taken.append((sensor: run.sensor, count: run.records.count, mark: mark))
      }
    }
    return taken
  }

  /// What has to be durable together with the block that holds these batches.
  public func values(for batches: [AttestedBatch]) -> [StoredValue] {
    var values: [StoredValue] = []
    for batch in batches {
      for entry in batch.taken {
        values.set(ValueName.sequence(sensors[entry.sensor].id), entry.mark.bytes)
      }
      values.set(ValueName.chain(batch.chain.instrument), batch.chain.bytes)
    }
    return values
  }

  /// The block that holds these batches is durable.
  public mutating func didCommit(_ batches: [AttestedBatch]) {
    for batch in batches {
      for entry in batch.taken { sensors[entry.sensor].didCommit(entry.count, entry.mark) }
      instruments[batch.instrument].chain = batch.chain
    }
  }

  /// What to make durable at an orderly stop, when nothing waits any more: the next run then finds
  /// no interruption.
  public var closingValues: [StoredValue] {
    sensors.filter { $0.waiting.isEmpty }.map {
      StoredValue(ValueName.sequence($0.id), $0.sequence.closingMark.bytes)
    }
  }

  /// Where an instrument's chain stands in committed blocks.
  public func chain(of instrument: Int) -> InstrumentChain { instruments[instrument].chain }
}

extension [StoredValue] {
  /// A later value of a name replaces an earlier one.
  fileprivate mutating func set(_ name: [UInt8], _ value: [UInt8]) {
    if let place = firstIndex(where: { $0.name == name }) {
      self[place].value = value
    } else {
      append(StoredValue(name, value))
    }
  }
}
