import BlockExecution
import ChainTypes
import Contracts
import EVM
import Lanes
import Ledger
import NativeCrypto
import Readings
import ReadingProofs
import Statements
import Testing

@Suite("The contract that verifies readings")
struct ContractTests {
  typealias Contract = AttestationVerifierContract

  /// What the contract of the lane's genesis answers about a proof's reading, in our machine.
  static func answer(_ file: ProofFile, _ world: ProofWorld) throws -> UInt64? {
    let (reading, batch) = (file.reading, file.batch.content)
    let delegation = file.delegation
    var transaction = Transaction(kind: .feeMarket)
    transaction.gasLimit = 1 << 24
    transaction.to = LaneContracts.verifier
    transaction.data = Contract.checkReading(
      fleet: world.domain.fleet,
      reading: .init(
        sensor: reading.sensor, term: reading.sequence.term, counter: reading.sequence.counter,
        previous: reading.previous, mantissa: reading.value.mantissa,
        exponent: Int64(reading.value.exponent), unit: Hash(reading.unit.word),
        time: reading.clock.time, clock: UInt64(reading.clock.quality.rawValue),
        uncertainty: UInt64(reading.clock.uncertainty), segment: UInt64(reading.clock.segment),
        boot: reading.boot, flags: UInt64(reading.flags.rawValue),
        calibration: reading.calibration),
      index: UInt64(file.index), path: file.path,
      batch: .init(
        board: batch.lane.board, term: batch.lane.term, instrument: batch.instrument,
        number: batch.number, root: batch.root, count: UInt64(batch.count),
        previous: batch.previous, agent: batch.agent, configuration: batch.configuration),
      signature: .init(
        v: UInt64(file.batch.signature.v), r: file.batch.signature.r, s: file.batch.signature.s),
      delegation: .init(
        index: UInt64(delegation?.content.index ?? 0), key: delegation?.content.key ?? .zero,
        v: UInt64(delegation?.signature.v ?? 0), r: delegation?.signature.r ?? .zero,
        s: delegation?.signature.s ?? .zero))
    var environment = Environment(fork: .osaka)
    environment.gasLimit = LaneLimits.blockGas
    let journal = Journal(source: world.ledger.state)
    journal.begin(fork: .osaka)
    let result = try TransactionExecutor(machine: Machine(backend: .system)).simulate(
      transaction, sender: world.board.address, in: BlockContext(environment: environment),
      on: journal)
    return result.isSuccess ? Contract.checkReadingResult(result.output) : nil
  }

  @Test func `it takes the reading of a proof that holds, and tells what is wrong of others`()
    throws
  {
    let (world, file) = try ProofWorld.full()
    #expect(try Self.answer(file, world) == 0)
    var other = file
    other.reading.clock.time += 1
    #expect(try Self.answer(other, world) == 3)
    other = file
    other.index += 1
    #expect(try Self.answer(other, world) != 0)
    other = file
    other.delegation = nil
    #expect(try Self.answer(other, world) == 5)
    let plain = try ProofWorld(ownFleet: true, delegated: false)
    try plain.measure([0, 1, 2])
    #expect(try Self.answer(try plain.proof(1, 0), plain) == 0)
  }
}
