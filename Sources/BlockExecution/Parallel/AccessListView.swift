import ChainTypes
import EVM

/// A block access list as a state to execute on: what each transaction found when it began. Nothing
/// relies on it being right, for what was read is compared before it counts; so where the list
/// leaves something open, the likely answer will do.
final class AccessListView: Sendable {
  private let list: BlockAccessList
  private let codes: [Hash: [UInt8]]
  /// The hashes of each account's codes, in order.
  private let codeHashes: [Address: [Hash]]

  init(_ list: BlockAccessList) {
    self.list = list
    var codes: [Hash: [UInt8]] = [:]
    var hashes: [Address: [Hash]] = [:]
    for account in list.accounts where !account.codeChanges.isEmpty {
      for change in account.codeChanges {
        let hash = change.code.isEmpty ? Keccak256.emptyHash : Keccak256.hash(change.code)
        codes[hash] = change.code
        hashes[account.address, default: []].append(hash)
      }
    }
    self.codes = codes
    codeHashes = hashes
  }

  func code(_ hash: Hash) -> [UInt8]? { codes[hash] }

  private func place(_ address: Address) -> Int? {
    var low = 0
    var high = list.accounts.count
    while low < high {
      let middle = (low + high) / 2
      if list.accounts[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low < list.accounts.count && list.accounts[low].address == address ? low : nil
  }

  /// Makes the account of the block's begin what it is after the index; true when that is another.
  func adjust(_ address: Address, at index: UInt32, _ account: inout Account?) -> Bool {
    guard let place = place(address) else { return false }
    let before = account
    var now = account ?? Account()
    var last: UInt32?
    if let n = list.accounts[place].balanceChanges.lastIndex(where: { $0.index <= index }) {
      now.balance = list.accounts[place].balanceChanges[n].balance
      last = list.accounts[place].balanceChanges[n].index
    }
    if let n = list.accounts[place].nonceChanges.lastIndex(where: { $0.index <= index }) {
      now.nonce = list.accounts[place].nonceChanges[n].nonce
      last = max(last ?? 0, list.accounts[place].nonceChanges[n].index)
    }
    if let n = list.accounts[place].codeChanges.lastIndex(where: { $0.index <= index }),
      let hashes = codeHashes[address]
    {
      now.codeHash = hashes[n]
      last = max(last ?? 0, list.accounts[place].codeChanges[n].index)
    }
    var exists = account != nil
    if last != nil {
      exists = now.nonce != 0 || !now.balance.isZero || now.codeHash != Keccak256.emptyHash
    }
    for mark in list.existence where mark.address == address && mark.index <= index {
      if mark.index >= last ?? 0 { exists = mark.isPresent }
    }
    if !now.hasStorage {
      now.hasStorage = list.accounts[place].storageChanges.contains {
        $0.index <= index && !$0.value.isZero
      }
    }
    account = exists ? now : nil
    return account != before
  }

  /// The slot's value after the index; nil when no change up to then is listed.
  func slot(_ address: Address, _ key: Word, at index: UInt32) -> Word? {
    guard let place = place(address) else { return nil }
    // The first change behind the wanted ones: they are in order of key and index.
    var low = 0
    var high = list.accounts[place].storageChanges.count
    while low < high {
      let middle = (low + high) / 2
      let change = list.accounts[place].storageChanges[middle]
      if change.key < key || (change.key == key && change.index <= index) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low > 0, list.accounts[place].storageChanges[low - 1].key == key else { return nil }
    return list.accounts[place].storageChanges[low - 1].value
  }
}
