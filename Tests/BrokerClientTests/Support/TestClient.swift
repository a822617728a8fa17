import BrokerClient
import LinuxIO

/// A connection and the events that it has told so far.
final class TestClient {
  let connection: BrokerConnection
  private(set) var events: [BrokerEvent] = []

  init(_ settings: BrokerSettings) throws { connection = try BrokerConnection(settings) }

  deinit { _ = connection.stop(within: 500) }

  /// Settings with short pauses, so that tests need not wait long.
  static func settings(_ port: Int, _ clientID: String = "tester") -> BrokerSettings {
    var settings = BrokerSettings(host: "127.0.0.1", port: port, clientID: clientID)
    settings.firstPause = 20
    settings.longestPause = 200
    settings.connectTimeout = 3_000
    return settings
  }

  /// Takes events until one fits; nil when none came in time. What was taken before is looked
  /// through by `have`.
  @discardableResult
  func wait(
    _ milliseconds: Int = 15_000, for fits: (BrokerEvent) -> Bool
  ) -> BrokerEvent? {
    let end = MonotonicClock.now() + UInt64(milliseconds) * 1_000_000
    while true {
      while let event = connection.nextEvent() {
        events.append(event)
        if fits(event) { return event }
      }
      let now = MonotonicClock.now()
      guard now < end else { return nil }
      _ = connection.signal.wait(milliseconds: Int((end - now) / 1_000_000) + 1)
      connection.signal.clear()
    }
  }

  @discardableResult
  func waitUntilOnline() -> ConnectionFacts? {
    let event = wait { if case .connected = $0 { true } else { false } }
    guard case .connected(let facts) = event else { return nil }
    return facts
  }

  func waitForFailure() -> BrokerError? {
    let event = wait { if case .disconnected = $0 { true } else { false } }
    guard case .disconnected(let error, _) = event else { return nil }
    return error
  }

  func waitForSubscription() -> Bool {
    wait { if case .subscribed = $0 { true } else { false } } != nil
  }

  func waitForMessage(_ milliseconds: Int = 15_000) -> IncomingMessage? {
    let event = wait(milliseconds) { if case .received = $0 { true } else { false } }
    guard case .received(let message) = event else { return nil }
    return message
  }

  /// What became of a message.
  func fate(of token: UInt64) -> BrokerEvent? {
    wait { event in
      switch event {
      case .acknowledged(let told, _), .refused(let told, _), .unconfirmed(let told):
        told == MessageToken(token)
      default: false
      }
    }
  }

  /// Publishes as soon as the window has room.
  @discardableResult
  func publish(_ topic: String, _ payload: [UInt8], _ token: UInt64) -> PublishAnswer {
    var answer = PublishAnswer.windowFull
    for _ in 0..<2_000 {
      answer = connection.publish(
        OutgoingMessage(topic: topic, payload: payload), as: MessageToken(token))
      if answer != .windowFull { break }
      _ = wait(5) { _ in true }
    }
    return answer
  }
}
