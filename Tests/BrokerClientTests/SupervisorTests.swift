import Testing

@testable import BrokerClient

/// The supervisor knows no clock: these tests wait for nothing.
@Suite struct Supervisors {
  private func supervisor(_ version: ProtocolChoice = .newestThatWorks) -> ConnectionSupervisor {
    var settings = BrokerSettings(host: "h", clientID: "c")
    settings.firstPause = 100
    settings.longestPause = 1_000
    settings.connectTimeout = 50
    settings.version = version
    return ConnectionSupervisor(settings)
  }

  @Test func `it connects at once, and waits between attempts`() {
    var it = supervisor()
    #expect(it.next(now: 7) == .connect(.init(version: .v5, probesFirst: false)))
    #expect(it.next(now: 8) == .serve)
    #expect(it.ended(.hostNotFound("h"), now: 10, random: 50) == 100)
    #expect(it.next(now: 10) == .wait(milliseconds: 100))
    #expect(it.next(now: 109) == .wait(milliseconds: 1))
    #expect(it.next(now: 110) == .connect(.init(version: .v5, probesFirst: false)))
  }

  @Test func `pauses double up to the longest, and chance takes at most half of them away`() {
    for random: UInt64 in [0, 1, 49, 50, 51, 1_000_003, .max] {
      var it = supervisor()
      for full: UInt64 in [100, 200, 400, 800, 1_000, 1_000] {
        let pause = it.ended(.unreachable("x"), now: 0, random: random)
        #expect(pause >= full / 2 && pause <= full, "random \(random)")
      }
    }
  }

  @Test func `a connection that lasted makes the next pause short again`() {
    var it = supervisor()
    for _ in 0..<5 { _ = it.ended(.unreachable("x"), now: 0, random: 0) }
    it.accepted(now: 5_000)
    #expect(it.ended(.connectionLost, now: 5_999, random: 0) == 500)
    it.accepted(now: 10_000)
    #expect(it.ended(.connectionLost, now: 11_000, random: 0) == 50)
  }

  @Test func `what only a person can mend is tried less often`() {
    for error: BrokerError in [
      .rejected(.badCredentials), .certificate(.expired), .closedByBroker(.sessionTakenOver),
    ] {
      var it = supervisor()
      #expect(it.ended(error, now: 0, random: 125) == 250)
    }
    var it = supervisor()
    #expect(it.ended(.rejected(.serverUnavailable), now: 0, random: 50) == 100)
  }

  @Test func `a broker that refuses MQTT 5 is asked for 3.1.1 at once`() {
    var it = supervisor()
    _ = it.next(now: 0)
    #expect(it.ended(.rejected(.unsupportedProtocolVersion), now: 1, random: 0) == 0)
    #expect(it.next(now: 1) == .connect(.init(version: .v311, probesFirst: false)))
    it.accepted(now: 2)
    _ = it.ended(.connectionLost, now: 3, random: 0)
    _ = it.ended(.connectionLost, now: 4, random: 0)
    #expect(it.version == .v311)
  }

  @Test func `a broker that hangs up twice without an answer is asked for 3.1.1`() {
    var it = supervisor()
    _ = it.ended(.connectionLost, now: 0, random: 0)
    #expect(it.version == .v5)
    _ = it.ended(.connectionLost, now: 0, random: 0)
    #expect(it.version == .v311)
    _ = it.ended(.connectionLost, now: 0, random: 0)
    _ = it.ended(.connectionLost, now: 0, random: 0)
    #expect(it.version == .v5)
  }

  @Test func `a proven version and a chosen one stay`() {
    var proven = supervisor()
    proven.accepted(now: 0)
    var chosen = supervisor(.only(.v311))
    for _ in 0..<4 {
      _ = proven.ended(.protocolViolation, now: 1, random: 0)
      _ = chosen.ended(.protocolViolation, now: 1, random: 0)
    }
    #expect(proven.version == .v5)
    #expect(chosen.version == .v311)
  }

  @Test func `after a silence of TCP it looks before it blocks`() {
    var it = supervisor()
    _ = it.ended(.timedOut(.connecting), now: 0, random: 0)
    #expect(it.next(now: 1_000) == .connect(.init(version: .v5, probesFirst: true)))
    #expect(it.timeLeft(now: 1_049) == 1)
    #expect(it.timeLeft(now: 1_060) == 0)
  }
}

@Suite struct SendWindows {
  private func token(_ value: UInt64) -> MessageToken { MessageToken(value) }

  @Test func `as many as allowed wait, and one answer makes room for one`() {
    var window = SendWindow(limit: 2)
    window.add(token(1), size: 10, now: 0)
    #expect(window.hasRoom(for: 10))
    window.add(token(2), size: 10, now: 0)
    #expect(!window.hasRoom(for: 10))
    let isSound = window.handedOver(token(1), as: 7, now: 1)
    #expect(isSound)
    #expect(window.answered(8) == nil)
    #expect(window.answered(7) == token(1))
    #expect(window.hasRoom(for: 10))
  }

  @Test func `one message of any size fits into an empty window, two large ones do not`() {
    var window = SendWindow(limit: 8)
    #expect(window.hasRoom(for: Limits.windowBytes * 2))
    window.add(token(1), size: Limits.windowBytes, now: 0)
    #expect(!window.hasRoom(for: 1))
  }

  @Test func `a number that is still in use is noticed`() {
    var window = SendWindow(limit: 8)
    window.add(token(1), size: 1, now: 0)
    window.add(token(2), size: 1, now: 0)
    let first = window.handedOver(token(1), as: 65_535, now: 0)
    let second = window.handedOver(token(2), as: 65_535, now: 0)
    #expect(first && !second)
  }

  @Test func `after a loss one message goes alone, then one more for each answer`() {
    var window = SendWindow(limit: 8)
    for value: UInt64 in 0..<3 { window.add(token(value), size: 1, now: 0) }
    let lost = window.lost(brokerHungUp: true)
    #expect(lost.unconfirmed == [token(0), token(1), token(2)])
    #expect(lost.blamed == nil)
    window.add(token(0), size: 1, now: 0)
    #expect(!window.hasRoom(for: 1))
    _ = window.handedOver(token(0), as: 1, now: 0)
    _ = window.answered(1)
    window.add(token(1), size: 1, now: 0)
    #expect(window.hasRoom(for: 1))
  }

  @Test func `a message alone in flight at three losses is blamed`() {
    var window = SendWindow(limit: 8)
    for round in 1...Limits.lonelyLosses {
      window.add(token(5), size: 1, now: 0)
      let lost = window.lost(brokerHungUp: true)
      #expect(lost.blamed == (round == Limits.lonelyLosses ? token(5) : nil))
      #expect(lost.unconfirmed.isEmpty == (round == Limits.lonelyLosses))
    }
    window.add(token(6), size: 1, now: 0)
    #expect(window.lost(brokerHungUp: false).blamed == nil)
  }
}
