import BlockExecution
import ChainTypes
import EVM

/// Brings blocks that were made elsewhere into a ledger, in the order in which they come: blocks
/// that are there are passed over, branches are tried, and the branch with the most total
/// difficulty is the chain (without proof of work: the longer one).
public final class ChainImporter<Store: LedgerStore> {
  public typealias Failure = LedgerError<Store.Failure>

  public let ledger: ChainLedger<Store>
  /// Blocks between two durable commits.
  let interval: Int
  /// Valid blocks that are not of the chain now.
  private var side: [Hash: SideBlock] = [:]
  private var sideBytes = 0
  /// The head's total difficulty, as long as the merge is to come.
  private var total: Word?

  struct SideBlock {
    var encoded: [UInt8]
    var number: UInt64
    var parent: Hash
    var difficulty: Word
  }

  /// Commits after every `interval` blocks, and when it is told to.
  public init(
    _ ledger: ChainLedger<Store>, interval: Int = LedgerLimits.importInterval
  ) throws(Failure) {
    self.ledger = ledger
    self.interval = interval
    guard ledger.executor.schedule.terminalTotalDifficulty != nil,
      !ledger.head.difficulty.isZero
    else { return }
    var sum = Word.zero
    for number in 0...ledger.head.number {
      guard let block = try ledger.block(number) else { return }
      sum = sum &+ block.header.difficulty
    }
    total = sum
  }

  /// Makes everything durable that was imported.
  public func commit() throws(Failure) { try ledger.commitStaged() }

  public func importBlock(_ block: ChainFileBlock) throws(Failure) -> ImportOutcome {
    let head = ledger.head.number
    if block.number <= head, try ledger.hash(block.number) == block.hash { return .known }
    if side[block.hash] != nil { return .known }
    guard block.parentHash != ledger.headHash else { return try extend(block) }
    guard let branch = try branch(to: block.parentHash) else {
      throw .invalid(.unknownParent(block.parentHash))
    }
    return try importBeside(block, branch)
  }

  private func extend(_ block: ChainFileBlock) throws(Failure) -> ImportOutcome {
    try checkMerge(block.difficulty, total)
    let executed = try ledger.execute(block.encoded)
    try ledger.stage(executed)
    advanceTotal(block.difficulty)
    if ledger.stagedCount >= interval { try ledger.commitStaged() }
    return .extended(
      gas: executed.block.header.gasUsed, transactions: executed.block.transactions.count)
  }

  /// EIP-3675: proof of work up to the terminal total difficulty, none from there on.
  private func checkMerge(_ difficulty: Word, _ parentTotal: Word?) throws(Failure) {
    guard let terminal = ledger.executor.schedule.terminalTotalDifficulty, let parentTotal else {
      return
    }
    let isMerged = parentTotal >= terminal
    if isMerged && !difficulty.isZero { throw .invalid(.proofOfWorkAfterParis) }
    if !isMerged && difficulty.isZero {
      throw .invalid(.wrongDifficulty(found: difficulty, expected: ledger.head.difficulty))
    }
  }

  private func advanceTotal(_ difficulty: Word) {
    total = difficulty.isZero ? nil : total.map { $0 &+ difficulty }
  }
}

/// What came of a block that was to be imported.
public enum ImportOutcome: Sendable, Equatable {
  /// The block is the new head.
  case extended(gas: UInt64, transactions: Int)
  /// It was there.
  case known
  /// It is valid, and beside the chain.
  case beside
  /// Its branch is the chain from now on.
  case reorganised
}

// Branches.

extension ChainImporter {
  /// Blocks beside the chain from the one behind a block of the chain on.
  struct Branch {
    var root: UInt64
    var blocks: [SideBlock]
  }

  /// The way from the chain to a block; nil when it is not known.
  private func branch(to hash: Hash) throws(Failure) -> Branch? {
    var blocks: [SideBlock] = []
    var next = hash
    while let block = side[next] {
      blocks.append(block)
      next = block.parent
    }
    guard let root = try ledger.block(next) else { return nil }
    return Branch(root: root.number, blocks: blocks.reversed())
  }

  /// A branch is executed in place of the chain, because there is one state: the chain goes back to
  /// where they part, and forward again when the branch does not win.
  private func importBeside(
    _ block: ChainFileBlock, _ branch: Branch
  ) throws(Failure) -> ImportOutcome {
    let chain = try chainBlocks(after: branch.root)
    let before = total
    let rootTotal = before.map { chain.reduce($0) { $0 &- $1.difficulty } }
    var branchTotal = rootTotal
    for known in branch.blocks { branchTotal = branchTotal.map { $0 &+ known.difficulty } }
    if ledger.executor.schedule.terminalTotalDifficulty != nil, rootTotal != nil {
      try checkMerge(block.difficulty, branchTotal)
    }
    let new = SideBlock(
      encoded: block.encoded, number: block.number, parent: block.parentHash,
      difficulty: block.difficulty)
    try ledger.rewind(to: branch.root)
    do throws(Failure) {
      try replay(branch.blocks + [new])
    } catch {
      // The branch was not better than its last block.
      try ledger.rewind(to: branch.root)
      try replay(chain)
      throw error
    }
    let difference = compare(branch.blocks + [new], chain)
    let wins = difference > 0 || (difference == 0 && (chain.last?.number ?? 0) < block.number)
    if wins {
      for known in branch.blocks { forget(Keccak256.headerHash(known.encoded)) }
      for old in chain { keep(old) }
      total = new.difficulty.isZero ? nil : branchTotal.map { $0 &+ new.difficulty }
      return .reorganised
    }
    try ledger.rewind(to: branch.root)
    try replay(chain)
    keep(new)
    total = before
    return .beside
  }

  private func chainBlocks(after root: UInt64) throws(Failure) -> [SideBlock] {
    var blocks: [SideBlock] = []
    guard root < ledger.head.number else { return [] }
    for number in root + 1...ledger.head.number {
      guard let stored = try ledger.block(number) else { throw .noBlock(number) }
      blocks.append(
        SideBlock(
          encoded: stored.record.encodedBlock, number: number, parent: stored.header.parentHash,
          difficulty: stored.header.difficulty))
    }
    return blocks
  }

  private func replay(_ blocks: [SideBlock]) throws(Failure) {
    for block in blocks { try ledger.commit(try ledger.execute(block.encoded)) }
  }

  /// Which of two branches from the same block has more difficulty.
  private func compare(_ branch: [SideBlock], _ chain: [SideBlock]) -> Int {
    let a = branch.reduce(Word.zero) { $0 &+ $1.difficulty }
    let b = chain.reduce(Word.zero) { $0 &+ $1.difficulty }
    return a == b ? 0 : a > b ? 1 : -1
  }

  private func keep(_ block: SideBlock) {
    side[Keccak256.headerHash(block.encoded)] = block
    sideBytes += block.encoded.count
    // What is far behind the head can never win: its state is not kept.
    if sideBytes > LedgerLimits.sideBytes {
      let oldest = ledger.head.number - min(ledger.head.number, ledger.settings.history)
      for (hash, old) in side where old.number < oldest { forget(hash) }
    }
  }

  private func forget(_ hash: Hash) {
    if let old = side.removeValue(forKey: hash) { sideBytes -= old.encoded.count }
  }
}

extension Keccak256 {
  /// The hash of a block, given its encoding, which is known to be one.
  static func headerHash(_ block: [UInt8]) -> Hash {
    guard let block = try? ChainFileBlock(block, offset: 0) else { return .zero }
    return block.hash
  }
}
