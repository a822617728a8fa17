import ChainTypes
import EVM

/// The state as a worker sees it: what its own earlier speculations of this batch wrote, over the
/// state at the begin of the batch.
final class SpeculationSource<Base: SharedStateSource>: StateSource {
  struct SlotName: Hashable {
    var address: Address
    var key: Word
  }

  private(set) var base: Base?
  private var accounts: [Address: Account?] = [:]
  private var slots: [SlotName: Word] = [:]
  /// Accounts whose storage of before the batch is gone.
  private var cleared: Set<Address> = []
  private var codes: [Hash: Bytecode] = [:]
  private var sender = Address.zero
  private var nonce: UInt64 = 0
  private var coinbase = Address.zero
  /// When the block's access list is known, every transaction sees what those before it wrote.
  private var list: AccessListView?
  private var index: UInt32 = 0
  /// Something that the transaction read did not come from the base.
  private(set) var isFromBase = true

  static var tellsObservations: Bool { true }

  func begin(_ base: Base, coinbase: Address, list: AccessListView?) {
    self.list = list
    self.base = base
    self.coinbase = coinbase
    accounts.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    cleared.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
  }

  func end() {
    base = nil
    list = nil
  }

  /// Transactions before this one of the same sender may not be known here, but their number is:
  /// the sender's nonce is taken to be right, and compared when the transaction is committed.
  func prepare(sender: Address, nonce: UInt64, index: Int) {
    self.index = UInt32(truncatingIfNeeded: index)
    self.sender = sender
    self.nonce = nonce
    isFromBase = true
  }

  func account(_ address: Address) -> Account? {
    var found: Account?
    // An empty dictionary would hash the key all the same.
    if !accounts.isEmpty, let known = accounts[address] {
      isFromBase = false
      found = known
    } else {
      found = base?.account(address)
      if let list, list.adjust(address, at: index, &found) { isFromBase = false }
    }
    if address == sender, found?.nonce ?? 0 != nonce {
      isFromBase = false
      found = found ?? Account()
      found?.nonce = nonce
    }
    return found
  }

  func slot(_ address: Address, _ key: Word) -> Word {
    if !slots.isEmpty, let known = slots[SlotName(address: address, key: key)] {
      isFromBase = false
      return known
    }
    if let known = list?.slot(address, key, at: index) {
      isFromBase = false
      return known
    }
    if !cleared.isEmpty, cleared.contains(address) {
      isFromBase = false
      return .zero
    }
    return base?.slot(address, key) ?? .zero
  }

  func code(_ hash: Hash) -> [UInt8] {
    codes[hash]?.bytes ?? list?.code(hash) ?? base?.code(hash) ?? []
  }

  func blockHash(_ number: UInt64) -> Hash { base?.blockHash(number) ?? .zero }

  /// Later speculations of this worker see what this one wrote, but for fees, which nobody is
  /// likely to look at.
  func keep(_ speculation: Speculation) {
    guard list == nil else { return }
    for account in speculation.accounts where account.isChanged {
      if account.address == coinbase, !account.isObserved { continue }
      accounts[account.address] = .some(account.after)
      if let code = account.code { codes[code.hash] = code }
      if account.after == nil {
        cleared.insert(account.address)
        slots = slots.filter { $0.key.address != account.address }
      }
    }
    for slot in speculation.slots where slot.after != slot.before {
      let address = speculation.accounts[Int(slot.account)].address
      slots[SlotName(address: address, key: slot.key)] = slot.after
    }
  }
}
