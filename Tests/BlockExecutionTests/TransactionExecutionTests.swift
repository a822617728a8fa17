import ChainTypes
import EVM
import Testing

@testable import BlockExecution

/// A world with one rich sender, in which single transactions run.
struct Bench {
  static let sender = Address(0xa11ce)
  static let other = Address(0xb0b)
  static let coinbase = Address(0xc01)
  static let ether: Word = 1_000_000_000_000_000_000

  let state = MemoryState()
  let journal: Journal<MemoryState>
  var context: BlockContext
  let executor: TransactionExecutor

  /// Recovery answers the address whose number is the signature's r.
  static let backend = CryptoBackend(
    recover: { _, r, _, _ in Address(r) }, sha256: { _ in .zero }, ripemd160: { _ in [] },
    modularPower: { _, _, _ in [] }, verifyP256: { _, _, _, _, _ in false })

  init(_ fork: Fork = .osaka) {
    state.setAccount(Bench.sender, nonce: 0, balance: Bench.ether)
    journal = Journal(source: state)
    journal.begin(fork: fork)
    var environment = Environment(fork: fork)
    environment.coinbase = Bench.coinbase
    environment.gasLimit = 30_000_000
    context = BlockContext(environment: environment)
    executor = TransactionExecutor(machine: Machine(backend: Bench.backend))
  }

  func transfer(_ value: Word = 1, price: Word = 10) -> Transaction {
    var t = Transaction()
    t.to = Bench.other
    t.value = value
    t.gasLimit = 100_000
    t.maxFeePerGas = price
    t.maxPriorityFeePerGas = price
    return t
  }

  func run(_ transaction: Transaction) throws(InvalidTransaction) -> TransactionResult {
    try executor.execute(transaction, sender: Bench.sender, in: context, on: journal)
  }

  func balance(_ address: Address) -> Word { journal.balance(journal.account(address)) }
}

@Suite struct TransactionExecutionTests {
  @Test func `a transfer moves value, pays 21000 gas and counts the nonce`() throws {
    let bench = Bench()
    let result = try bench.run(bench.transfer(5))
    #expect(result.isSuccess && result.gasUsed == 21_000)
    #expect(bench.balance(Bench.other) == 5)
    #expect(bench.balance(Bench.coinbase) == 210_000)
    #expect(bench.balance(Bench.sender) == Bench.ether &- 210_005)
    #expect(bench.journal.nonce(bench.journal.account(Bench.sender)) == 1)
  }

  @Test func `from London on the base fee is burnt`() throws {
    var bench = Bench()
    bench.context.environment.baseFee = 7
    _ = try bench.run(bench.transfer(0))
    #expect(bench.balance(Bench.coinbase) == 63_000)
    #expect(bench.balance(Bench.sender) == Bench.ether &- 210_000)
  }

  @Test func `the tip is the lesser of the priority fee and the room above the base fee`() throws {
    var bench = Bench()
    bench.context.environment.baseFee = 7
    var t = bench.transfer(0)
    t.kind = .feeMarket
    t.maxPriorityFeePerGas = 2
    #expect(try bench.run(t).gasPrice == 9)
    t.nonce = 1
    t.maxPriorityFeePerGas = 10
    #expect(try bench.run(t).gasPrice == 10)
  }

  @Test func `each reason to refuse a transaction leaves the state as it was`() {
    var bench = Bench()
    bench.context.gasUsed = 20_000_000
    let executed = bench
    func refuse(_ reason: InvalidTransaction, _ change: (inout Transaction) -> Void) {
      var t = executed.transfer()
      change(&t)
      #expect(throws: reason) { try executed.run(t) }
    }
    refuse(.nonceTooHigh(found: 1, account: 0)) { $0.nonce = 1 }
    refuse(.nonceIsMax) { $0.nonce = .max }
    refuse(.gasAllowanceExceeded(limit: 16_000_000, available: 10_000_000)) {
      $0.gasLimit = 16_000_000
    }
    refuse(.insufficientFunds(address: Bench.sender, balance: Bench.ether)) {
      $0.value = Bench.ether
    }
    refuse(.insufficientFunds(address: Bench.sender, balance: Bench.ether)) { $0.value = .max }
    refuse(.feeOverflow) {
      $0.maxFeePerGas = .max
      $0.maxPriorityFeePerGas = .max
    }
    refuse(.noAuthorizations) { $0.kind = .setCode }
    refuse(.noBlobs) { $0.kind = .blob }
    refuse(.blobCreation) {
      $0.kind = .blob
      $0.to = nil
      $0.data = []
    }
    #expect(bench.journal.takeChanges().isEmpty)
  }

  @Test func `a sender with code is refused, a delegated one is not`() throws {
    let bench = Bench(.prague)
    bench.state.setAccount(Bench.sender, nonce: 0, balance: Bench.ether, code: [0])
    #expect(throws: InvalidTransaction.senderHasCode(Bench.sender)) {
      try bench.run(bench.transfer())
    }
    let delegated = Bench(.prague)
    delegated.state.setAccount(
      Bench.sender, nonce: 0, balance: Bench.ether, code: [0xef, 1, 0] + Bench.other.bytes)
    #expect(try delegated.run(delegated.transfer()).isSuccess)
  }

  @Test func `clearing a slot refunds a fifth at most from London and a half before`() throws {
    // PUSH1 0 PUSH1 0 SSTORE on a slot that holds 1: Berlin refunds 15000, London 4800.
    for (fork, used) in [(Fork.berlin, 13_003), (.london, 21_206)] as [(Fork, UInt64)] {
      let bench = Bench(fork)
      bench.state.setAccount(
        Bench.other, nonce: 1, balance: .zero, code: [0x60, 0, 0x60, 0, 0x55],
        storage: [(key: 0, value: 1)])
      let result = try bench.run(bench.transfer(0))
      // 21000 + 3 + 3 + 2100 + 2900 = 26006 before the refund.
      #expect(result.gasUsed == used, "\(fork)")
      #expect(result.gasUsed + result.gasRefunded == 26_006, "\(fork)")
    }
  }

  @Test func `calldata pays the floor of Prague when execution costs less`() throws {
    let bench = Bench(.prague)
    var t = bench.transfer(0)
    t.data = [UInt8](repeating: 1, count: 100)
    #expect(try bench.run(t).gasUsed == 21_000 + 10 * 400)
    let cancun = Bench(.cancun)
    #expect(try cancun.run(t).gasUsed == 21_000 + 16 * 100)
  }

  @Test func `an authorization sets the code, counts the nonce and refunds an existing account`()
    throws
  {
    let bench = Bench(.prague)
    let owner = Address(0x0e)
    bench.state.setAccount(owner, nonce: 3, balance: 1)
    var t = bench.transfer(0)
    t.kind = .setCode
    t.chainID = 1
    t.authorizations = [
      Authorization(chainID: 1, address: Bench.other, nonce: 3, yParity: 0, r: 0x0e, s: 1),
      Authorization(chainID: 2, address: Bench.other, nonce: 4, yParity: 0, r: 0x0e, s: 1),
      Authorization(chainID: 0, address: Bench.other, nonce: 9, yParity: 0, r: 0x0e, s: 1),
    ]
    let result = try bench.run(t)
    let account = bench.journal.account(owner)
    #expect(bench.journal.nonce(account) == 4)
    #expect(bench.journal.code(account).delegate == Bench.other)
    #expect(result.gasUsed + result.gasRefunded == 21_000 + 3 * 25_000)
    #expect(result.gasRefunded == 12_500)
  }

  @Test func `an empty account that is touched goes from Spurious Dragon on and stays before`()
    throws
  {
    for (fork, stays) in [(Fork.tangerineWhistle, true), (.spuriousDragon, false)] {
      let bench = Bench(fork)
      bench.state.setAccount(Bench.other, nonce: 0, balance: .zero)
      _ = try bench.run(bench.transfer(0))
      bench.state.apply(bench.journal.takeChanges())
      #expect((bench.state.account(Bench.other) != nil) == stays, "\(fork)")
    }
  }

  @Test func `a contract that destroys itself goes before Cancun and only its balance after`()
    throws
  {
    for (fork, stays) in [(Fork.shanghai, false), (.cancun, true)] {
      let bench = Bench(fork)
      // PUSH1 0x77 SELFDESTRUCT
      bench.state.setAccount(Bench.other, nonce: 1, balance: 9, code: [0x60, 0x77, 0xff])
      #expect(try bench.run(bench.transfer(1)).isSuccess)
      bench.state.apply(bench.journal.takeChanges())
      #expect((bench.state.account(Bench.other) != nil) == stays, "\(fork)")
      #expect(bench.state.account(Address(0x77))?.balance == 10)
    }
  }

  @Test func `a creation has its address of sender and nonce, and the returned code`() throws {
    let bench = Bench()
    var t = bench.transfer(0)
    t.to = nil
    // Returns one zero byte: PUSH1 1 PUSH1 0 RETURN.
    t.data = [0x60, 1, 0x60, 0, 0xf3]
    let result = try bench.run(t)
    let created = try #require(result.createdAddress)
    #expect(created == CreatedAddress.of(Bench.sender, nonce: 0))
    #expect(bench.journal.code(bench.journal.account(created)).bytes == [0])
    // 53000 + 4 * 16 + 4 for data, 2 for a word of init code, 9 executed, 200 for a byte of code.
    #expect(result.gasUsed == 53_000 + 68 + 2 + 9 + 200)
  }

  @Test func `logs of a failed transaction are not in its result`() throws {
    let bench = Bench()
    // PUSH1 0 PUSH1 0 LOG0 then STOP or INVALID.
    for (last, count) in [(UInt8(0x00), 1), (0xfe, 0)] {
      let address = Address(Word(UInt64(last) + 0x1000))
      bench.state.setAccount(
        address, nonce: 1, balance: .zero, code: [0x60, 0, 0x60, 0, 0xa0, last])
      var t = bench.transfer(0)
      t.to = address
      t.nonce = last == 0 ? 0 : 1
      #expect(try bench.run(t).logs.count == count)
    }
  }
}
