import Attestation
import BlockExecution
import ChainTypes
import Contracts
import EVM
import FleetLog
import FleetManifest
import Foundation
import JSONText
import KeyCustody
import Lanes
import Ledger
import LedgerStorage
import NativeCrypto
import Readings
import ReadingProofs
import Signing
import Statements
import Testing

@testable import StateStore

/// Keys in a class, since arrays hold no noncopyable values.
final class TestKey {
  let key: SigningKey

  init(_ secret: UInt8) throws {
    var bytes = [UInt8](repeating: secret, count: 32)
    key = try SigningKey(taking: &bytes)
  }

  init(_ key: consuming SigningKey) { self.key = key }

  var address: Address { key.address }

  func sign<Content: Statement>(_ content: Content, _ domain: FleetDomain) throws -> Signed<Content>
  {
    Signed(content, in: domain, by: key)
  }
}

/// A board with a ledger on disk, two instruments and three sensors, of a fleet with witnesses and
/// an aggregator. Only the sensors and the wires between machines are not there.
final class ProofWorld {
  let fleetKey: TestKey
  let board: TestKey
  let witnesses: [TestKey]
  let aggregator: TestKey
  let identity: LaneIdentity
  let folder: URL
  let ledger: ChainLedger<LMDBLedgerStore>
  private var instruments: [TestKey] = []
  private var pipeline: AttestationPipeline
  private var time: UInt64 = 0
  var manifestHash = Hash.zero

  static let sensors = ["air/temperature", "air/humidity", "meter/energy"]
  var domain: FleetDomain { identity.domain }

  /// With `ownFleet` the board's key is the fleet's.
  init(ownFleet: Bool = false, delegated: Bool = true) throws {
    board = try TestKey(1)
    fleetKey = ownFleet ? board : try TestKey(9)
    witnesses = try [3, 4, 5].map { try TestKey($0) }.sorted { $0.address < $1.address }
    aggregator = try TestKey(7)
    identity = LaneIdentity(
      fleet: FleetDomain.id(ofFleetKey: fleetKey.address),
      lane: Lane(board: board.address, term: 1))
    folder = FileManager.default.temporaryDirectory.appending(path: "cairn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let plan = LanePlan(identity: identity, time: 1_700_000_000, owner: board.address)
    let text = plan.genesis.text()
    let genesis = try ChainGenesis(try JSONReader.parse(text), document: Array(text.utf8))
    let store = try LMDBLedgerStore(folder: folder.path, mapSize: 64 << 20)
    ledger = try ChainLedger.create(
      in: store, genesis: genesis, machine: Machine(backend: .system))
    let context = AttestationContext(
      identity: identity, boot: 77, agent: Hash(label: "cairn test"), configuration: Hash(9))
    pipeline = try AttestationPipeline(
      context,
      sensors: Self.sensors.enumerated().map { SensorPlan(name: $1, instrument: $0 / 2) },
      instruments: [InstrumentPlan(name: "air"), InstrumentPlan(name: "meter")],
      stored: { _ in nil })
    pipeline.didReserve()
    for place in 0..<2 {
      let id = pipeline.chain(of: place).instrument
      let derived = board.key.instrumentKey(
        fleet: identity.fleet, lane: identity.lane, instrument: id, index: 0)
      instruments.append(delegated ? TestKey(derived) : board)
    }
    if delegated { try commit((0..<2).map { (delegation($0), instruments[$0]) }) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func delegation(_ place: Int) -> [UInt8] {
    let id = pipeline.chain(of: place).instrument
    let key = instruments[place].address
    let statement = Delegation(lane: identity.lane, instrument: id, index: 0, key: key)
    let signature = board.key.sign(digest: statement.digest(in: domain))
    return ReadingLogContract.delegate(
      instrument: id, index: 0, key: key, v: UInt64(signature.v), r: signature.r, s: signature.s)
  }

  /// One block with a measurement of each sensor that is named.
  func measure(_ sensors: [Int], missing: Int? = nil) throws {
    time += 1_000
    let clock = ClockStamp(
      time: 1_700_000_000_000 + time, quality: .synchronised, uncertainty: 5, segment: 0)
    if let missing { pipeline.miss(2, from: missing, because: .sensorSilent) }
    for sensor in sensors {
      let value = DecimalValue(Int64(time / 100) + Int64(sensor), exponent: -1)
      pipeline.take(Measurement(value, .celsius), from: sensor, at: time, clock: clock)
    }
    let batches = pipeline.makeBatches(clock: clock) { (place, digest) throws(Never) in
      instruments[place].key.sign(digest: digest)
    }
    try commit(batches.map { ($0.call, instruments[$0.instrument]) })
    pipeline.didCommit(batches)
  }

  private func commit(_ calls: [(data: [UInt8], key: TestKey)]) throws {
    var nonces: [Address: UInt64] = [:]
    let list = calls.map { call in
      var transaction = Transaction(kind: .feeMarket)
      transaction.chainID = identity.chainID
      let sender = call.key.address
      transaction.nonce = nonces[sender] ?? ledger.state.account(sender)?.nonce ?? 0
      nonces[sender] = transaction.nonce + 1
      transaction.gasLimit = 1 << 24
      transaction.to = LaneContracts.readingLog
      transaction.data = call.data
      let signature = call.key.key.sign(transaction.signingHash)
      transaction.signature = TransactionSignature(
        v: signature.recoveryID & 1 == 1 ? 1 : 0, r: signature.r, s: signature.s)
      return BatchTransaction(transaction, sender: sender)
    }
    let template = BlockTemplate(
      timestamp: 1_700_000_000 + time / 1_000, coinbase: board.address,
      gasLimit: LaneLimits.blockGas)
    let built = try ledger.build(template, list)
    #expect(built.skipped.isEmpty)
    #expect(built.executed.result.receipts.allSatisfy { $0.result == .status(true) })
    let executed = built.executed
    let seal = try board.sign(
      Seal(
        lane: identity.lane, height: executed.block.header.number, blockHash: executed.hash,
        accessListHash: executed.result.accessList.hash, manifestHash: manifestHash), domain)
    try ledger.commit(
      executed, attachments: [Attachment(kind: Attachment.seal, bytes: seal.bytes)])
  }

  var assembler: ProofAssembler<LMDBLedgerStore> {
    ProofAssembler(ledger, identity: identity)
  }

  func proof(_ sensor: Int, _ counter: UInt64?, _ company: ProofCompany? = nil) throws -> ProofFile
  {
    let name = Self.sensors[sensor]
    let id = RecordID.sensor(board: board.address, name: name)
    let place = try assembler.locate(sensor: id, counter: counter)
    return try assembler.proof(
      of: place, sensor: name, company: company ?? ProofCompany(fleetKey: fleetKey.address),
      using: LibraryRecovery())
  }

  func verify(_ file: ProofFile, trusting key: Address?) -> ProofReport {
    ProofVerifier(trusting: key, using: LibraryRecovery()).verify(file)
  }
}
