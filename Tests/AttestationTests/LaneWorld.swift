import BlockExecution
import ChainTypes
import Contracts
import EVM
import Lanes
import NativeCrypto
import Signing
import Statements
import Testing

/// A lane's genesis in memory, and a board that brings batches to it with its own key.
final class LaneWorld {
  let identity: LaneIdentity
  let state = MemoryState()
  private let key: SigningKey
  private let executor = TransactionExecutor(machine: Machine(backend: .system))
  private(set) var logs: [Log] = []

  init(term: UInt64 = 0) throws {
    var secret = [UInt8](repeating: 7, count: 32)
    key = try SigningKey(taking: &secret)
    identity = LaneIdentity(
      fleet: FleetDomain.id(ofFleetKey: key.address), lane: Lane(board: key.address, term: term))
    let plan = LanePlan(identity: identity, time: 1_700_000_000, owner: key.address)
    for (address, account) in plan.genesis["alloc"]?.asObject ?? [] {
      var storage: [(key: Word, value: Word)] = []
      for (slot, value) in account["storage"]?.asObject ?? [] {
        let slot = try #require(Word(hex: slot))
        storage.append((slot, try #require(value.asString.flatMap { Word(hex: $0) })))
      }
      state.setAccount(
        try #require(Address(hex: address)), nonce: 1, balance: .zero,
        code: try Hex.decode(account["code"]?.asString ?? "0x"), storage: storage)
    }
  }

  /// As an instrument without a key of its own: the board signs.
  func sign(_ digest: Hash) -> StatementSignature {
    let signature = key.sign(digest)
    do {
      return try StatementSignature(
        r: signature.r, s: signature.s, yIsOdd: signature.recoveryID & 1 == 1)
    } catch {
      fatalError("a key makes canonical signatures")
    }
  }

  /// Why the reading log refused the call; nil when it took it. Only then the state changes.
  func record(_ call: [UInt8]) throws -> String? {
    var transaction = Transaction(kind: .feeMarket)
    transaction.nonce = state.account(identity.lane.board)?.nonce ?? 0
    transaction.gasLimit = 1 << 24
    transaction.to = LaneContracts.readingLog
    transaction.data = call
    var environment = Environment(fork: .osaka)
    environment.gasLimit = LaneLimits.blockGas
    let journal = Journal(source: state)
    journal.begin(fork: .osaka)
    let result = try executor.execute(
      transaction, sender: identity.lane.board, in: BlockContext(environment: environment),
      on: journal)
    guard result.isSuccess else { return RevertReason.text(result.output) ?? "\(result.halt)" }
    state.apply(journal.takeChanges())
    logs += result.logs
    return nil
  }
}

/// Equal seeds give equal draws.
struct Draws {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func below(_ bound: UInt64) -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return (state >> 20) % bound
  }
}
