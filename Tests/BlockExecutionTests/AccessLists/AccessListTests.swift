import ChainTypes
import EVM
import EVMAssembly
import Testing

@testable import BlockExecution

/// What is in a block access list, case by case of EIP-7928.
@Suite struct AccessListTests {
  @Test func `a transfer lists sender, recipient and coinbase with the values after it`() throws {
    let block = ListedBlock(.osaka)
    let result = try block.execute([
      block.call(0, to: Bench.other, value: 5), block.call(1, to: Bench.other, value: 6),
    ])
    let sender = try #require(result.list.account(Bench.sender))
    #expect(sender.nonceChanges == [.init(index: 1, nonce: 1), .init(index: 2, nonce: 2)])
    #expect(sender.balanceChanges.map(\.index) == [1, 2])
    #expect(sender.balanceChanges.last?.balance == Bench.ether &- 420_011)
    let other = try #require(result.list.account(Bench.other))
    #expect(other.balanceChanges == [.init(index: 1, balance: 5), .init(index: 2, balance: 11)])
    let coinbase = try #require(result.list.account(Bench.coinbase))
    #expect(
      coinbase.balanceChanges
        == [.init(index: 1, balance: 210_000), .init(index: 2, balance: 420_000)])
    #expect(result.appliedRoot == result.root && result.list.existence.isEmpty)
  }

  @Test func `accounts and slots that were only read are listed without changes`() throws {
    let block = ListedBlock(.osaka)
    block.put(
      ListedBlock.target, slots: [1: 7, 2: 8],
      Assembly {
        Op.pop(Op.balance(push(ListedBlock.far)))
        Op.pop(Op.sload(1))
        Op.sstore(2, 8)
        Op.sstore(3, 9)
        Op.sstore(3, 0)
        Op.sstore(4, 5)
      })
    let result = try block.execute([block.call(0)])
    let target = try #require(result.list.account(ListedBlock.target))
    #expect(target.storageReads == [1, 2, 3])
    #expect(target.storageChanges == [.init(key: 4, index: 1, value: 5)])
    #expect(result.list.account(ListedBlock.far) == AccountAccesses(address: ListedBlock.far))
    #expect(result.appliedRoot == result.root)
  }

  @Test func `what a reverted call wrote is a read`() throws {
    let block = ListedBlock(.osaka)
    block.put(
      ListedBlock.target, slots: [1: 7],
      Assembly {
        Op.sstore(1, 0)
        Op.pop(Op.balance(push(ListedBlock.far)))
        Op.revert(0, 0)
      })
    let result = try block.execute([block.call(0, value: 3)])
    var expected = AccountAccesses(address: ListedBlock.target)
    expected.storageReads = [1]
    #expect(result.list.account(ListedBlock.target) == expected)
    #expect(result.list.account(ListedBlock.far) != nil)
    #expect(result.appliedRoot == result.root)
  }

  @Test func `a slot that returns to its value in a later transaction has both changes`() throws {
    let block = ListedBlock(.osaka)
    block.put(
      ListedBlock.target, slots: [1: 7], Assembly { Op.sstore(1, Op.calldataload(0)) })
    let five = Word(5).bytes
    let seven = Word(7).bytes
    let result = try block.execute([block.call(0, data: five), block.call(1, data: seven)])
    let target = try #require(result.list.account(ListedBlock.target))
    #expect(
      target.storageChanges
        == [.init(key: 1, index: 1, value: 5), .init(key: 1, index: 2, value: 7)])
    #expect(target.storageReads.isEmpty && result.appliedRoot == result.root)
  }

  @Test(arguments: [Op.balance, .extcodesize, .extcodehash])
  func `what the gas does not reach is not listed`(op: Op) throws {
    // 3 for the PUSH20, 100 for the instruction, 2,500 for what is cold.
    let gas: UInt64 = 2603
    for (room, isListed) in [(gas, true), (gas - 1, false)] {
      let block = ListedBlock(.osaka)
      block.put(ListedBlock.target, op(push(ListedBlock.far)))
      let result = try block.execute([block.call(0, gas: 21_000 + room)])
      #expect((result.list.account(ListedBlock.far) != nil) == isListed, "\(op) with \(room)")
    }
  }

  @Test(arguments: [(Word(0), UInt64(2620)), (1, 11_620)])
  func `a call that cannot pay access and transfer does not list its target`(
    value: Word, gas: UInt64
  ) throws {
    // Six PUSH1 or PUSH0, a PUSH20, access; with value, the transfer. What comes after may fail.
    let program = Op.call(1, push(ListedBlock.far), push(value), 1, 0, 1, 0)
    for (room, isListed) in [(gas, true), (gas - 10, false)] {
      let block = ListedBlock(.osaka)
      block.put(ListedBlock.target, balance: 10, program)
      let result = try block.execute([block.call(0, gas: 21_000 + room + 4)])
      #expect((result.list.account(ListedBlock.far) != nil) == isListed, "\(room)")
    }
  }

  @Test func `a cold slot that the gas does not reach is not listed`() throws {
    for (room, isListed) in [(2102, true), (2101, false)] as [(UInt64, Bool)] {
      let block = ListedBlock(.osaka)
      block.put(ListedBlock.target, slots: [0: 1], Assembly(bytes: [0x5f, 0x54]))
      let result = try block.execute([block.call(0, gas: 21_000 + room)])
      let reads = result.list.account(ListedBlock.target)?.storageReads
      #expect(reads == (isListed ? [.zero] : []), "\(room)")
    }
  }

  @Test func `an EIP-2930 list is not listed, but makes warm what is then accessed`() throws {
    let block = ListedBlock(.osaka)
    block.put(
      ListedBlock.target, slots: [1: 1, 2: 2],
      Assembly {
        Op.pop(Op.balance(push(ListedBlock.far)))
        Op.pop(Op.sload(1))
      })
    var plain = block.call(0)
    let unused = Address(0x0ff)
    let cost = try gasUsed(block, plain)
    plain.kind = .accessList
    plain.accessList = [
      .init(address: ListedBlock.far, slots: []), .init(address: unused, slots: [9]),
      .init(address: ListedBlock.target, slots: [1, 2]),
    ]
    let result = try block.execute([plain])
    #expect(result.list.account(unused) == nil)
    #expect(result.list.account(ListedBlock.far) != nil)
    #expect(result.list.account(ListedBlock.target)?.storageReads == [1])
    // Three addresses and three slots cost; one address and one slot are warm instead of cold.
    #expect(try gasUsed(block, plain) == cost + 3 * 2400 + 3 * 1900 - 2500 - 2000)
  }

  private func gasUsed(_ block: ListedBlock, _ transaction: Transaction) throws -> UInt64 {
    let journal = Journal(source: block.state.copy())
    journal.begin(fork: block.fork)
    return try block.executor.transactions.execute(
      transaction, sender: Bench.sender, in: block.executor.context(of: block.header), on: journal
    ).gasUsed
  }

  @Test func `a refused transaction leaves no trace`() throws {
    let block = ListedBlock(.osaka)
    var poor = block.call(0, to: Bench.other)
    poor.nonce = 7
    let result = try block.execute([poor])
    #expect(result.refused == 1)
    #expect(result.list.account(Bench.sender) == nil && result.list.account(Bench.other) == nil)
    #expect(result.appliedRoot == result.root)
  }

  @Test func `system contracts are listed, their caller is not`() throws {
    let block = ListedBlock(.osaka)
    block.put(
      SystemContract.blockHashes.address, Assembly { Op.sstore(Op.number.assembly, 4) })
    let result = try block.execute([block.call(0, to: Bench.other)])
    #expect(result.list.account(SystemContract.caller) == nil)
    // Nothing is deployed there, but that has been looked up.
    #expect(result.list.account(SystemContract.beaconRoots.address) != nil)
    let hashes = try #require(result.list.account(SystemContract.blockHashes.address))
    #expect(hashes.storageChanges == [.init(key: 1, index: 0, value: 4)])
    #expect(result.addresses == result.addresses.sorted())
    let asked = block
    asked.put(ListedBlock.target, Op.pop(Op.balance(push(SystemContract.caller))))
    #expect(try asked.execute([asked.call(0)]).list.account(SystemContract.caller) != nil)
  }

  @Test func `withdrawals are listed behind the transactions, with nothing where nothing came`()
    throws
  {
    var block = ListedBlock(.shanghai)
    block.withdrawals = [
      Withdrawal(index: 0, validator: 0, address: Bench.other, amount: 2),
      Withdrawal(index: 1, validator: 0, address: ListedBlock.far, amount: 0),
    ]
    let result = try block.execute([block.call(0, to: Bench.sender)])
    let other = try #require(result.list.account(Bench.other))
    #expect(other.balanceChanges == [.init(index: 2, balance: 2_000_000_000)])
    #expect(result.list.account(ListedBlock.far) == AccountAccesses(address: ListedBlock.far))
    #expect(result.appliedRoot == result.root)
  }

  @Test(arguments: [Fork.frontier, .byzantium, .london])
  func `rewards are listed behind the transactions`(fork: Fork) throws {
    var block = ListedBlock(fork)
    var ommer = BlockHeader()
    ommer.coinbase = ListedBlock.far
    block.ommers = [ommer]
    let result = try block.execute([block.call(0, to: Bench.other, value: 1)])
    let reward = BlockRules.reward(in: fork)
    let coinbase = try #require(result.list.account(Bench.coinbase))
    #expect(coinbase.balanceChanges.map(\.index) == [1, 2])
    #expect(
      coinbase.balanceChanges.last?.balance == 210_000 as Word &+ reward &+ (reward >> 5))
    #expect(result.list.account(ListedBlock.far)?.balanceChanges.map(\.index) == [2])
    #expect(result.appliedRoot == result.root)
  }

  @Test func `a delegation lists code and nonce of the authority, not the delegate`() throws {
    let block = ListedBlock(.prague)
    let authority = Address(0xa07)
    block.state.setAccount(authority, nonce: 3, balance: 1)
    var t = block.call(0, to: Bench.other)
    t.kind = .setCode
    let half = Word(0x7fff)
    func wish(_ nonce: UInt64) -> Authorization {
      Authorization(
        chainID: 1, address: ListedBlock.far, nonce: nonce, yParity: 0, r: authority.word, s: half)
    }
    t.authorizations = [wish(3), wish(9)]
    let result = try block.execute([t])
    let listed = try #require(result.list.account(authority))
    #expect(listed.nonceChanges == [.init(index: 1, nonce: 4)])
    #expect(listed.codeChanges.first?.code == [0xef, 1, 0] + ListedBlock.far.bytes)
    #expect(result.list.account(ListedBlock.far) == nil)
    #expect(result.appliedRoot == result.root)
    t.authorizations = [wish(9)]
    let failed = try block.execute([t])
    #expect(failed.list.account(authority) == AccountAccesses(address: authority))
  }
}
