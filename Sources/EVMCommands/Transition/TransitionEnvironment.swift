import BlockExecution
import ChainTypes
import EVM

/// t8n's `env`: the block to execute, as far as it is not made of transactions, and what of its
/// parent is needed where the block's own values are left out.
struct TransitionEnvironment {
  var header: BlockHeader
  var blockHashes: [(number: UInt64, hash: Hash)]
  var ommers: [BlockHeader]
  var withdrawals: [Withdrawal]?

  init(_ field: JSONField, schedule: ForkSchedule) throws(JSONError) {
    header = BlockHeader()
    header.coinbase = try field.member("currentCoinbase").address()
    header.gasLimit = try field.member("currentGasLimit").quantity64()
    header.number = try field.member("currentNumber").quantity64()
    header.timestamp = try field.member("currentTimestamp").quantity64()
    blockHashes = try TransitionEnvironment.hashes(field.optionalMember("blockHashes"))
    let parent = header.number &- 1
    for entry in blockHashes where entry.number == parent { header.parentHash = entry.hash }
    ommers = []
    if let list = try field.optionalMember("ommers") {
      for entry in try list.elements() { ommers.append(try ommer(entry)) }
    }
    if let list = try field.optionalMember("withdrawals") {
      var found: [Withdrawal] = []
      for entry in try list.elements() { found.append(try Withdrawal(fields: entry)) }
      withdrawals = found
    }
    let fork = schedule.fork(number: header.number, timestamp: header.timestamp)
    try readDifficulty(field, fork, schedule)
    try readFees(field, fork, schedule)
    if fork >= .shanghai, withdrawals == nil { withdrawals = [] }
  }

  /// Block numbers are hexadecimal or decimal.
  private static func hashes(
    _ field: JSONField?
  ) throws(JSONError) -> [(number: UInt64, hash: Hash)] {
    guard let field else { return [] }
    var result: [(number: UInt64, hash: Hash)] = []
    for (key, value) in try field.members() {
      let number = key.hasPrefix("0x") ? Word(hex: key) : Word(decimal: key)
      guard let number = number?.asUInt64 else {
        throw .malformed(value.path, expected: "the number of a block")
      }
      if !value.value.isNull { result.append((number, try value.hash())) }
    }
    return result
  }

  private func ommer(_ field: JSONField) throws(JSONError) -> BlockHeader {
    var ommer = BlockHeader()
    ommer.coinbase = try field.member("address").address()
    ommer.number = header.number &- (try field.member("delta").quantity64())
    return ommer
  }

  private mutating func readDifficulty(
    _ field: JSONField, _ fork: Fork, _ schedule: ForkSchedule
  ) throws(JSONError) {
    if fork >= .paris {
      header.prevRandao = try field.member("currentRandom").paddedHash()
      return
    }
    if let difficulty = try field.optionalMember("currentDifficulty") {
      header.difficulty = try difficulty.quantity()
      return
    }
    let ommers = try field.optionalMember("parentUncleHash")?.paddedHash() ?? .zero
    header.difficulty = Difficulty.next(
      number: header.number, timestamp: header.timestamp,
      parent: Difficulty.Parent(
        timestamp: try field.member("parentTimestamp").quantity64(),
        difficulty: try field.member("parentDifficulty").quantity(),
        hasOmmers: !ommers.isZero && ommers != BlockHeader.emptyOmmersHash),
      fork: fork, bombDelay: schedule.bombDelay(number: header.number, fork: fork))
  }

  private mutating func readFees(
    _ field: JSONField, _ fork: Fork, _ schedule: ForkSchedule
  ) throws(JSONError) {
    if fork >= .london {
      let own = try field.optionalMember("currentBaseFee")?.quantity()
      header.baseFee = if let own { own } else { try nextBaseFee(field) }
    }
    guard fork >= .cancun else { return }
    header.parentBeaconRoot = try field.optionalMember("parentBeaconBlockRoot")?.paddedHash()
    header.blobGasUsed = 0
    if let excess = try field.optionalMember("currentExcessBlobGas") {
      header.excessBlobGas = try excess.quantity64()
      return
    }
    var parent = BlockHeader()
    parent.excessBlobGas = try field.optionalMember("parentExcessBlobGas")?.quantity64() ?? 0
    parent.blobGasUsed = try field.optionalMember("parentBlobGasUsed")?.quantity64() ?? 0
    parent.baseFee = try field.optionalMember("parentBaseFee")?.quantity()
    let blobs = schedule.blobSchedule(number: header.number, timestamp: header.timestamp)
    header.excessBlobGas = BlobFee.excess(
      after: parent, schedule: blobs ?? .cancun, fork: fork)
  }

  private func nextBaseFee(_ field: JSONField) throws(JSONError) -> Word {
    BaseFee.next(
      gasLimit: try field.member("parentGasLimit").quantity64(),
      gasUsed: try field.member("parentGasUsed").quantity64(),
      baseFee: try field.member("parentBaseFee").quantity())
  }
}

extension Withdrawal {
  init(fields field: JSONField) throws(JSONError) {
    self.init(
      index: try field.member("index").quantity64(),
      validator: try field.member("validatorIndex").quantity64(),
      address: try field.member("address").address(),
      amount: try field.member("amount").quantity64())
  }
}
