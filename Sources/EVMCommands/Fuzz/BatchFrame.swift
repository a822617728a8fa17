import BlockExecution
import ChainTypes
import EVM

/// What a block does before and after a batch: pays, and calls its contracts.
struct BatchFrame {
  /// Called by the protocol, and by transactions too.
  static let contracts: [SystemContract] = [.beaconRoots, .withdrawals, .consolidations]
  static let addresses = contracts.map { $0.address } + [SystemContract.caller]

  /// Nothing happens around most batches.
  private let isEmpty: Bool
  private var before: [Withdrawal] = []
  private var after: [Withdrawal] = []

  init(_ random: inout SeededRandom, coinbase: Address, in world: MemoryState) {
    isEmpty = random.oneIn(2)
    if isEmpty { return }
    for contract in BatchFrame.contracts {
      let code = BatchContracts.all[random.below(BatchContracts.all.count)]
      world.setAccount(
        contract.address, nonce: 1, balance: .zero, code: code,
        storage: random.oneIn(2) ? [(0, 5), (1, 1)] : [])
    }
    for _ in 0..<random.below(4) { before.append(BatchFrame.payment(&random, coinbase)) }
    for _ in 0..<random.below(4) { after.append(BatchFrame.payment(&random, coinbase)) }
  }

  private static func payment(_ random: inout SeededRandom, _ coinbase: Address) -> Withdrawal {
    let all = BatchCase.addresses
    return Withdrawal(
      index: 0, validator: 0, address: random.oneIn(3) ? coinbase : all[random.below(all.count)],
      amount: UInt64(random.below(3)))
  }

  func begin(_ context: BlockContext, _ machine: Machine, _ journal: Journal<MemoryState>) {
    journal.recordAccesses(at: 0)
    if isEmpty { return }
    let executor = executor(context, machine)
    executor.pay(before, journal)
    var header = BlockHeader()
    header.number = context.environment.number
    header.parentBeaconRoot = .zero
    executor.beginBlock(header, context, journal)
  }

  func finish(
    _ context: BlockContext, _ machine: Machine, _ receipts: [Receipt],
    _ journal: Journal<MemoryState>
  ) {
    if isEmpty { return }
    let executor = executor(context, machine)
    journal.recordAccesses(at: UInt32(truncatingIfNeeded: receipts.count + 1))
    executor.pay(after, journal)
    guard context.environment.fork >= .prague else { return }
    // One that fails is as good as any: it does so in the serial loop, too.
    _ = try? executor.collectRequests([], context, journal)
  }

  private func executor(_ context: BlockContext, _ machine: Machine) -> BlockExecutor {
    BlockExecutor(machine: machine, schedule: ForkSchedule(context.environment.fork), chainID: 1)
  }
}
