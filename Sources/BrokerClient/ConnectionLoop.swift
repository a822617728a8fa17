import LinuxIO

/// The connection's thread: does what the supervisor decides, and moves messages between the owner
/// and libmosquitto. Only this thread touches libmosquitto.
final class ConnectionLoop {
  let settings: BrokerSettings
  let channel: Channel
  var supervisor: ConnectionSupervisor
  var link: BrokerLink?
  /// Which filter each request to subscribe was about, by libmosquitto's number.
  var subscribing: [(number: Int32, filter: String)] = []
  private var random = SystemRandomNumberGenerator()

  init(_ settings: BrokerSettings, _ channel: Channel) {
    self.settings = settings
    self.channel = channel
    supervisor = ConnectionSupervisor(settings)
  }

  static var now: UInt64 { MonotonicClock.now() / 1_000_000 }

  func run() {
    while !isAskedToStop {
      if isHeldBack {
        pause(settings.longestPause)
        continue
      }
      switch supervisor.next(now: Self.now) {
      case .connect(let attempt): connect(attempt)
      case .wait(let milliseconds): pause(Int(min(milliseconds, 60_000)))
      case .serve: serve()
      }
    }
    finish()
  }

  private var isAskedToStop: Bool { channel.state.withLock { $0.stopBefore != nil } }

  /// True while there is no connection and the owner has not taken what the last ones brought: each
  /// new one would bring more, without bound.
  private var isHeldBack: Bool {
    guard link == nil else { return false }
    return channel.state.withLock { state in
      let inbox = state.inbox
      state.isPaused = inbox.isIgnored || inbox.isFull || (state.isPaused && !inbox.hasRoom)
      return state.isPaused
    }
  }

  /// Waits until the time is up, or the owner has something to say.
  private func pause(_ milliseconds: Int) {
    _ = channel.toThread.wait(milliseconds: milliseconds)
    channel.toThread.clear()
  }

  private func connect(_ attempt: ConnectionSupervisor.Attempt) {
    channel.state.withLock { state in
      state.status.phase = .connecting
      state.status.version = attempt.version
      state.status.counters.attempts += 1
    }
    if attempt.probesFirst, let error = BrokerLink.probe(settings) { return ended(error) }
    do throws(BrokerError) {
      // The link holds this loop until `ended` lets go of the link, which happens on every way out.
      let link = try BrokerLink(settings, version: attempt.version) { self.took($0) }
      self.link = link
      try link.open(settings)
      supervisor.opened(now: Self.now)
    } catch {
      ended(link?.end ?? error)
    }
  }

  /// The attempt failed, or the connection is over: settles what was in flight.
  func ended(_ plain: BrokerError) {
    let error = explained(plain)
    link = nil
    subscribing.removeAll(keepingCapacity: true)
    let pause = supervisor.ended(plain, now: Self.now, random: random.next())
    channel.state.withLock { state in
      let (unconfirmed, blamed) = state.window.lost(brokerHungUp: error.isHangUp)
      state.outbox.removeAll(keepingCapacity: true)
      if let blamed {
        state.status.counters.refused += 1
        state.inbox.append(.refused(blamed, .brokerHangsUp))
      }
      for token in unconfirmed { state.inbox.append(.unconfirmed(token)) }
      state.status.counters.unconfirmed += UInt64(unconfirmed.count)
      state.status.phase = .waiting
      state.status.lastError = error
      state.requests.removeAll()
      state.inbox.append(.disconnected(error, nextAttempt: Int(pause)))
    }
    channel.toOwner.raise()
  }

  /// With TLS 1.3 a broker refuses a client's certificate after our handshake has ended, and its
  /// reason may be lost behind the hang-up.
  private func explained(_ error: BrokerError) -> BrokerError {
    guard error == .connectionLost, !supervisor.isOnline, let tls = settings.tls else {
      return error
    }
    return .tls(
      tls.certificateFile == nil
        ? "the broker hung up before it answered; it may want a client certificate"
        : "the broker hung up before it answered; it may not accept the client certificate")
  }

  /// Says goodbye if there is somebody to say it to, and lets the owner know that it is over.
  private func finish() {
    let before = channel.state.withLock { $0.stopBefore ?? 0 }
    if supervisor.isOnline {
      while let link, link.end == nil, Self.now < before, isWaitingForBroker {
        serve(until: before)
      }
    }
    if let link, link.end == nil {
      link.close()
      // The goodbye is a few bytes; they leave unless the network is stuck.
      for _ in 0..<4 where link.wantsToWrite && link.descriptor != nil { link.write() }
    }
    if link != nil { ended(.stopped) }
    channel.state.withLock { $0.status.phase = .stopped }
    channel.toOwner.raise()
    channel.finished.raise()
  }

  private var isWaitingForBroker: Bool {
    channel.state.withLock { !$0.window.entries.isEmpty }
  }
}
