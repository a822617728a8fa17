import ChainTypes
import EVM

@testable import BlockExecution

/// The journal's rules in the simplest way: a value that is copied at every mark.
struct JournalModel {
  struct ModelAccount: Equatable {
    var exists = false
    var nonce: UInt64 = 0
    var balance = Word.zero
    var code: [UInt8] = []
    var slots: [Word: Word] = [:]
    var isEmpty: Bool { nonce == 0 && balance.isZero && code.isEmpty }
  }

  struct Snapshot {
    var accounts: [Address: ModelAccount] = [:]
    var transient: [Address: [Word: Word]] = [:]
    var warm: Set<Address> = []
    var warmSlots: [Address: Set<Word>] = [:]
    var touched: Set<Address> = []
    var created: Set<Address> = []
    var destructed: Set<Address> = []
    var logs: [Log] = []
  }

  var fork: Fork
  var now = Snapshot()
  var start = Snapshot()

  mutating func beginTransaction() {
    now = Snapshot(accounts: now.accounts)
    start = now
  }

  mutating func update(_ address: Address, _ change: (inout ModelAccount) -> Void) {
    var account = now.accounts[address] ?? ModelAccount()
    account.exists = true
    change(&account)
    now.accounts[address] = account
    now.touched.insert(address)
  }

  func account(_ address: Address) -> ModelAccount { now.accounts[address] ?? ModelAccount() }

  mutating func selfDestruct(_ address: Address, _ heir: Address) -> Bool {
    let balance = account(address).balance
    let isDeleted = fork < .cancun || now.created.contains(address)
    update(address) { $0.balance = address == heir && !isDeleted ? balance : .zero }
    update(heir) { if address != heir { $0.balance = $0.balance &+ balance } }
    guard isDeleted else { return false }
    return now.destructed.insert(address).inserted
  }

  mutating func finishTransaction() {
    for address in now.destructed { now.accounts[address] = nil }
    if fork >= .spuriousDragon {
      for address in now.touched where account(address).isEmpty { now.accounts[address] = nil }
    }
  }
}
