import BrokerClient
import ChainTypes
import Ledger
import LinuxIO
import StateStore
import Statements
import SyncProtocol
import SystemCrypto

/// A node of a fleet at work: the protocol's decisions, a connection to a broker, and the stores
/// of what must be durable. It has no thread of its own; its owner waits for `signal` and
/// `nextDeadline`, and calls `step()`.
public final class LinkedNode {
  public private(set) var node: SyncNode<FleetKey>
  public let manifests: ManifestShelf
  public let shelf: LaneShelf
  public let store: LinkStore
  let connection: BrokerConnection
  let crew: LaneCrew
  /// The crew's; none where the owner's thread does everything.
  private(set) var threads: [NativeThread] = []
  let key: FleetKey
  let own: LaneBook?
  let origin: LaneOrigin?
  let prefix: String

  /// Answers to actions that are done, and what else the node has not been told yet.
  var events: [SyncEvent] = []
  var notices: [LinkNotice] = []
  /// Accepted by nobody yet: the connection's window was full.
  var waiting: [OutgoingEntry] = []
  /// How lanes begin that have no store here.
  var plans: [Address: [LaneOrigin]] = [:]
  /// When it may be asked, and told, again how a board's lane begins.
  var asked: [Address: UInt64] = [:]
  var told: [Address: UInt64] = [:]
  /// States that wait until it is known how their lane begins.
  var beginnings: [Lane: SealedBlock] = [:]
  public private(set) var isConnected = false
  /// Why the broker is not there.
  public private(set) var problem: String?
  public internal(set) var statuses: [Address: NodeStatus] = [:]
  private var watch = CatchUpWatch()
  var nextToken = LinkLimits.ownTokens
  /// There was more to do in the last step than it was allowed.
  var hasMore = false

  /// What a node last said of itself.
  public struct NodeStatus: Sendable {
    public var text: [UInt8]
    public var isOnline: Bool
    /// Monotonic milliseconds.
    public var heard: UInt64
  }

  struct OutgoingEntry {
    var message: OutgoingMessage
    var token: UInt64
  }

  public init(_ parts: LinkParts) throws(LinkFailure) {
    key = parts.key
    store = parts.store
    manifests = parts.manifests
    own = parts.own
    origin = parts.origin
    let crew = LaneCrew()
    self.crew = crew
    let (key, domain) = (parts.key, parts.manifests.domain)
    shelf = try LaneShelf(
      folder: parts.lanesFolder, own: parts.own, retention: parts.retention, kept: parts.store,
      crew: crew, execution: parts.execution, takesStates: parts.settings.snapshotDistance > 0,
      signer: { (cosignature) -> Address? in
        do throws(SignatureError) { return try cosignature.signer(in: domain, using: key) } catch {
          return nil
        }
      })
    prefix = SyncTopic.prefix(parts.manifests.domain)
    node = SyncNode(
      try LinkedNode.start(shelf, parts.store, parts.manifests), settings: parts.settings,
      crypto: parts.key)
    var broker = parts.broker
    let will = node.will
    if !will.topic.isEmpty {
      broker.will = OutgoingMessage(
        topic: will.topic, payload: will.payload, isRetained: will.isRetained)
    }
    do throws(BrokerError) { connection = try BrokerConnection(broker) } catch {
      throw .settings("the broker: \(error.text)")
    }
    do throws(SystemError) {
      let signal = connection.signal
      for number in 0..<parts.threads {
        threads.append(
          try NativeThread(name: "lane-\(number + 1)", stackBytes: LinkLimits.laneStack) {
            crew.serve(signal)
          })
      }
    } catch {
      crew.close()
      throw .system(error)
    }
  }

  deinit { crew.close() }

  private static let cleanName = "link.clean"

  /// What was durable, and that from now on this life counts as interrupted until it is ended.
  private static func start(
    _ shelf: LaneShelf, _ store: LinkStore, _ manifests: ManifestShelf
  ) throws(LinkFailure) -> SyncStart {
    var lanes: [LaneStart] = []
    for book in shelf.books.values {
      do throws(StoredLane.Failure) {
        var lane = try book.start()
        lane.snapshot = shelf.arriving[book.lane]?.start
        lanes.append(lane)
      } catch {
        throw .ledger(error)
      }
    }
    let random = (try? SecureRandom.bytes(8)) ?? []
    do throws(StoreError) {
      let stored = try store.allValues()
      let wasClean = try store.value(cleanName).map { $0 == [1] } ?? true
      try store.set([(cleanName, [0])])
      return SyncStart(
        view: manifests.view, lanes: lanes,
        values: stored.filter { $0.name.hasPrefix("sync.") }.map { SyncValue($0.name, $0.value) },
        boot: wasClean ? .clean : .unclean,
        seed: random.reduce(MonotonicClock.now()) { $0 &* 257 &+ UInt64($1) })
    } catch {
      throw .store(error)
    }
  }

  /// Says goodbye to the broker and closes the books.
  public func stop() {
    _ = connection.stop(within: LinkLimits.goodbye)
    crew.close()
    for thread in threads { thread.join() }
    takeDone()
    threads = []
    for lane in node.followed { keep(lane) }
    for book in shelf.books.values where book !== own {
      book.discard()
      try? book.ledger.flush()
    }
    // Failing leaves the mark of an interrupted life, which is the cautious side.
    try? store.set([(LinkedNode.cleanName, [1])])
  }
}

extension LinkedNode {
  public var signal: WakeSignal { connection.signal }
  public var address: Address { key.address }
  public var view: FleetView { node.view }
  public var maySeal: Bool { node.maySeal }
  public var counters: SyncCounters { node.counters }
  public var broker: BrokerStatus { connection.status }

  /// Monotonic milliseconds.
  static var now: UInt64 { MonotonicClock.milliseconds() }

  /// When `step()` is due although nothing came.
  public var nextDeadline: UInt64 { hasMore ? LinkedNode.now : node.nextDeadline }

  /// Does what there is to do, and tells what happened.
  public func step() -> [LinkNotice] {
    connection.signal.clear()
    hasMore = false
    takeDone()
    var budget = LinkLimits.eventsPerStep
    while budget > 0, let event = connection.nextEvent() {
      take(event)
      run()
      budget -= 1
    }
    if budget == 0 { hasMore = true }
    if !beginnings.isEmpty {
      beginWaitingStates()
      run()
    }
    if node.nextDeadline <= LinkedNode.now {
      events.append(.tick)
      run()
    }
    lookForGaps()
    defer { notices = [] }
    return notices
  }

  /// Lanes that are caught up with by blocks, and how far that is.
  public var catchUps: [Lane: CatchUp] { watch.lanes }

  private func lookForGaps() {
    let now = LinkedNode.now
    guard watch.isDue(now) else { return }
    let gaps = node.gaps { watch.lanes[$0] != nil }
    for (lane, news) in watch.look(gaps, now: now) { notices.append(.catchUp(lane, news)) }
  }

  private func takeDone() {
    for outcome in crew.takeDone() {
      didWork(outcome)
      run()
    }
  }

  /// Tells the node something, and does what it wants done at once.
  public func tell(_ event: SyncEvent) {
    events.append(event)
    run()
  }

  /// Makes durable at once what has been heard of a lane's blocks: a proof is about to be made.
  public func keep(_ lane: Lane) { tell(.keepGathered(lane)) }

  /// The own block is durable.
  public func sealed(_ block: SealedBlock) { tell(.sealed(block)) }

  private func run() {
    while !events.isEmpty {
      let event = events.removeFirst()
      var actions: [SyncAction] = []
      node.handle(
        event, now: LinkedNode.now, wall: UInt64(max(0, WallClock.milliseconds())),
        into: &actions)
      for action in actions { perform(action) }
    }
  }

  func didConnect(_ version: String) {
    isConnected = true
    problem = nil
    notices.append(.connected(version: version))
  }

  func didDisconnect(_ why: String, _ pause: Int) {
    // One notice when it goes, not one an attempt.
    if isConnected || problem != why { notices.append(.disconnected(why: why, pause: pause)) }
    isConnected = false
    problem = why
  }
}
