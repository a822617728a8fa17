import BlockExecution
import ChainTypes
import Ledger
import LedgerStorage
import StateStore
import Statements
import SyncProtocol

/// A lane's ledger on this machine's disk.
public typealias StoredLane = ChainLedger<LMDBLedgerStore>

/// One lane of which there is a store here: the own one, or what is known of another's.
// Safe: the ledger, and what waits in it, belong to one thread at a time, as `LaneCrew` says; the
// head that was told is its owner's alone.
public final class LaneBook: @unchecked Sendable {
  public let lane: Lane
  let chain: StoredLane
  private let crew: LaneCrew?
  let help: LaneHelp?
  /// A block that was executed for the protocol and waits for its word, and those before it, which
  /// the ledger has behind its head already and which become durable with it.
  var pending: ExecutedBlock?
  var staged: [ExecutedBlock] = []
  /// The last block whose storing its owner has heard of. Not kept up for the own lane.
  public internal(set) var head: BlockPoint

  public convenience init(_ lane: Lane, _ ledger: StoredLane) {
    self.init(lane, ledger, crew: nil)
  }

  /// One whose ledger a crew may have, and with whose blocks threads help.
  init(_ lane: Lane, _ ledger: StoredLane, crew: LaneCrew?, help: LaneHelp? = nil) {
    self.lane = lane
    chain = ledger
    self.crew = crew
    self.help = help
    head = BlockPoint(height: ledger.head.number, hash: ledger.headHash)
  }

  /// For its owner, who waits while a crew has it. `head` is there without waiting.
  public var ledger: StoredLane {
    crew?.settle(lane)
    return chain
  }

  /// What the protocol has to know of it at the start.
  func start() throws(StoredLane.Failure) -> LaneStart {
    let head = chain.head.number
    var values: [SyncValue] = []
    for value in try chain.values() {
      let name = String(decoding: value.name, as: UTF8.self)
      if name.hasPrefix("sync.") { values.append(SyncValue(name, value.value)) }
    }
    let seal = head == 0 ? nil : stored(head)?.seal
    return LaneStart(
      lane: lane, head: BlockPoint(height: head, hash: chain.headHash),
      seal: seal.flatMap { try? Signed(bytes: $0) }, values: values)
  }
}

extension LaneBook {
  /// Executes a block again, and keeps what came out until it is stored or discarded.
  func verify(_ request: VerifyRequest) -> SyncVerdict {
    guard pending == nil, request.height == chain.head.number + 1 else { return .unavailable }
    let block: Block
    do throws(BlockDecodingError) { block = try Block(decoding: request.block) } catch {
      return blame(request, error.description)
    }
    // The seal names the hash: another header is not the owner's.
    guard block.header.hash == request.hash else { return .otherBody }
    do throws(StoredLane.Failure) {
      let executed = try execute(block, request)
      pending = executed
      if isNamed(executed, by: request) { return .valid }
      discardPending()
      return .invalid("the seal names another access list than the block's")
    } catch {
      guard case .invalid = error else { return .unavailable }
      return blame(request, error.text { $0.text })
    }
  }

  /// Whose work a block is that cannot be executed: the owner's if the body is the one that its
  /// header commits to, else the messenger's. It is looked at only now: most blocks are good.
  private func blame(_ request: VerifyRequest, _ why: String) -> SyncVerdict {
    Block.isWhole(request.block, hash: request.hash) ? .invalid(why) : .otherBody
  }

  func discardPending() {
    guard let executed = pending else { return }
    pending = nil
    // What cannot be taken back is read again before the next block.
    try? chain.discard(executed)
  }

  /// Makes what the protocol asks for durable; false when nothing of it is.
  func store(_ request: StoreRequest) -> Bool {
    let values = request.values.map { DurableValue($0.name, $0.value) }
    let beside = request.beside.map {
      BesideBlock(number: $0.height, kind: $0.kind, signer: $0.signer, bytes: $0.bytes)
    }
    do throws(StoredLane.Failure) {
      guard !request.blocks.isEmpty else {
        if beside.isEmpty {
          try chain.setValues(values)
        } else {
          try chain.putBeside(beside, values: values)
        }
        return true
      }
      try commit(request.blocks, values, beside)
      return true
    } catch {
      return false
    }
  }

  /// Blocks in a row with their seals, as far as there are any; for its owner.
  public func load(_ first: UInt64, _ count: UInt64) -> [SealedBlock] {
    crew?.settle(lane)
    return blocks(first, count)
  }

  /// With `skips` it begins with the first that is there.
  func blocks(_ first: UInt64, _ count: UInt64, skips: Bool = false) -> [SealedBlock] {
    var found: [SealedBlock] = []
    let head = storedHeight
    guard first > 0, first <= head, count > 0 else { return [] }
    for number in first...min(head, first &+ (count - 1)) {
      guard let stored = stored(number), let block = LaneBook.sealed(stored, chain) else {
        if skips && found.isEmpty { continue }
        break
      }
      found.append(block)
    }
    return found
  }

  static func sealed(_ stored: StoredBlock, _ chain: StoredLane) -> SealedBlock? {
    guard let bytes = stored.seal, let seal = try? Signed<Seal>(bytes: bytes) else { return nil }
    let beside = (try? chain.beside(stored.number)) ?? []
    return SealedBlock(
      seal: seal, block: stored.record.encodedBlock, accessList: stored.record.writes,
      cosignatures: beside.filter { $0.kind == BesideItem.cosignature }
        .compactMap { try? Signed(bytes: $0.bytes) })
  }
}
