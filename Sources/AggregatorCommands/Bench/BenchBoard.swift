import Attestation
import BlockExecution
import ChainTypes
import Contracts
import EVM
import FleetLink
import KeyCustody
import Lanes
import Ledger
import LedgerCommands
import LedgerStorage
import LinuxIO
import NativeCrypto
import Readings
import Signing
import StateStore
import Statements
import SyncProtocol

/// One lane's writer: every block has one transaction that brings a batch of readings.
///
/// Its ledger stores what the aggregator's will, under a store that remembers it: that is what the
/// bare database writes later.
final class BenchBoard {
  let lane: Lane
  let genesis: ChainGenesis
  var manifestHash = Hash.zero
  /// What the genesis made in an empty database.
  let beginning: [TracedTransaction]
  private let identity: LaneIdentity
  private let key: FleetKey
  private let readings: Int
  private let store: TracingStore
  private let ledger: ChainLedger<TracingStore>
  private let hashes: HashCounter
  private var pipeline: AttestationPipeline
  private var blocks: UInt64 = 0

  /// Seconds since 1970 of the first block.
  private static let firstSecond: UInt64 = 1_700_000_000
  private static let sensors = 16

  init(
    _ number: Int, fleet: Hash, owner: Address, readings: Int, folder: String
  ) throws(LinkFailure) {
    key = FleetKey(SigningYardstick.key(UInt64(number), of: 0xa66))
    lane = Lane(board: key.address, term: 1)
    identity = LaneIdentity(fleet: fleet, lane: lane)
    self.readings = readings
    let plan = LanePlan(identity: identity, time: BenchBoard.firstSecond, owner: owner)
    guard let genesis = LaneOrigin(genesis: Array(plan.genesis.text().utf8))?.genesis else {
      throw .settings("the bench's lane has no genesis")
    }
    self.genesis = genesis
    do throws(SystemError) {
      try Folder.create(folder)
      try Folder.create(folder + "/counter")
    } catch { throw .system(error) }
    do throws(LedgerError<StoreError>) {
      store = TracingStore(try BenchBoard.open(folder))
      ledger = try ChainLedger.create(
        in: store, genesis: genesis, machine: Machine(backend: .system),
        settings: LaneShelf.settings(.everything))
      beginning = store.takeTransactions()
      hashes = try HashCounter(try BenchBoard.open(folder + "/counter"), genesis)
    } catch { throw .ledger(error) }
    let context = AttestationContext(
      identity: identity, boot: 1, agent: Hash(label: "bench"), configuration: .zero)
    do throws(FieldError) {
      pipeline = try AttestationPipeline(
        context,
        sensors: (0..<min(readings, BenchBoard.sensors)).map { SensorPlan(name: "sensor/\($0)") },
        instruments: [InstrumentPlan(name: "bench")], stored: { _ in nil })
    } catch { throw .settings("the bench's sensors cannot be") }
    pipeline.didReserve()
  }

  var genesisHash: Hash { genesis.header.hash }

  private static func open(_ folder: String) throws(LedgerError<StoreError>) -> LMDBLedgerStore {
    do throws(StoreError) {
      return try LMDBLedgerStore(folder: folder, mapSize: LinkLimits.laneMap)
    } catch { throw .store(error) }
  }
}

extension BenchBoard {
  /// Measures, attests, executes, seals and stores the next block, with the receipt that the
  /// aggregator will give for it.
  func write(
    receiptBy aggregator: FleetKey, in domain: FleetDomain
  ) throws(LinkFailure) -> BenchBlock {
    blocks += 1
    let (call, attested) = try attest()
    let signed = transaction(call)
    do throws(LedgerError<StoreError>) {
      let built = try ledger.build(
        BlockTemplate(
          timestamp: BenchBoard.firstSecond + blocks, coinbase: lane.board,
          gasLimit: LaneLimits.blockGas),
        [BatchTransaction(signed.transaction, sender: lane.board)]
      ).executed
      guard let receipt = built.result.receipts.first, case .status(true) = receipt.result else {
        throw .invalid(.wrongFields)
      }
      let accesses = built.result.accessList.encoded()
      let seal = Signed(
        Seal(
          lane: lane, height: blocks, blockHash: built.hash,
          accessListHash: Keccak256.hash(accesses), manifestHash: manifestHash),
        in: domain, by: key)
      let stored = Signed(
        StorageReceipt(
          lane: lane, height: blocks, blockHash: built.hash, manifestHash: manifestHash, time: 0),
        in: domain, by: aggregator)
      try ledger.commit(
        built, attachments: [Attachment(kind: Attachment.seal, bytes: seal.bytes)],
        beside: [
          BesideBlock(
            number: blocks, kind: BesideItem.receipt, signer: aggregator.address,
            bytes: stored.bytes)
        ])
      let sealed = SealedBlock(seal: seal, block: built.encoded, accessList: accesses)
      return BenchBlock(
        topic: SyncTopic(sender: lane.board, kind: .block, subject: lane.board)
          .text(SyncTopic.prefix(domain)),
        message: SyncMessage.blocks([sealed]).encoded, block: built.block,
        signatures: [
          BenchSignature(
            digest: seal.content.digest(in: domain), signature: seal.signature),
          signed.signature, attested,
        ],
        transactions: store.takeTransactions(), permutations: try hashes.count(built))
    } catch { throw .ledger(error) }
  }

  /// The call that brings the block's readings, and what its instrument signed.
  private func attest() throws(LinkFailure) -> (call: [UInt8], signature: BenchSignature) {
    let time = blocks * 1_000
    let clock = ClockStamp(
      time: BenchBoard.firstSecond * 1_000 + time, quality: .synchronised, uncertainty: 5,
      segment: 0)
    for number in 0..<readings {
      let value = DecimalValue(
        Int64(20_000 + (blocks &* 31 &+ UInt64(number) &* 7) % 977), exponent: -3)
      pipeline.take(
        Readings.Measurement(value, .celsius), from: number % BenchBoard.sensors,
        at: time, clock: clock)
    }
    var signature: BenchSignature?
    let batches = pipeline.makeBatches(clock: clock) { (_, digest) throws(Never) in
      let made: StatementSignature = key.sign(digest: digest)
      signature = BenchSignature(digest: digest, signature: made)
      return made
    }
    guard batches.count == 1, let signature else {
      throw .settings("the bench's readings are not one call")
    }
    pipeline.didCommit(batches)
    return (batches[0].call, signature)
  }

  private func transaction(
    _ call: [UInt8]
  ) -> (transaction: Transaction, signature: BenchSignature) {
    var transaction = Transaction(kind: .feeMarket)
    transaction.chainID = identity.chainID
    transaction.nonce = blocks - 1
    transaction.gasLimit = TransactionRules.gasCap
    transaction.to = LaneContracts.readingLog
    transaction.data = call
    let digest = transaction.signingHash
    let signature: StatementSignature = key.sign(digest: digest)
    transaction.signature = TransactionSignature(
      v: signature.yIsOdd ? 1 : 0, r: signature.r, s: signature.s)
    return (transaction, BenchSignature(digest: digest, signature: signature))
  }
}
