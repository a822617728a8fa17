/// Decides when and how to connect. It knows no socket and no clock: it is told what happened and
/// when, in milliseconds, and answers what to do. So every path of it is tested without waiting.
struct ConnectionSupervisor: Equatable {
  enum Phase: Equatable {
    case waiting(until: UInt64)
    case connecting(since: UInt64)
    case online(since: UInt64)
  }

  enum Action: Equatable {
    case connect(Attempt)
    case wait(milliseconds: UInt64)
    /// A connection is there or being made: serve it.
    case serve
  }

  struct Attempt: Equatable {
    var version: ProtocolVersion
    /// Look first whether anybody answers there: connect(2) may block for two minutes.
    var probesFirst: Bool
  }

  let choice: ProtocolChoice
  let firstPause: UInt64
  let longestPause: UInt64
  let connectTimeout: UInt64

  private(set) var phase = Phase.waiting(until: 0)
  private(set) var version: ProtocolVersion
  /// Failures in a row, which the pause grows with.
  private(set) var failures = 0
  /// True once a broker has accepted this version: then it is kept.
  private var versionIsProven = false
  /// How often in a row the broker hung up on this version without an answer.
  private var unanswered = 0
  private var probesNext = false

  init(_ settings: BrokerSettings) {
    choice = settings.version
    firstPause = UInt64(settings.firstPause)
    longestPause = UInt64(settings.longestPause)
    connectTimeout = UInt64(settings.connectTimeout)
    if case .only(let version) = choice { self.version = version } else { version = .v5 }
  }

  var isOnline: Bool {
    if case .online = phase { true } else { false }
  }

  /// What to do now.
  mutating func next(now: UInt64) -> Action {
    switch phase {
    case .waiting(let until) where until > now: return .wait(milliseconds: until - now)
    case .waiting:
      phase = .connecting(since: now)
      return .connect(Attempt(version: version, probesFirst: probesNext))
    case .connecting, .online: return .serve
    }
  }

  /// The socket is open: the time for the broker's answer begins.
  mutating func opened(now: UInt64) { phase = .connecting(since: now) }

  /// Milliseconds until the attempt has taken too long; nil when there is none.
  func timeLeft(now: UInt64) -> UInt64? {
    guard case .connecting(let since) = phase else { return nil }
    return since + connectTimeout > now ? since + connectTimeout - now : 0
  }

  mutating func accepted(now: UInt64) {
    phase = .online(since: now)
    versionIsProven = true
    unanswered = 0
    probesNext = false
  }

  /// The attempt failed or the connection ended. `random` spreads the boards of a fleet whose
  /// broker comes back: the pause is between half and all of what it could be. Returns the pause.
  mutating func ended(_ error: BrokerError, now: UInt64, random: UInt64) -> UInt64 {
    // A connection that lasted was no failure; one that ends at once must not be made in a loop.
    if case .online(let since) = phase, now - since >= longestPause { failures = 0 }
    let changesVersion = !isOnline && shouldChangeVersion(error)
    probesNext = error == .timedOut(.connecting)
    if changesVersion {
      version = version == .v5 ? .v311 : .v5
      unanswered = 0
      // What the broker told in so many words is answered at once, without being a failure.
      if error == .rejected(.unsupportedProtocolVersion), version == .v311 {
        phase = .waiting(until: now)
        return 0
      }
    }
    let full = max(pause, error.needsSomebody ? longestPause / 4 : 0)
    failures += 1
    let chosen = full - full / 2 + (full / 2 == 0 ? 0 : random % (full / 2 + 1))
    phase = .waiting(until: now + chosen)
    return chosen
  }

  /// Doubles from failure to failure.
  private var pause: UInt64 {
    var pause = firstPause
    for _ in 0..<failures where pause < longestPause { pause *= 2 }
    return min(pause, longestPause)
  }

  /// A broker that does not know MQTT 5 says so, breaks the protocol, or hangs up. The last happens
  /// to brokers that are starting as well: so twice before it counts.
  private mutating func shouldChangeVersion(_ error: BrokerError) -> Bool {
    guard choice == .newestThatWorks, !versionIsProven else { return false }
    switch error {
    case .rejected(.unsupportedProtocolVersion), .protocolViolation: return true
    case .connectionLost:
      unanswered += 1
      return unanswered >= 2
    default: return false
    }
  }
}
