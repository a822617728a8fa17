import ChainTypes
import EVM
import EVMAssembly
import Testing

@testable import BlockExecution

/// Blocks that are verified from an access list, with what they do before and after their
/// transactions: the list is the serial loop's, and no other one passes for it.
@Suite struct VerifiedBlockTests {
  private static let coinbaseFirst = Withdrawal(
    index: 0, validator: 0, address: Bench.coinbase, amount: 3)

  /// Counts calls in slot 1 and reads slot 2; the protocol's own calls count in slot 3 instead, and
  /// read slot 4.
  private static var counter: Assembly {
    Assembly {
      Op.sstore(
        Op.add(1, Op.mul(2, Op.eq(Op.caller(), push(SystemContract.caller)))),
        Op.add(
          1, Op.sload(Op.add(1, Op.mul(2, Op.eq(Op.caller(), push(SystemContract.caller)))))))
      Op.pop(Op.sload(Op.add(2, Op.mul(2, Op.eq(Op.caller(), push(SystemContract.caller))))))
    }
  }

  private func block(withdrawals: [Withdrawal] = [coinbaseFirst]) -> ListedBlock {
    var block = ListedBlock(.osaka)
    block.put(ListedBlock.target, Op.sstore(1, Op.add(1, Op.sload(1))))
    for contract in [SystemContract.beaconRoots, .blockHashes, .withdrawals] {
      block.put(contract.address, VerifiedBlockTests.counter)
    }
    block.withdrawals = withdrawals
    return block
  }

  /// The list of the serial loop is found again from itself, whatever the workers come to, and not
  /// from any that `damage` makes of it.
  private func check(
    _ block: ListedBlock, _ transactions: [Transaction],
    damage: (inout BlockAccessList) -> Void = { _ in }
  ) throws {
    let serial = try block.execute(transactions)
    var damaged = serial.list
    damage(&damaged)
    var agreed = 0
    for seed in 0..<24 as Range<UInt64> {
      for list in [serial.list, damaged] {
        let found = try block.verify(transactions, from: list, seed: seed)
        #expect(found.list == serial.list, "seed \(seed)")
        #expect(found.list.encoded() == serial.list.encoded())
        #expect(found.root == serial.root)
        if list == serial.list { agreed += found.agreed }
      }
    }
    #expect(agreed > 0, "no list was looked at to its end")
  }

  @Test func `a withdrawal to who was paid by a transaction is in the list`() throws {
    let block = block()
    try check(block, (0..<4).map { block.call($0) }) { list in
      for n in list.accounts.indices {
        list.accounts[n].balanceChanges.removeAll { $0.index == 5 }
      }
    }
  }

  @Test func `what the protocol changes behind transactions that used it is in the list`() throws {
    let block = block()
    let contracts = [SystemContract.withdrawals, .beaconRoots, .blockHashes, .withdrawals]
    let transactions = contracts.enumerated().map { block.call(UInt64($0), to: $1.address) }
    try check(block, transactions) { list in
      for n in list.accounts.indices {
        list.accounts[n].storageChanges.removeAll { $0.index == 5 }
      }
    }
    try check(block, transactions) { list in
      for n in list.accounts.indices { list.accounts[n].storageReads.removeAll { $0 == 4 } }
    }
    try check(block, transactions) { list in
      for n in list.accounts.indices {
        list.accounts[n].storageChanges.removeAll { $0.index == 0 }
      }
    }
  }

  @Test func `a change before or behind the transactions that nobody made is found out`() throws {
    let block = block(withdrawals: [])
    let transactions = (0..<3).map { block.call($0) }
    for index in [0, 4] as [UInt32] {
      try check(block, transactions) { list in
        for n in list.accounts.indices where list.accounts[n].address == Bench.coinbase {
          list.accounts[n].balanceChanges.append(BalanceChange(index: index, balance: 7))
          list.accounts[n].balanceChanges.sort { $0.index < $1.index }
        }
      }
      try check(block, transactions) { list in
        for n in list.accounts.indices where list.accounts[n].address == ListedBlock.target {
          list.accounts[n].storageChanges.append(StorageChange(key: 9, index: index, value: 7))
        }
      }
    }
  }

  @Test func `announcing the caller of system calls is no access`() throws {
    let block = block()
    var transactions = (0..<4).map { block.call($0) }
    for n in transactions.indices {
      transactions[n].kind = .accessList
      transactions[n].accessList = [AccessListEntry(address: SystemContract.caller, slots: [])]
    }
    let serial = try block.execute(transactions)
    #expect(serial.list.account(SystemContract.caller) == nil)
    try check(block, transactions)
    // Warm it is.
    block.put(ListedBlock.target, Op.pop(Op.balance(push(SystemContract.caller))))
    try check(block, transactions)
    let announced = try block.execute(transactions)
    #expect(announced.list.account(SystemContract.caller) != nil)
    let gas = try block.verify(transactions, from: announced.list, seed: 1).gasUsed
    for n in transactions.indices { transactions[n].accessList = [] }
    // 2,400 for each address, which is 2,500 cheaper to look at.
    #expect(try block.verify(transactions, from: announced.list, seed: 1).gasUsed == gas + 400)
  }

  @Test func `who is looked at before there were system calls is listed`() throws {
    let block = ListedBlock(.byzantium)
    block.put(ListedBlock.target, Op.pop(Op.balance(push(SystemContract.caller))))
    let transactions = (0..<4).map { block.call($0) }
    let serial = try block.execute(transactions)
    #expect(serial.list.account(SystemContract.caller) != nil)
    try check(block, transactions)
  }
}

extension ListedBlock {
  /// The same block from an access list, with the schedule of a seed.
  func verify(
    _ transactions: [Transaction], from list: BlockAccessList, seed: UInt64
  ) throws -> (list: BlockAccessList, root: Hash, agreed: Int, gasUsed: UInt64) {
    let parallel = ParallelExecutor<MemoryState, ScheduledRunner>(
      machine: Machine(backend: Bench.backend), chainID: 1,
      runner: ScheduledRunner(workers: 1 + Int(seed % 3), seed: seed), clock: { 0 })
    parallel.isAdaptive = false
    var context = executor.context(of: header)
    let journal = Journal(source: state.copy())
    journal.begin(fork: fork)
    executor.beginBlock(header, context, journal)
    let batch = parallel.execute(
      transactions.map { .known($0, sender: Bench.sender) }, in: &context, on: journal,
      invalid: .stop, from: list)
    let block = Block(header: header, ommers: ommers, withdrawals: withdrawals)
    _ = try executor.finishBlock(block, context, batch.executed.map(\.receipt), journal)
    let found = journal.takeAccessList()
    journal.source.apply(journal.takeChanges())
    return (found, journal.source.root(), batch.report.agreed, context.gasUsed)
  }
}
