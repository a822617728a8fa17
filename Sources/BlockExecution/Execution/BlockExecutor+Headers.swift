import ChainTypes
import EVM
import MerkleTrie

extension BlockExecutor {
  /// Whether a header may follow its parent. Proof-of-work seals are not checked.
  public func validate(
    _ header: BlockHeader, parent: BlockHeader, parentHash: Hash
  ) throws(InvalidBlock) {
    guard header.parentHash == parentHash else { throw .unknownParent(header.parentHash) }
    guard header.number == parent.number &+ 1, header.number > 0 else {
      throw .wrongNumber(found: header.number, expected: parent.number &+ 1)
    }
    let mayBeEqual = rules.equalTimestamps && header.timestamp == parent.timestamp
    guard header.timestamp > parent.timestamp || mayBeEqual else {
      throw .timestampNotAfterParent(found: header.timestamp, parent: parent.timestamp)
    }
    let fork = schedule.fork(of: header)
    guard header.hasFields(of: fork) else { throw .wrongFields }
    guard header.extraData.count <= BlockRules.extraData else {
      throw .extraDataTooLong(header.extraData.count)
    }
    if let dao = schedule.daoBlock, header.number >= dao,
      header.number - dao < DAOFork.markedBlocks, header.extraData != DAOFork.extraData
    {
      throw .wrongFields
    }
    try validateGas(header, parent, fork)
    try validateBlobGas(header, parent, fork)
    if fork >= .paris {
      guard header.difficulty.isZero, header.nonce == 0 else { throw .proofOfWorkAfterParis }
      guard header.ommersHash == BlockHeader.emptyOmmersHash else { throw .ommersAfterParis }
    } else {
      if schedule.terminalTotalDifficulty != nil, parent.difficulty.isZero {
        throw .proofOfWorkAfterParis
      }
      let expected = Difficulty.next(
        number: header.number, timestamp: header.timestamp,
        parent: Difficulty.Parent(
          timestamp: parent.timestamp, difficulty: parent.difficulty,
          hasOmmers: parent.ommersHash != BlockHeader.emptyOmmersHash),
        fork: fork, bombDelay: schedule.bombDelay(number: header.number, fork: fork))
      guard header.difficulty == expected else {
        throw .wrongDifficulty(found: header.difficulty, expected: expected)
      }
    }
  }

  private func validateGas(
    _ header: BlockHeader, _ parent: BlockHeader, _ fork: Fork
  ) throws(InvalidBlock) {
    guard header.gasUsed <= header.gasLimit else {
      throw .gasUsedAboveLimit(used: header.gasUsed, limit: header.gasLimit)
    }
    let isFirstLondon = fork >= .london && schedule.isFirst(of: .london, parent: parent)
    // EIP-1559: the limit doubles where it begins, so that the target is the limit of before.
    let before = isFirstLondon ? parent.gasLimit &* 2 : parent.gasLimit
    let change =
      header.gasLimit > before ? header.gasLimit - before : before - header.gasLimit
    guard change < before / 1024, header.gasLimit >= BlockRules.smallestGasLimit,
      header.gasLimit <= BlockRules.largestGasLimit
    else { throw .wrongGasLimit(found: header.gasLimit, parent: before) }
    guard let baseFee = header.baseFee else { return }
    let expected = isFirstLondon ? BaseFee.initial : BaseFee.next(after: parent)
    guard baseFee == expected else { throw .wrongBaseFee(found: baseFee, expected: expected) }
  }

  private func validateBlobGas(
    _ header: BlockHeader, _ parent: BlockHeader, _ fork: Fork
  ) throws(InvalidBlock) {
    guard let excess = header.excessBlobGas,
      let schedule = schedule.blobSchedule(number: header.number, timestamp: header.timestamp)
    else { return }
    let expected = BlobFee.excess(after: parent, schedule: schedule, fork: fork)
    guard excess == expected else { throw .wrongExcessBlobGas(found: excess, expected: expected) }
  }

  /// What the header says of the body, as far as it can be checked without executing.
  func validateBody(
    _ block: Block, _ ancestors: AncestorWindow, _ fork: Fork
  ) throws(InvalidBlock) {
    let header = block.header
    guard (block.withdrawals != nil) == (fork >= .shanghai) else { throw .wrongFields }
    let root = OrderedTrie.root(of: block.transactions.map { $0.encoded() })
    try require(.transactionsRoot, header.transactionsRoot, root)
    if let withdrawals = block.withdrawals, let found = header.withdrawalsRoot {
      try require(.withdrawalsRoot, found, OrderedTrie.root(of: withdrawals.map { $0.encoded() }))
    }
    if fork >= .paris {
      guard block.ommers.isEmpty else { throw .ommersAfterParis }
    } else {
      try validateOmmers(block, ancestors)
    }
  }
}

extension BlockHeader {
  /// Whether the optional fields are those of the fork.
  func hasFields(of fork: Fork) -> Bool {
    (baseFee != nil) == (fork >= .london)
      && (withdrawalsRoot != nil) == (fork >= .shanghai)
      && (blobGasUsed != nil) == (fork >= .cancun)
      && (excessBlobGas != nil) == (fork >= .cancun)
      && (parentBeaconRoot != nil) == (fork >= .cancun)
      && (requestsHash != nil) == (fork >= .prague)
  }
}
