import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct JournalPropertyTests {
  static let addresses = (0..<6).map { Address(Word(UInt64($0) + 1000)) }
  static let keys: [Word] = [0, 1, .max, Word(0, 1, 0, 0)]

  /// Runs random operations on the journal and on the model, comparing every answer.
  struct Walk {
    var random: SeededRandom
    var model: JournalModel
    let state: MemoryState
    let journal: Journal<MemoryState>
    var marks: [(JournalMark, JournalModel.Snapshot)] = []

    init(seed: UInt64, fork: Fork) {
      random = SeededRandom(seed)
      model = JournalModel(fork: fork)
      state = MemoryState()
      for address in addresses where random.below(2) == 0 {
        var slots: [(key: Word, value: Word)] = []
        for key in keys where random.below(3) == 0 { slots.append((key: key, value: 7)) }
        let nonce = UInt64(1 + random.below(3))
        state.setAccount(address, nonce: nonce, balance: 100, code: [0xfe], storage: slots)
        model.now.accounts[address] = .init(
          exists: true, nonce: nonce, balance: 100, code: [0xfe],
          slots: Dictionary(uniqueKeysWithValues: slots.map { ($0.key, $0.value) }))
      }
      journal = Journal(source: state)
      journal.begin(fork: fork)
    }

    mutating func step() -> Bool {
      let address = addresses[random.below(addresses.count)]
      let other = addresses[random.below(addresses.count)]
      let key = keys[random.below(keys.count)]
      let value = Word(UInt64(random.below(3)))
      let a = journal.account(address)
      let b = journal.account(other)
      switch random.below(14) {
      case 0: return journal.warm(a) == model.now.warm.insert(address).inserted
      case 1: return loads(a, address, key)
      case 2, 3, 4:
        // Code runs only in accounts that exist.
        if !model.account(address).exists {
          journal.touch(a)
          model.update(address) { _ in }
        }
        return stores(a, address, key, value)
      case 5:
        journal.storeTransient(a, key, value)
        model.now.transient[address, default: [:]][key] = value
      case 6: transfer(a, b, address, other, value)
      case 7:
        journal.incrementNonce(a)
        model.update(address) { $0.nonce += 1 }
      case 8: create(a, address)
      case 9:
        let code: [UInt8] = random.below(3) == 0 ? [] : [0x60, UInt8(random.below(4))]
        journal.setCode(a, code)
        model.update(address) { $0.code = code }
      case 10: return journal.selfDestruct(a, to: b) == model.selfDestruct(address, other)
      case 11: log(a, address, value)
      case 12: marks.append((journal.mark(), model.now))
      default: revert()
      }
      return isSame(a, address, key)
    }

    private func loads(_ a: AccountIndex, _ address: Address, _ key: Word) -> Bool {
      let read = journal.loadSlot(a, key)
      return read.value == (model.account(address).slots[key] ?? .zero)
    }

    private mutating func stores(
      _ a: AccountIndex, _ address: Address, _ key: Word, _ value: Word
    ) -> Bool {
      let cold = !model.now.warmSlots[address, default: []].contains(key)
      // Loads warm too, and the model does not follow them: only stores after stores compare it.
      let write = journal.storeSlot(a, key, value)
      let current = model.account(address).slots[key] ?? .zero
      let original = model.start.accounts[address]?.slots[key] ?? .zero
      model.now.accounts[address, default: .init()].slots[key] = value
      model.now.warmSlots[address, default: []].insert(key)
      return write.current == current && write.original == original && (cold || !write.wasCold)
    }

    private mutating func transfer(
      _ a: AccountIndex, _ b: AccountIndex, _ from: Address, _ to: Address, _ value: Word
    ) {
      let amount = model.account(from).balance < value ? .zero : value
      journal.transfer(amount, from: a, to: b)
      model.update(from) { $0.balance = $0.balance &- amount }
      model.update(to) { $0.balance = $0.balance &+ amount }
    }

    /// The machine creates only where nothing is.
    private mutating func create(_ a: AccountIndex, _ address: Address) {
      let account = model.account(address)
      // The journal's `hasStorage` may say yes of slots that have become zero.
      guard account.nonce == 0, account.code.isEmpty,
        !account.slots.values.contains(where: { !$0.isZero })
      else { return }
      journal.beginCreation(a)
      let first: UInt64 = model.fork >= .spuriousDragon ? 1 : 0
      model.update(address) { $0.nonce += first }
      model.now.created.insert(address)
    }

    private mutating func log(_ a: AccountIndex, _ address: Address, _ value: Word) {
      let data = random.bytes(random.below(40))
      var topics = InlineArray<4, Word>(repeating: .zero)
      topics[0] = value
      data.withUnsafeBytes {
        journal.log(a, topics: LogTopics(count: 1, values: topics), data: $0)
      }
      model.now.logs.append(Log(address: address, topics: [Hash(value)], data: data))
    }

    private mutating func revert() {
      guard !marks.isEmpty else { return }
      let keep = random.below(marks.count)
      journal.revert(to: marks[keep].0)
      model.now = marks[keep].1
      marks.removeSubrange(keep...)
    }

    func isSame(_ a: AccountIndex, _ address: Address, _ key: Word) -> Bool {
      let account = model.account(address)
      return journal.balance(a) == account.balance && journal.nonce(a) == account.nonce
        && journal.code(a).bytes == account.code && journal.exists(a) == account.exists
        && journal.isEmpty(a) == account.isEmpty
        && journal.loadTransient(a, key) == (model.now.transient[address]?[key] ?? .zero)
        && journal.isNew(a) == model.now.created.contains(address)
        && journal.transactionLogs == model.now.logs && hasStorage(a, address, account)
    }

    /// The journal may say yes when the source had storage, although all of it is zero by now.
    private func hasStorage(
      _ a: AccountIndex, _ address: Address, _ account: JournalModel.ModelAccount
    ) -> Bool {
      let expected = account.slots.values.contains { !$0.isZero }
      let had = state.account(address)?.hasStorage ?? false
      return journal.hasStorage(a) == expected || (had && !expected)
    }

    /// Whether every account and slot is the model's.
    func isAllSame() -> Bool {
      for address in addresses {
        let a = journal.account(address)
        for key in keys where !isSame(a, address, key) || !loads(a, address, key) { return false }
      }
      return true
    }

    mutating func transaction() -> Bool {
      journal.beginTransaction()
      model.beginTransaction()
      marks = []
      for _ in 0..<60 where !step() { return false }
      journal.finishTransaction()
      model.finishTransaction()
      model.now = JournalModel.Snapshot(accounts: model.now.accounts)
      return isAllSame()
    }

    /// The state in memory after the changes have been applied, against the model.
    func appliesEqually() -> Bool {
      state.apply(journal.takeChanges())
      for address in addresses {
        let account = model.account(address)
        guard let contents = state.contents(of: address) else {
          if account.exists { return false }
          continue
        }
        let slots = account.slots.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
        guard account.exists, contents.nonce == account.nonce,
          contents.balance == account.balance, contents.code == account.code,
          contents.storage.map(\.key) == slots.map(\.key),
          contents.storage.map(\.value) == slots.map(\.value)
        else { return false }
      }
      return true
    }
  }

  @Test(arguments: [Fork.frontier, .spuriousDragon, .london, .cancun, .osaka])
  func `random operations with nested marks equal a model that copies at each mark`(
    fork: Fork
  ) {
    for seed in 1...150 as ClosedRange<UInt64> {
      var walk = Walk(seed: seed, fork: fork)
      for number in 0..<6 {
        let isSame = walk.transaction()
        #expect(isSame, "seed \(seed), fork \(fork), transaction \(number)")
      }
      let appliesEqually = walk.appliesEqually()
      #expect(appliesEqually, "seed \(seed), fork \(fork): applied changes")
    }
  }

  @Test func `reverting everything leaves no changes`() {
    for seed in 1...100 as ClosedRange<UInt64> {
      var walk = Walk(seed: seed, fork: .osaka)
      walk.journal.beginTransaction()
      walk.model.beginTransaction()
      let mark = walk.journal.mark()
      for _ in 0..<200 { _ = walk.step() }
      walk.journal.revert(to: mark)
      walk.journal.finishTransaction()
      #expect(walk.journal.takeChanges().isEmpty, "seed \(seed)")
    }
  }
}
