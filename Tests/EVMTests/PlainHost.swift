import ChainTypes
import EVM

/// A host of dictionaries that undoes by keeping whole copies: slow, and too simple to be wrong in
/// the ways the real journal could be.
final class PlainHost: Host {
  struct Account {
    var balance = Word.zero
    var nonce: UInt64 = 0
    var code = Bytecode.empty
    var slots: [Word: Word] = [:]
    var exists = false
  }

  struct World {
    var accounts: [Address: Account] = [:]
    var transient: [Address: [Word: Word]] = [:]
    var warmAccounts: Set<Address> = []
    var warmSlots: [Address: Set<Word>] = [:]
    var created: Set<Address> = []
    var destroyed: Set<Address> = []
    var logs: [(Address, [Word], [UInt8])] = []
  }

  var world = World()
  var original: [Address: Account] = [:]
  private var copies: [World] = []
  private var names: [Address] = []
  private var indexes: [Address: AccountIndex] = [:]

  func begin() {
    original = world.accounts
    world.warmAccounts = []
    world.warmSlots = [:]
    world.created = []
  }

  subscript(_ index: AccountIndex) -> Account {
    get { world.accounts[names[index]] ?? Account() }
    set { world.accounts[names[index]] = newValue }
  }

  func account(_ address: Address) -> AccountIndex {
    if let index = indexes[address] { return index }
    names.append(address)
    indexes[address] = names.count - 1
    return names.count - 1
  }

  func address(_ account: AccountIndex) -> Address { names[account] }
  func warm(_ account: AccountIndex) -> Bool { world.warmAccounts.insert(names[account]).inserted }
  func isWarm(_ address: Address) -> Bool { world.warmAccounts.contains(address) }
  func isWarm(_ account: AccountIndex, slot: Word) -> Bool {
    world.warmSlots[names[account]]?.contains(slot) ?? false
  }
  func balance(_ account: AccountIndex) -> Word { self[account].balance }
  func nonce(_ account: AccountIndex) -> UInt64 { self[account].nonce }
  func code(_ account: AccountIndex) -> Bytecode { self[account].code }
  func codeHash(_ account: AccountIndex) -> Hash {
    exists(account) ? self[account].code.hash : .zero
  }
  func exists(_ account: AccountIndex) -> Bool { world.accounts[names[account]]?.exists ?? false }
  func isEmpty(_ account: AccountIndex) -> Bool {
    let found = self[account]
    return found.balance.isZero && found.nonce == 0 && found.code.count == 0
  }
  func hasStorage(_ account: AccountIndex) -> Bool {
    self[account].slots.contains { !$0.value.isZero }
  }

  func loadSlot(_ account: AccountIndex, _ key: Word) -> SlotRead {
    let cold = world.warmSlots[names[account], default: []].insert(key).inserted
    return SlotRead(value: self[account].slots[key] ?? .zero, wasCold: cold)
  }

  func storeSlot(_ account: AccountIndex, _ key: Word, _ value: Word) -> SlotWrite {
    let read = loadSlot(account, key)
    let first =
      world.created.contains(names[account]) ? nil : original[names[account]]?.slots[key]
    self[account].slots[key] = value
    return SlotWrite(original: first ?? .zero, current: read.value, wasCold: read.wasCold)
  }

  func loadTransient(_ account: AccountIndex, _ key: Word) -> Word {
    world.transient[names[account]]?[key] ?? .zero
  }
  func storeTransient(_ account: AccountIndex, _ key: Word, _ value: Word) {
    world.transient[names[account], default: [:]][key] = value
  }
  func blockHash(_ number: UInt64) -> Hash { Keccak256.hash(Word(number)) }

  func log(_ account: AccountIndex, topics: LogTopics, data: UnsafeRawBufferPointer) {
    world.logs.append(
      (names[account], (0..<topics.count).map { topics.values[$0] }, Array(data)))
  }

  func mark() -> JournalMark {
    copies.append(world)
    return JournalMark(position: copies.count - 1)
  }

  func revert(to mark: JournalMark) { world = copies[mark.position] }

  func transfer(_ value: Word, from: AccountIndex, to: AccountIndex) {
    self[from].balance = self[from].balance &- value
    self[to].balance = self[to].balance &+ value
    self[to].exists = true
  }

  func touch(_ account: AccountIndex) {}
  func incrementNonce(_ account: AccountIndex) { self[account].nonce += 1 }
  func beginCreation(_ account: AccountIndex) {
    world.created.insert(names[account])
    self[account].exists = true
    self[account].nonce = 1
    self[account].slots = [:]
  }
  func setCode(_ account: AccountIndex, _ code: [UInt8]) { self[account].code = Bytecode(code) }
  func isNew(_ account: AccountIndex) -> Bool { world.created.contains(names[account]) }
  func selfDestruct(_ account: AccountIndex, to beneficiary: AccountIndex) -> Bool {
    transfer(self[account].balance, from: account, to: beneficiary)
    return world.destroyed.insert(names[account]).inserted
  }

  /// Puts code at an address.
  func deploy(_ code: [UInt8], at address: Address, balance: Word = .zero) {
    let index = account(address)
    self[index].code = Bytecode(code)
    self[index].exists = true
    self[index].balance = balance
  }
}
