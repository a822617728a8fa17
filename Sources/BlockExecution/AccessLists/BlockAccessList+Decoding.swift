import ChainTypes

extension BlockAccessList {
  /// Takes the canonical encoding of a list in canonical order, and nothing else. What it allocates
  /// is in proportion to the input, whose length `limits` bound.
  public init(
    decoding bytes: [UInt8], limits: RLPLimits = RLPLimits()
  ) throws(AccessListError) {
    var list = try AccessListReader(list: bytes, limits: limits)
    if list.isAtEnd || list.isAtList {
      self.init(accounts: try Self.accounts(&list))
      return
    }
    let version = try list.number()
    guard version == Self.wrapperVersion else { throw .unknownVersion(version) }
    var inner = try list.list()
    self.init(accounts: try Self.accounts(&inner))
    try readExistence(&list)
    try list.finish()
    if existence.isEmpty { throw .needlessWrapper }
  }

  private static func accounts(
    _ list: inout AccessListReader
  ) throws(AccessListError) -> [AccountAccesses] {
    var result: [AccountAccesses] = []
    while !list.isAtEnd {
      let offset = list.offset
      let account = try AccountAccesses(&list)
      if let last = result.last, last.address >= account.address {
        throw .notAscending(.accounts, offset: offset)
      }
      result.append(account)
    }
    return result
  }

  private mutating func readExistence(_ list: inout AccessListReader) throws(AccessListError) {
    var items = try list.list()
    while !items.isAtEnd {
      let offset = items.offset
      var fields = try items.list()
      let address = try fields.address()
      let index = try fields.index()
      let flagOffset = fields.offset
      let flag = try fields.number()
      try fields.finish()
      guard flag <= 1 else { throw .notABoolean(offset: flagOffset) }
      if let last = existence.last,
        last.address > address || (last.address == address && last.index >= index)
      {
        throw .notAscending(.existence, offset: offset)
      }
      guard account(address) != nil else { throw .existenceOfUnlisted(address) }
      existence.append(ExistenceChange(address: address, index: index, isPresent: flag == 1))
    }
  }

  /// The entry of an account; nil when the block did not access it.
  public func account(_ address: Address) -> AccountAccesses? {
    var low = 0
    var high = accounts.count
    while low < high {
      let middle = (low + high) / 2
      if accounts[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low < accounts.count && accounts[low].address == address ? accounts[low] : nil
  }
}

extension AccountAccesses {
  init(_ list: inout AccessListReader) throws(AccessListError) {
    var fields = try list.list()
    self.init(address: try fields.address())
    try readStorageChanges(&fields)
    try readStorageReads(&fields)
    try fields.pairs(.balances) { (index, pair) throws(AccessListError) in
      balanceChanges.append(BalanceChange(index: index, balance: try pair.word()))
    }
    try fields.pairs(.nonces) { (index, pair) throws(AccessListError) in
      nonceChanges.append(NonceChange(index: index, nonce: try pair.number()))
    }
    try fields.pairs(.codes) { (index, pair) throws(AccessListError) in
      codeChanges.append(CodeChange(index: index, code: try pair.bytes()))
    }
    try fields.finish()
  }

  private mutating func readStorageChanges(
    _ fields: inout AccessListReader
  ) throws(AccessListError) {
    var slots = try fields.list()
    while !slots.isAtEnd {
      let offset = slots.offset
      var slot = try slots.list()
      let key = try slot.word()
      if let last = storageChanges.last, last.key >= key {
        throw .notAscending(.slots, offset: offset)
      }
      let before = storageChanges.count
      try slot.pairs(.storage) { (index, pair) throws(AccessListError) in
        storageChanges.append(StorageChange(key: key, index: index, value: try pair.word()))
      }
      if storageChanges.count == before { throw .emptySlot(offset: offset) }
      try slot.finish()
    }
  }

  private mutating func readStorageReads(
    _ fields: inout AccessListReader
  ) throws(AccessListError) {
    var reads = try fields.list()
    var changed = 0
    while !reads.isAtEnd {
      let offset = reads.offset
      let key = try reads.word()
      if let last = storageReads.last, last >= key { throw .notAscending(.reads, offset: offset) }
      while changed < storageChanges.count, storageChanges[changed].key < key { changed += 1 }
      if changed < storageChanges.count, storageChanges[changed].key == key {
        throw .readOfChangedSlot(address: address, key: key)
      }
      storageReads.append(key)
    }
  }
}
