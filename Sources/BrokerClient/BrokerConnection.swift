import LinuxIO

/// A connection to an MQTT broker that looks after itself: it connects, subscribes, notices when
/// the broker is gone, and connects again. Its owner publishes and takes events; neither ever waits
/// for the network.
///
/// What is published is kept in no queue here: of each accepted message the owner hears whether the
/// broker took it, and it is the owner, who has it on disk, that publishes again what is
/// `unconfirmed`.
public final class BrokerConnection: Sendable {
  let channel: Channel

  /// Starts connecting.
  public init(_ settings: BrokerSettings) throws(BrokerError) {
    if let problem = settings.problem { throw problem }
    do throws(SystemError) {
      channel = try Channel(settings)
      try channel.start(settings)
    } catch {
      throw .other(error.text)
    }
  }

  /// Ends the connection; what is in flight is left to the broker. Does not wait.
  deinit { channel.requestStop(within: 0) }

  /// Raised when there are events to take: wait for it in poll or epoll, clear it, and call
  /// `nextEvent()` until it gives nil.
  public var signal: WakeSignal { channel.toOwner }

  public var status: BrokerStatus {
    channel.state.withLock { state in
      var status = state.status
      status.inFlight = state.window.entries.count
      status.inInbox = state.inbox.messages
      return status
    }
  }
}

/// What both threads hold.
final class Channel: Sendable {
  let state: Guarded<ChannelState>
  /// Raised for the owner: there are events.
  let toOwner: WakeSignal
  /// Raised for the connection's thread: there is something to send, or room again.
  let toThread: WakeSignal
  /// Raised when the thread is about to end.
  let finished: WakeSignal
  private let thread = Guarded<NativeThread?>(nil)

  init(_ settings: BrokerSettings) throws(SystemError) {
    state = Guarded(ChannelState(settings))
    toOwner = try WakeSignal()
    toThread = try WakeSignal()
    finished = try WakeSignal()
  }

  /// The thread holds the channel. When it hangs in the resolver while its owner lets go, it has
  /// the last reference, and goes when the resolver returns.
  func start(_ settings: BrokerSettings) throws(SystemError) {
    let started = try NativeThread(name: "broker") { ConnectionLoop(settings, self).run() }
    thread.withLock { $0 = started }
  }

  func requestStop(within milliseconds: Int) {
    state.withLock { state in
      let until = MonotonicClock.now() / 1_000_000 + UInt64(max(0, milliseconds))
      state.stopBefore = min(state.stopBefore ?? until, until)
    }
    toThread.raise()
  }
}
