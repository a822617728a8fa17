import ChainTypes
import EVM

/// A tree of blocks with their states in memory: for tests and for importing small chains. Every
/// block keeps its state, so that branches can be extended in any order.
public final class MemoryChain {
  struct Node {
    var window: AncestorWindow
    var totalDifficulty: Word
    var state: MemoryState
  }

  public let executor: BlockExecutor
  public let codes = CodeCache()
  private var nodes: [Hash: Node]
  public private(set) var headHash: Hash
  /// What executing the block that was imported last came to; nil when it was known already.
  public private(set) var lastResult: BlockResult?

  /// How blocks are executed, when not by the executor alone.
  public var execution: Execution?

  public typealias Execution =
    (Block, Int, AncestorWindow, Journal<MemoryState>) throws(InvalidBlock) -> BlockResult

  /// A chain of one block, whose header commits to the state.
  public init(
    genesis: BlockHeader, state: MemoryState, schedule: ForkSchedule, chainID: UInt64,
    machine: Machine, rules: ChainRules = ChainRules()
  ) {
    executor = BlockExecutor(
      machine: machine, schedule: schedule, chainID: chainID, rules: rules)
    headHash = genesis.hash
    state.blockHashes[genesis.number] = headHash
    let window = AncestorWindow(parent: .init(header: genesis, hash: headHash))
    nodes = [
      headHash: Node(window: window, totalDifficulty: genesis.difficulty, state: state)
    ]
  }

  /// Decodes, checks and executes a block, and keeps it. The head moves to it when it has more
  /// total difficulty, or as much (without proof of work) and a larger number.
  public func importBlock(_ bytes: [UInt8]) throws(InvalidBlock) -> Hash {
    let block: Block
    do { block = try Block(decoding: bytes) } catch { throw .undecodable(error) }
    guard let parent = nodes[block.header.parentHash] else {
      throw .unknownParent(block.header.parentHash)
    }
    let hash = block.header.hash
    lastResult = nil
    if nodes[hash] != nil { return hash }
    let state = parent.state.copy()
    let journal = Journal(source: state, codes: codes)
    if let execution {
      lastResult = try execution(block, bytes.count, parent.window, journal)
    } else {
      lastResult = try executor.execute(
        block, size: bytes.count, ancestors: parent.window, on: journal)
    }
    state.blockHashes[block.header.number] = hash
    keep(block, hash, parent, state)
    return hash
  }

  private func keep(_ block: Block, _ hash: Hash, _ parent: Node, _ state: MemoryState) {
    var window = parent.window
    window.append(
      .init(header: block.header, hash: hash, ommers: block.ommers.map { $0.hash }))
    let reach = UInt64(BlockExecutionLimits.ancestors)
    if block.header.number > reach { state.blockHashes[block.header.number - reach - 1] = nil }
    let total = parent.totalDifficulty &+ block.header.difficulty
    nodes[hash] = Node(window: window, totalDifficulty: total, state: state)
    guard let best = nodes[headHash] else { return }
    if best.totalDifficulty < total
      || (best.totalDifficulty == total && head.number < block.header.number)
    {
      headHash = hash
    }
  }

  public var head: BlockHeader { node(headHash).window.parent.header }
  public func header(of hash: Hash) -> BlockHeader? { nodes[hash]?.window.parent.header }
  /// The state after a block of this chain.
  public func state(after hash: Hash) -> MemoryState? { nodes[hash]?.state }
  public var headState: MemoryState { node(headHash).state }

  private func node(_ hash: Hash) -> Node {
    guard let node = nodes[hash] else { preconditionFailure("the head is always kept") }
    return node
  }
}
