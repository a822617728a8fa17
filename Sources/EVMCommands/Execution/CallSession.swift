import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// Calls a contract without a transaction around it: no intrinsic gas, no fees, the state forgotten
/// after each call. What `run`, `bench`, `vectors` and `fuzz` do.
final class CallSession {
  let machine: Machine
  let world: MemoryState
  let journal: Journal<MemoryState>
  var environment: Environment

  init(fork: Fork, accounts: [FixtureAccount], tier: Tier) {
    machine = Machine(backend: .system, tier: tier)
    world = MemoryState(accounts)
    journal = Journal(source: world, codes: CodeCache())
    environment = Environment(fork: fork)
    environment.number = 1
    environment.timestamp = 1_000
    environment.gasLimit = 1 << 62
  }

  /// Forgets what earlier calls did.
  func reset() { journal.begin(fork: environment.fork) }

  /// The caller, the contract and the coinbase are warm, as they are in a transaction.
  func prepare(_ message: Message) {
    journal.beginTransaction()
    environment.origin = message.caller
    guard environment.fork >= .berlin else { return }
    _ = journal.warm(journal.account(message.caller))
    _ = journal.warm(journal.account(message.target))
    if environment.fork >= .shanghai {
      _ = journal.warm(journal.account(environment.coinbase))
    }
  }

  func call(_ message: Message) -> Outcome {
    prepare(message)
    return machine.run(message, in: environment, host: journal)
  }

  func call<T: Tracer>(_ message: Message, tracer: inout T) -> Outcome {
    prepare(message)
    return machine.run(message, in: environment, host: journal, tracer: &tracer)
  }
}
