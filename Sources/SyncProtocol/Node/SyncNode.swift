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
/// `SyncStart`. The same events give the same actions.
public struct SyncNode<Crypto: SyncCrypto> {
  let crypto: Crypto
  let settings: SyncSettings
  public private(set) var view: FleetView
  public var counters = SyncCounters()

  public init(_ start: SyncStart, settings: SyncSettings, crypto: Crypto) {
    self.crypto = crypto
    self.settings = settings
    view = start.view
  }
}

extension SyncNode {
  /// Takes one event and appends what is to be done. `now` never goes back; `wall` is what the
  /// clock says, and is only written into statements.
  public mutating func handle(
    _ event: SyncEvent, now: UInt64, wall: UInt64, into actions: inout [SyncAction]
  ) {
    counters.received += 1
  }

  /// When `tick` is due at the latest.
  public var nextDeadline: UInt64 { .max }

  /// Whether the own lane may get its next block now. False until a board without blocks has heard
  /// its peers, after evidence against it, after its end.
  public var maySeal: Bool { false }

  /// What the broker shall say of this node when it goes without a word.
  public var will: SyncPublication {
    SyncPublication(topic: "", payload: [], isRetained: true, token: 0)
  }
}
