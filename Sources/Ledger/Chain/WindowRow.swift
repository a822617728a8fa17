import ChainTypes
import MerkleTrie

/// What the blocks of one flush changed, as it was before: with it the state goes back.
struct WindowRow {
  var accounts: [AccountValues] = []

  private static let version: UInt8 = 1

  /// What an overlay changed, even if it is again as it was: going back to a height in the middle
  /// makes a part of the window the whole.
  init(_ entries: [Overlay.Entry]) {
    accounts = entries.map { entry in
      AccountValues(
        address: entry.address, account: entry.account.stored,
        slots: entry.slots.map { (key: $0.key, value: $0.value.stored) })
    }
  }

  func encoded(_ packing: inout Packing) -> [UInt8] {
    var body: [UInt8] = []
    body.append(count: accounts.count)
    for account in accounts {
      body.append(account.address)
      body.append(account.account == nil ? 0 : 1)
      if let row = account.account { AccountRow.append(row, to: &body) }
      body.append(count: account.slots.count)
      for slot in account.slots {
        body.append(short: slot.key)
        body.append(short: slot.value)
      }
    }
    var result: [UInt8] = [WindowRow.version]
    result.append(count: body.count)
    packing.pack(body, to: &result)
    return result
  }

  init(decoding bytes: [UInt8]) throws(RecordFault) {
    var reader = ByteReader(bytes)
    let version = try reader.byte()
    guard version == WindowRow.version else { throw .version(version) }
    let count = try reader.number()
    guard count <= UInt64(LedgerLimits.windowBytes) else { throw .count(offset: 1) }
    var fields = ByteReader(try Packing.unpack(&reader, count: Int(count)))
    try reader.finish()
    for _ in 0..<(try fields.count(ofAtLeast: 22)) {
      let address = try fields.address()
      let start = fields.position
      let exists = try fields.byte()
      guard exists < 2 else { throw .value(offset: start) }
      let account = exists == 1 ? try AccountRow.decode(&fields) : nil
      var slots: [(key: Word, value: Word)] = []
      for _ in 0..<(try fields.count(ofAtLeast: 2)) {
        slots.append((key: try fields.short(), value: try fields.short()))
      }
      accounts.append(AccountValues(address: address, account: account, slots: slots))
    }
    try fields.finish()
  }
}
