import BlockExecution
import ChainTypes
import EVM
import LinuxIO
import NativeCrypto

/// What executes tests on one thread: machine, executor and code cache, kept from test to test.
final class Engine {
  let machine: Machine
  let executor: TransactionExecutor
  let codes = CodeCache()
  /// Nil for the serial loop.
  let parallel: ParallelExecutor<MemoryState, ScheduledRunner>?

  init(tier: Tier, schedule: SuiteOptions.Schedule? = nil) {
    machine = Machine(backend: .system, tier: tier)
    executor = TransactionExecutor(machine: machine)
    guard let schedule else {
      parallel = nil
      return
    }
    parallel = ParallelExecutor(
      machine: machine, chainID: 1,
      runner: ScheduledRunner(workers: schedule.workers, seed: schedule.seed),
      clock: { MonotonicClock.now() })
    // What is tested here is not whether it pays.
    parallel?.isAdaptive = false
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
