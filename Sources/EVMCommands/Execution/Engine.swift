import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// What executes tests on one thread: machine, executor and code cache, kept from test to test.
final class Engine {
  let machine: Machine
  let executor: TransactionExecutor
  let codes = CodeCache()

  init(tier: Tier) {
    machine = Machine(backend: .system, tier: tier)
    executor = TransactionExecutor(machine: machine)
  }
}

extension Tier {
  /// The number that command lines and reports have for it.
  var number: Int { self == .raw || !Tier.hasThreadedCode ? 0 : 1 }
}

extension MemoryState {
  convenience init(_ accounts: [FixtureAccount]) {
    self.init()
    for account in accounts {
      setAccount(
        account.address, nonce: account.nonce, balance: account.balance, code: account.code,
        storage: account.storage)
    }
  }
}
