import BoardConfig
import BrokerClient
import LinuxIO
import SensorInputs

/// Brings what other devices publish to the sensors that wait for it. It has a connection of its
/// own with a session that ends with it: the board's own asks the broker to keep messages, and a
/// value that was kept would get the time of its arrival, not that of its measurement. Retained
/// messages are left for the same reason: nobody knows how old they are.
final class MessageIntake {
  let connection: BrokerConnection
  private let messages: MessageBoard
  private(set) var isConnected = false
  /// Why the broker is not there, or does not give a topic.
  private(set) var problem: String?
  private(set) var received: UInt64 = 0
  /// Messages that no sensor took: retained, too large, or of another topic.
  private(set) var ignored: UInt64 = 0

  /// Nil when no sensor reads messages.
  static func open(
    _ settings: BoardSettings, board: String, _ messages: MessageBoard
  ) throws(AgentFailure) -> MessageIntake? {
    let topics = messages.topics
    if topics.isEmpty { return nil }
    guard let broker = settings.broker else {
      throw .configuration("sensors read MQTT topics, and there is no section \"broker\"")
    }
    var wanted = try BrokerClient.BrokerSettings(broker, clientID: board)
    wanted.clientID += "-sensors"
    wanted.sessionExpirySeconds = 0
    for topic in topics where !wanted.subscriptions.contains(Subscription(topic)) {
      wanted.subscriptions.append(Subscription(topic))
    }
    do throws(BrokerError) {
      return MessageIntake(try BrokerConnection(wanted), messages)
    } catch {
      throw .configuration("the broker of the sensors: \(error.text)")
    }
  }

  private init(_ connection: BrokerConnection, _ messages: MessageBoard) {
    self.connection = connection
    self.messages = messages
  }

  /// Takes what has come.
  func take(_ log: AgentLog) {
    connection.signal.clear()
    while let event = connection.nextEvent() { take(event, log) }
  }

  private func take(_ event: BrokerEvent, _ log: AgentLog) {
    switch event {
    case .received(let message):
      received += 1
      if message.isRetained || !messages.put(message.payload, topic: message.topic) {
        ignored += 1
      }
    case .connected(let facts):
      isConnected = true
      problem = nil
      log.info("connected", "to=sensors version=\"\(facts.version.text)\"")
    case .disconnected(let error, let pause):
      // One line when it goes, not one an attempt.
      if isConnected || problem != error.text {
        log.warning("disconnected", "from=sensors why=\"\(error.text)\" next_ms=\(pause)")
      }
      isConnected = false
      problem = error.text
    case .subscriptionRefused(let filter, let code):
      problem = "the broker refuses the topic \(filter): \(code.text)"
      log.error("refused", "topic=\"\(filter)\" why=\"\(code.text)\"")
    case .subscribed, .acknowledged, .refused, .unconfirmed: break
    }
  }

  func close() { _ = connection.stop(within: AgentLimits.brokerGoodbye) }
}
