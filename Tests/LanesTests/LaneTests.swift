import BlockExecution
import ChainTypes
import Contracts
import EVM
import Statements
import Testing

@testable import Lanes

@Suite("What a lane begins with")
struct LaneTests {
  static let board = Address(0xb0a4d)
  static let owner = Address(0x0c14e4)
  static let plan = LanePlan(
    identity: LaneIdentity(
      fleet: FleetDomain.id(ofFleetKey: owner), lane: Lane(board: board, term: 3)),
    time: 1_700_000_000, owner: owner, meterSeconds: 900, meterOffset: 3_600)

  @Test func `chain ids lie where no wallet and no other chain is disturbed`() {
    var seen: Set<UInt64> = []
    for term in 0..<2_000 as Range<UInt64> {
      let identity = LaneIdentity(fleet: .zero, lane: Lane(board: Self.board, term: term))
      #expect(identity.chainID >= 1 << 40 && identity.chainID <= 4_503_599_627_370_476)
      seen.insert(identity.chainID)
    }
    #expect(seen.count == 2_000)
  }

  @Test func `fleet, board and term each change the chain id`() {
    let identity = Self.plan.identity
    var others = [identity, identity, identity]
    others[0].fleet = Hash(Word(1))
    others[1].lane.board = Self.owner
    others[2].lane.term += 1
    #expect(Set(others.map { $0.chainID } + [identity.chainID]).count == 4)
  }

  @Test func `the genesis names every fork and the lane's own switches`() {
    let genesis = Self.plan.genesis
    #expect(genesis["config"]?["osakaTime"] == 0)
    #expect(genesis["config"]?["chainId"] == .integer(Int64(Self.plan.identity.chainID)))
    #expect(genesis["config"]?["cairn"]?["equalTimestamps"] == true)
    #expect(genesis["config"]?["cairn"]?["term"] == "0x3")
    #expect(genesis["extraData"] == .string(Self.plan.identity.fleet.hex))
    #expect(genesis["alloc"]?.asObject?.count == 10)
  }

  /// Runs the constructors, and lets the owner install, as on a chain without a genesis of its own.
  @Test func `the contracts are as if they had been deployed and installed`() throws {
    let world = World(time: Self.plan.time)
    var deployed: [Address: Address] = [:]
    let registry = try world.deploy(RegistryContract.creation(owner: Self.owner))
    deployed[LaneContracts.registry] = registry
    let lane = Self.plan.identity.lane
    for (address, code) in [
      (
        LaneContracts.readingLog,
        ReadingLogContract.creation(
          registry: registry, board: lane.board, term: lane.term,
          fleet: Self.plan.identity.fleet, predecessor: .zero)
      ), (LaneContracts.rules, RulesContract.creation(registry: registry)),
      (LaneContracts.custody, CustodyContract.creation(registry: registry)),
      (
        LaneContracts.energyMeter,
        EnergyMeterContract.creation(registry: registry, length: 900, offset: 3_600)
      ), (LaneContracts.verifier, AttestationVerifierContract.creation()),
    ] {
      deployed[address] = try world.deploy(code)
    }
    for (name, address) in LaneContracts.names {
      let installed = try #require(deployed[address])
      try world.call(
        registry,
        RegistryContract.install(
          name: try #require(RegistryContract.name(name)), installed: installed))
    }
    for contract in LaneContracts.all(Self.plan) {
      let address = try #require(deployed[contract.address])
      let found = try #require(world.state.contents(of: address))
      // Immutables that are addresses of other contracts differ, and nothing else does.
      #expect(world.renamed(found.code, deployed) == contract.code, "\(contract.address.hex)")
      let storage = found.storage.map { (key: $0.key, value: world.renamed($0.value, deployed)) }
      let expected = contract.storage.sorted { $0.key < $1.key }
      #expect(storage.map { $0.key } == expected.map { $0.key }, "\(contract.address.hex)")
      #expect(storage.map { $0.value } == expected.map { $0.value }, "\(contract.address.hex)")
    }
  }
}

/// A chain on which the owner sends one transaction after the other.
private final class World {
  let state = MemoryState()
  private let executor: TransactionExecutor
  private var context: BlockContext
  private var nonce: UInt64 = 0

  init(time: UInt64) {
    executor = TransactionExecutor(
      machine: Machine(
        backend: CryptoBackend(
          recover: { _, _, _, _ in nil }, sha256: { _ in .zero }, ripemd160: { _ in [] },
          modularPower: { _, _, _ in [] }, verifyP256: { _, _, _, _, _ in false })))
    var environment = Environment(fork: .osaka)
    environment.timestamp = time
    environment.gasLimit = 1 << 32
    context = BlockContext(environment: environment)
  }

  private func send(_ to: Address?, _ data: [UInt8]) throws -> TransactionResult {
    var transaction = Transaction(kind: .feeMarket)
    transaction.nonce = nonce
    transaction.to = to
    transaction.data = data
    transaction.gasLimit = 1 << 24
    nonce += 1
    let journal = Journal(source: state)
    journal.begin(fork: .osaka)
    let result = try executor.execute(
      transaction, sender: LaneTests.owner, in: context, on: journal)
    state.apply(journal.takeChanges())
    #expect(result.isSuccess, "\(result.halt)")
    return result
  }

  func deploy(_ code: [UInt8]) throws -> Address {
    try #require(try send(nil, code).createdAddress)
  }

  func call(_ to: Address, _ data: [UInt8]) throws { _ = try send(to, data) }

  func renamed(_ word: Word, _ deployed: [Address: Address]) -> Word {
    deployed.first { $0.value.word == word }?.key.word ?? word
  }

  /// The immutables stand behind the code, a word each.
  func renamed(_ code: [UInt8], _ deployed: [Address: Address]) -> [UInt8] {
    var code = code
    for (fixed, address) in deployed {
      let wanted = address.word.bytes
      guard code.count >= 32 else { continue }
      for start in max(0, code.count - 32 * 8)...(code.count - 32)
      where Array(code[start..<start + 32]) == wanted {
        code.replaceSubrange(start..<start + 32, with: fixed.word.bytes)
      }
    }
    return code
  }
}
