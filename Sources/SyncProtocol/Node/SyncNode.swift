import ChainTypes
import Statements

/// One node of the fleet: a board, a witness, an aggregator, or several of these at once. It takes
/// events and returns actions, and does nothing itself; the host does.
///
///     var actions: [SyncAction] = []
///     node.handle(event, now: monotonicMilliseconds, wall: unixMilliseconds, into: &actions)
///     // do them in order; what an action asks for comes back as another event
///
/// What the host keeps between restarts is what `StoreRequest`s made durable; it comes back in
/// `SyncStart`. The same events give the same actions. `Protocol.md` has the rules.
public struct SyncNode<Crypto: SyncCrypto> {
  let crypto: Crypto
  let settings: SyncSettings
  let own: Address
  let prefix: String
  let boot: BootKind
  public internal(set) var view: FleetView
  public internal(set) var counters = SyncCounters()
  /// What it starts from; empty once it has begun.
  var start: SyncStart?

  /// In the order in which they came: dictionaries are only looked up, so that the same events
  /// give the same actions.
  var lanes: [LaneState] = []
  var places: [Lane: Int] = [:]
  var ownPlace: Int?

  var isConnected = false
  var outbox = Outbox()
  var actions: [SyncAction] = []
  var now: UInt64 = 0
  var wall: UInt64 = 0
  var random: SyncRandom
  var wantNumber: UInt64
  var lastTicket: UInt64 = 0
  var loads: [PendingLoad] = []
  var stores: [PendingValues] = []
  var answers: [WaitingAnswer] = []
  var askers: [Address: AskBudget] = [:]
  var snapshotReads: [PendingRead] = []
  /// Who signed parts of states that do not hold.
  var barredGivers: [Address] = []
  var assembler = Assembler()
  var waitingBytes = 0

  var isBarred: [Address: Bool] = [:]
  var evidences: [KnownEvidence] = []
  var logs: [LogState] = []
  var offer: ManifestOffer?
  var offered: (digest: Hash, at: UInt64) = (.zero, 0)
  var manifestAsk = AskState()
  /// The manifest that is durable here found no room among what waits for the broker.
  var isOfferUnsaid = false
  /// Somebody who is believed works under a version that is not known here.
  var isBehindManifest = false
  /// When the others are asked for a newer one although nothing says that there is one.
  var nextManifestAsk: UInt64 = 0
  var statusText: [UInt8] = []
  var enrolment: (Signed<Enrolment>, text: [UInt8])?
  var enrolmentAsk = AskState()
  var nextBeat: UInt64 = 0
  var nextAnnouncement: UInt64 = 0

  public init(_ start: SyncStart, settings: SyncSettings, crypto: Crypto) {
    self.crypto = crypto
    self.settings = settings
    own = crypto.address
    view = start.view
    prefix = SyncTopic.prefix(start.view.domain)
    boot = start.boot
    random = SyncRandom(seed: start.seed)
    wantNumber = random.next() >> 1
    self.start = start
  }
}

extension SyncNode {
  /// Takes one event and appends what is to be done. `now` never goes back; `wall` is what the
  /// clock says, and is only written into statements.
  public mutating func handle(
    _ event: SyncEvent, now: UInt64, wall: UInt64, into actions: inout [SyncAction]
  ) {
    self.now = max(now, self.now)
    self.wall = wall
    swap(&self.actions, &actions)
    if let start { begin(start) }
    dispatch(event)
    if self.now >= nextBeat { beat() }
    releaseAnswers()
    drain()
    swap(&self.actions, &actions)
  }

  /// When `tick` is due at the latest.
  public var nextDeadline: UInt64 {
    var next = nextBeat
    for answer in answers where answer.due < next { next = answer.due }
    return next
  }

  /// Whether the own lane may get its next block now. False until a board without blocks has heard
  /// its peers, after evidence against it, after its end.
  public var maySeal: Bool {
    guard let ownPlace else { return false }
    let state = lanes[ownPlace]
    return !state.isInDoubt && state.stopped == nil && !state.isFrozen && start == nil
  }

  /// Why the own lane must not go on; nil when it may, or when the peers are only asked yet.
  public var stopReason: StopReason? {
    guard start == nil else { return nil }
    guard let ownPlace else {
      // A lane that was ended is no running one, and yet ours.
      let former = lanes.last { $0.lane.board == own && $0.stopped != nil }
      return former?.stopped ?? .notEnrolled
    }
    return lanes[ownPlace].stopped ?? (lanes[ownPlace].isFrozen ? .frozen : nil)
  }

  /// What the broker shall say of this node when it goes without a word.
  public var will: SyncPublication {
    let topic = SyncTopic(sender: own, kind: .status, subject: own).text(prefix)
    let payload = SyncMessage.status(isOnline: false, text: []).encoded
    return SyncPublication(topic: topic, payload: payload, isRetained: true, token: 0)
  }

  private mutating func dispatch(_ event: SyncEvent) {
    switch event {
    case .connected: connect()
    case .disconnected:
      isConnected = false
      outbox.clear()
    case .received(let topic, let payload): receive(topic, payload)
    case .heard(let topic, let message): hear(message, topic)
    case .acknowledged(let token): _ = outbox.settle(token)
    case .refused(let token): if outbox.settle(token) { counters.refused += 1 }
    case .unconfirmed(let token): _ = outbox.settle(token)
    case .tick: break
    case .sealed(let block): didSeal(block)
    case .loaded(let ticket, let blocks): didLoad(ticket, blocks)
    case .verified(let lane, let height, let verdict): didVerify(lane, height, verdict)
    case .stored(let ticket): didStore(ticket)
    case .storeFailed(let ticket): didNotStore(ticket)
    case .snapshotBegun(let lane, let next): didBeginSnapshot(lane, next)
    case .snapshotChecked(let lane, let verdict): didTakeSnapshot(lane, verdict)
    case .snapshotRead(let ticket, let page): didReadSnapshot(ticket, page)
    case .manifestChanged(let view): adopt(view)
    case .announceManifest(let offer): announce(offer)
    case .checkpointStored(let checkpoint): didStoreCheckpoint(checkpoint)
    case .covering(let lane, let checkpoint, let proof):
      publish(.receipt, about: lane.board, .covering(lane, checkpoint, proof: proof))
    case .thaw(let thaw):
      publish(.evidence, about: thaw.content.lane.board, .thaw(thaw))
      obey(thaw)
    case .succession(let succession):
      publish(.evidence, about: succession.content.old.board, .succession(succession))
      obey(succession)
    case .enrol(let enrolment, let text):
      self.enrolment = (enrolment, text: text)
      askForEnrolment()
    case .sendTransaction(let lane, let bytes):
      publish(.tx, about: lane.board, .transaction(bytes))
    case .statusChanged(let text):
      statusText = text
      publishStatus()
    case .keepGathered(let lane): if let place = places[lane] { flushGathered(place) }
    }
  }
}

/// Why something is loaded.
struct PendingLoad {
  enum Purpose {
    /// To publish own blocks.
    case outbox(Int)
    /// To answer a request.
    case answer(Int)
    /// To know the seals and cosignatures about the head again after a start.
    case recent(Int)
    /// An old height: load what we have of it, then look at the message.
    case compare(Int, SyncMessage, SyncTopic)
  }

  var ticket: UInt64
  var purpose: Purpose
}

/// Values on their way to the disk, and what follows.
struct PendingValues {
  enum Purpose {
    case block(Int)
    case lock(Int, WitnessLock)
    case receipt(Int, Signed<StorageReceipt>, Signed<Seal>)
    case other
  }

  var ticket: UInt64
  var purpose: Purpose
}

/// A request that is answered at its time, unless another answers first.
struct WaitingAnswer {
  var place: Int
  var first: UInt64
  var last: UInt64
  var hash: Hash
  var due: UInt64
  /// The number of a request for a part of a state; nil when blocks are asked for.
  var snapshotAsk: UInt64?
}

/// How much an asker may still ask: a bucket of `askBurst`, filled by one each interval; counted in
/// parts of states, of which so many are one.
struct AskBudget {
  var tokens: Int
  var filled: UInt64
  /// The last requests, so that a copy of one is none.
  var seen: [UInt64] = []
  /// The evidence about frozen lanes that it was shown, the oldest first, and when.
  var shown: [(place: Int, at: UInt64)] = []
}

struct KnownEvidence {
  var evidence: Evidence
  var hash: Hash
  /// When anybody said it last.
  var heard: UInt64
}

/// An aggregator's log as it was seen.
struct LogState {
  var log: Address
  /// Oldest first.
  var checkpoints: [Signed<Checkpoint>] = []
  var shown: UInt64 = 0
}
