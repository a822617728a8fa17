import BlockExecution
import ChainTypes
import Contracts
import EVM
import NativeCrypto

/// A chain of our own machine in which contracts are deployed and called, one transaction after the
/// other. Everything that happens is written down, so that another machine can be asked the same.
final class World {
  static let chainID: UInt64 = 1_100_000_000_001

  let state = MemoryState()
  let journal: Journal<MemoryState>
  let executor = TransactionExecutor(machine: Machine(backend: .system))
  var context: BlockContext
  var transcript: [String] = []
  private var nonces: [Address: UInt64] = [:]

  /// Cancun by default: the newest fork that the other machine knows, and what Vyper compiles for.
  init(_ fork: Fork = .cancun, chainID: UInt64 = World.chainID) {
    journal = Journal(source: state)
    journal.begin(fork: fork)
    var environment = Environment(fork: fork)
    environment.chainID = chainID
    environment.gasLimit = 1_000_000_000
    environment.number = 1
    environment.timestamp = 1_800_000_000
    context = BlockContext(environment: environment)
  }

  /// Seconds of the block's clock.
  var time: UInt64 {
    get { context.environment.timestamp }
    set { context.environment.timestamp = newValue }
  }

  @discardableResult
  func send(
    _ data: [UInt8], to target: Address?, from sender: Address, gas: UInt64 = 15_000_000,
    value: Word = .zero
  ) throws -> TransactionResult {
    var transaction = Transaction()
    transaction.nonce = nonces[sender, default: 0]
    transaction.to = target
    transaction.data = data
    transaction.gasLimit = gas
    transaction.value = value
    let result = try executor.execute(
      transaction, sender: sender, in: context, on: journal)
    nonces[sender, default: 0] += 1
    transcript.append(line(transaction, sender, result))
    return result
  }

  func deploy(_ creation: [UInt8], from sender: Address) throws -> Address {
    let result = try send(creation, to: nil, from: sender)
    guard result.isSuccess, let address = result.createdAddress else {
      throw Refused(reason: result.refusal)
    }
    return address
  }

  /// What a view answers, without a trace in the state.
  func ask(_ data: [UInt8], of target: Address) throws -> [UInt8] {
    let asker = Address(0xa5c)
    let result = try send(data, to: target, from: asker)
    guard result.isSuccess else { throw Refused(reason: result.refusal) }
    return result.output
  }

  /// All slots of a contract as they are now.
  func storage(of address: Address) -> [(key: Word, value: Word)] {
    state.apply(journal.takeChanges())
    journal.begin(fork: context.environment.fork)
    return state.contents(of: address)?.storage ?? []
  }

  private func line(
    _ transaction: Transaction, _ sender: Address, _ result: TransactionResult
  ) -> String {
    let logs = result.logs.map { log in
      ([log.address.hex] + log.topics.map(\.hex) + [Hex.encode(log.data)]).joined(separator: ",")
    }
    return [
      "call", "\(context.environment.timestamp)", sender.hex, transaction.to?.hex ?? "-",
      Hex.encode(transaction.data), "\(transaction.gasLimit)", result.isSuccess ? "1" : "0",
      "\(result.gasUsed)", result.isSuccess ? Hex.encode(result.output) : "-",
      logs.isEmpty ? "-" : logs.joined(separator: ";"),
    ].joined(separator: " ")
  }
}

/// A call that should have succeeded did not.
struct Refused: Error, Equatable, CustomStringConvertible {
  var reason: String
  var description: String { "refused: \(reason)" }
}

extension TransactionResult {
  /// The contract's words, or how the machine halted.
  var refusal: String {
    isSuccess ? "" : RevertReason.text(output) ?? "\(halt)"
  }
}

/// The logs that are of one event.
func events<Event>(
  _ result: TransactionResult, _ decode: ([Hash], [UInt8]) -> Event?
) -> [Event] {
  result.logs.compactMap { decode($0.topics, $0.data) }
}

/// 32 bytes of text, as the registry's names are.
func name(_ text: String) -> Hash {
  let bytes = Array(text.utf8)
  return Hash(bytes: bytes + [UInt8](repeating: 0, count: 32 - bytes.count))!
}
