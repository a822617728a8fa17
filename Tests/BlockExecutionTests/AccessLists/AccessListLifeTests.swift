import ChainTypes
import EVM
import EVMAssembly
import Testing

@testable import BlockExecution

/// Accounts that come and go: what the values of EIP-7928 say, and what old forks need beside.
@Suite struct AccessListLifeTests {
  /// Deploys with CREATE2 what the target's calldata... is code: init code in the call data.
  static let factory = Assembly {
    Op.calldatacopy(0, 0, Op.calldatasize.assembly)
    Op.pop(Op.create2(0, 0, Op.calldatasize.assembly, 5))
  }

  static func child(_ initCode: [UInt8]) -> Address {
    CreatedAddress.of(ListedBlock.target, salt: 5, initCode: Keccak256.hash(initCode))
  }

  @Test func `a created contract lists nonce and code`() throws {
    let block = ListedBlock(.osaka)
    block.put(ListedBlock.target, Self.factory)
    let initCode = deployment(of: [0x60, 0x01])
    let result = try block.execute([block.call(0, data: initCode)])
    let child = try #require(result.list.account(Self.child(initCode)))
    #expect(child.nonceChanges == [.init(index: 1, nonce: 1)])
    #expect(child.codeChanges == [.init(index: 1, code: [0x60, 0x01])])
    #expect(child.balanceChanges.isEmpty && result.appliedRoot == result.root)
    let factory = try #require(result.list.account(ListedBlock.target))
    #expect(factory.nonceChanges == [.init(index: 1, nonce: 2)])
  }

  @Test func `what is created and destroyed in one transaction leaves reads only`() throws {
    let block = ListedBlock(.osaka)
    block.put(ListedBlock.target, Self.factory)
    let initCode = Assembly {
      Op.sstore(1, 2)
      Op.pop(Op.sload(3))
      Op.selfdestruct(push(ListedBlock.far))
    }.bytes
    block.state.setAccount(Self.child(initCode), nonce: 0, balance: 4)
    let result = try block.execute([block.call(0, data: initCode)])
    var expected = AccountAccesses(address: Self.child(initCode))
    expected.storageReads = [1, 3]
    expected.balanceChanges = [.init(index: 1, balance: .zero)]
    #expect(result.list.account(expected.address) == expected)
    #expect(result.list.existence.isEmpty && result.appliedRoot == result.root)
  }

  @Test func `destroyed before Cancun and created anew, it has only what was written since`()
    throws
  {
    let block = ListedBlock(.istanbul)
    block.put(ListedBlock.target, Self.factory)
    // Writes its slots, or destroys itself when it is called with data.
    let runtime = Assembly {
      when(Op.calldatasize.assembly) { Op.selfdestruct(push(ListedBlock.far)) }
      Op.sstore(1, 2)
      Op.sstore(2, 3)
    }.bytes
    let initCode = deployment(of: runtime)
    let child = Self.child(initCode)
    block.state.setAccount(
      child, nonce: 1, balance: 9, code: runtime, storage: [(key: 1, value: 7), (key: 8, value: 8)])
    let gone = try block.execute([block.call(0, to: child, data: [1])])
    #expect(gone.after.account(child) == nil && gone.appliedRoot == gone.root)
    #expect(gone.list.existence.isEmpty, "nonce, balance and code became nothing: that tells")
    let again = try block.execute([
      block.call(0, to: child), block.call(1, to: child, data: [1]), block.call(2, data: initCode),
    ])
    #expect(again.after.contents(of: child)?.storage.count == 0)
    #expect(again.appliedRoot == again.root)
    let rewritten = try block.execute([
      block.call(0, to: child), block.call(1, to: child, data: [1]), block.call(2, data: initCode),
      block.call(3, to: child),
    ])
    #expect(rewritten.after.contents(of: child)?.storage.map(\.key) == [1, 2])
    let changes = try #require(rewritten.list.account(child)).storageChanges
    #expect(changes.filter { $0.key == 1 }.map(\.index) == [1, 4])
    #expect(rewritten.appliedRoot == rewritten.root)
  }

  @Test func `before EIP-161 a touched account is there without any value`() throws {
    let block = ListedBlock(.frontier)
    let result = try block.execute([block.call(0, to: Bench.other)])
    #expect(
      result.list.existence
        == [ExistenceChange(address: Bench.other, index: 1, isPresent: true)])
    #expect(result.after.account(Bench.other) == Account())
    #expect(result.appliedRoot == result.root)
    let later = ListedBlock(.byzantium)
    #expect(try later.execute([later.call(0, to: Bench.other)]).list.existence.isEmpty)
  }

  @Test func `an empty account that EIP-161 takes away is marked`() throws {
    let block = ListedBlock(.osaka)
    block.state.setAccount(Bench.other, nonce: 0, balance: .zero)
    let result = try block.execute([block.call(0, to: Bench.other)])
    #expect(
      result.list.existence
        == [ExistenceChange(address: Bench.other, index: 1, isPresent: false)])
    #expect(result.after.account(Bench.other) == nil && result.appliedRoot == result.root)
  }

  @Test(arguments: [Fork.frontier, .tangerineWhistle, .spuriousDragon, .london, .cancun, .osaka])
  func `the list of random transactions makes the changes that the journal made`(fork: Fork) throws
  {
    for seed in 1...40 as ClosedRange<UInt64> {
      var walk = JournalPropertyTests.Walk(seed: seed, fork: fork)
      for number in 0..<6 {
        walk.journal.recordAccesses(at: UInt32(number))
        _ = walk.transaction()
      }
      let list = walk.journal.takeAccessList()
      let decoded = try BlockAccessList(decoding: list.encoded())
      #expect(decoded == list, "seed \(seed)")
      let expected = walk.state.copy()
      expected.apply(walk.journal.takeChanges())
      walk.state.apply(decoded.stateChanges(over: walk.state))
      #expect(walk.state.root() == expected.root(), "seed \(seed), fork \(fork)")
      #expect(walk.appliesEqually(), "seed \(seed), fork \(fork)")
    }
  }

  @Test(arguments: [Fork.frontier, .osaka])
  func `clearing the journal's tables in between changes nothing of the list`(fork: Fork) {
    for seed in 1...30 as ClosedRange<UInt64> {
      var lists: [BlockAccessList] = []
      for clears in [false, true] {
        var walk = JournalPropertyTests.Walk(seed: seed, fork: fork)
        for number in 0..<4 {
          walk.journal.recordAccesses(at: UInt32(number))
          _ = walk.transaction()
          if clears { walk.state.apply(walk.journal.takeChanges()) }
        }
        lists.append(walk.journal.takeAccessList())
      }
      #expect(lists[0] == lists[1], "seed \(seed), fork \(fork)")
    }
  }
}
