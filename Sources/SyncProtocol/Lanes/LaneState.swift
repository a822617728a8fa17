import ChainTypes
import Statements

/// One lane as a node sees it. What is durable of it is in the store; here is what deciding needs.
struct LaneState {
  let lane: Lane
  var entry: LaneEntry
  /// False when a newer manifest gave it to others: what is stored stays, and nothing is done.
  var isFollowed = true
  /// Ours to write.
  var isOwn = false
  /// We give receipts for it.
  var isStored = false
  /// Our term as a witness of it; nil when we are none.
  var witnessTerm: UInt64?

  /// The last block that is durable here.
  var head: BlockPoint
  var headSeal: Signed<Seal>?
  /// The manifest version of the head's seal: later ones have no lower.
  var manifestVersion: UInt64 = 0
  /// The highest height that the owner is seen to have sealed.
  var known: UInt64
  var recent = RecentHeights()

  /// Blocks that wait for those before them, by height: all between head and head + window.
  var waiting: [UInt64: WaitingBlock] = [:]
  /// What the host executes now, in the order of heights; nil when it is free.
  @Apart var verifying: [SealedBlock]?
  /// Verified, and on its way to the disk.
  @Apart var storing: PendingBlocks?

  var final: BlockPoint?
  /// The best receipt, as far as the owner or anybody needs it.
  var receipted: BlockPoint?
  /// Our last receipt, when we are who gives them.
  var ownReceipt: Signed<StorageReceipt>?
  var lock = WitnessLock()
  var freeze: Freeze?
  /// Up to here a thaw has settled what happened.
  var settled: BlockPoint?
  /// What is to be kept beside blocks with the next commit.
  var gathered: [BesideItem] = []
  var gatheredSince: UInt64 = .max

  var ask = AskState()
  /// Asking before signing; nil when there is nothing to ask.
  @Apart var doubt: Doubt?
  /// A state that comes instead of blocks, and when to try that again.
  @Apart var snapshot: SnapshotState?
  var nextSnapshot: UInt64 = 0
  /// The block of whose state we gave a part, and nobody else one since.
  var given = Hash.zero
  var outbox = OutboxCursor()
  var stopped: StopReason?
  /// Somebody sent what we have: they may lack our signatures.
  var shouldRepeat = false
  /// When an alert about a foreign parent or manifest was given, so that it is given once.
  var alertedAt: UInt64?

  init(entry: LaneEntry) {
    lane = entry.lane
    self.entry = entry
    head = BlockPoint(height: 0, hash: entry.genesisHash)
    known = 0
  }
}

extension LaneState {
  var isFrozen: Bool { freeze != nil }
  var isVerifying: Bool { _verifying.isThere }
  var isStoring: Bool { _storing.isThere }
  var isInDoubt: Bool { _doubt.isThere }
  var takesState: Bool { _snapshot.isThere }

  /// Whether the block of a height is being executed or on its way to the disk.
  func isUnderWay(_ height: UInt64) -> Bool {
    guard height > head.height, isVerifying || isStoring else { return false }
    // Both begin behind the head.
    let count = max(verifying?.count ?? 0, storing?.request.blocks.count ?? 0)
    return height - head.height <= UInt64(count)
  }

  /// Whether a block at this height can belong to it.
  func reaches(_ height: UInt64) -> Bool {
    guard let ending = entry.ending else { return true }
    return height <= ending.height
  }

  /// Everything that depends on the chain that was taken: for a lane that begins anew.
  mutating func forgetChain() {
    head = BlockPoint(height: 0, hash: entry.genesisHash)
    headSeal = nil
    manifestVersion = 0
    recent = RecentHeights()
    waiting = [:]
    (verifying, storing, final, receipted, ownReceipt) = (nil, nil, nil, nil, nil)
    gathered = []
  }
}

/// A block that waits for those before it, and the hash of the one before, as its header says.
struct WaitingBlock {
  var block: SealedBlock
  var parent: Hash
}

/// Why a lane stands still. By reference: hardly any has one, and it is asked for all the time.
indirect enum Freeze: Hashable, Sendable {
  case evidence(Evidence)
  /// A sealed block that the rules do not allow.
  case invalid(Signed<Seal>)
}

extension Freeze {
  func hash(in domain: FleetDomain) -> Hash {
    switch self {
    case .evidence(let evidence): evidence.hash(in: domain)
    case .invalid(let seal): seal.content.digest(in: domain)
    }
  }

  var height: UInt64 {
    switch self {
    case .evidence(.seals(let a, _)): a.content.height
    case .evidence: 0
    case .invalid(let seal): seal.content.height
    }
  }
}

/// Blocks on their way to the disk, with what is to be said when they are there.
struct PendingBlocks {
  var ticket: UInt64
  var request: StoreRequest
  /// One for each block.
  var signed: [SignedBlock] = []
  /// When the store refused it: when to try again.
  var retry: UInt64 = .max
}

/// What we sign about a block.
struct SignedBlock {
  var cosignature: Signed<Cosignature>?
  var receipt: Signed<StorageReceipt>?
}

/// What a witness has promised: nothing at or below `height` in this term, but for `last`.
struct WitnessLock: Hashable, Sendable {
  var term: UInt64 = 0
  var height: UInt64 = 0
  var last: Signed<Cosignature>?
  /// No lock of the present term is on the disk.
  var isMissing = true
  /// Others have cosignatures of this term that we do not: nothing is signed in it.
  var isLost = false
}

/// How often something has been asked for in vain.
struct AskState: Hashable, Sendable {
  var next: UInt64 = 0
  var pause = SyncLimits.firstPause
  var asksStanding = false

  mutating func didAsk(_ now: UInt64, jitter: UInt64) {
    next = now + pause + jitter
    pause = min(pause * 2, SyncLimits.longestPause)
  }

  mutating func didProgress() { pause = SyncLimits.firstPause }
}

/// Asking the others how far they are before anything is signed.
struct Doubt: Hashable, Sendable {
  var since: UInt64
  var answered: [Address] = []
  /// The digest of the request that answers are to.
  var request = Hash.zero
  var highest: UInt64 = 0
  var ask = AskState()
  /// When it was last asked, and how often sooner than its pause.
  var asked: UInt64 = 0
  var hastened = 0

  /// Whoever has not answered is there: no need to wait out the pause. Seldom, since two who are in
  /// doubt of one lane would keep each other asking.
  mutating func hasten(_ address: Address) {
    guard hastened < SyncLimits.hastenedAsks, !answered.contains(address),
      ask.next > asked + SyncLimits.hastenedPause
    else { return }
    ask.next = asked + SyncLimits.hastenedPause
    hastened += 1
  }
}

/// What of the own lane is on its way.
struct OutboxCursor: Hashable, Sendable {
  /// Published on this connection up to here.
  var sent: UInt64 = 0
  var isLoading = false
  /// When it last went forward, and how long to wait for that.
  var progress: UInt64 = 0
  var patience = SyncLimits.receiptPatience
  /// The newest blocks, so that they need not be read back.
  var cache: [SealedBlock] = []
  var announced: UInt64 = 0
  var nextAnnouncement: UInt64 = 0
}
