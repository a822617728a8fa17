import BrokerClient
import Testing

/// What brokers refuse, and how it is told.
@Suite(.enabled(if: TestBroker.isInstalled, "\(TestBroker.reason)"))
struct Refusals {
  private func started(_ settings: String) throws -> TestBroker {
    let broker = try TestBroker(settings)
    try broker.start()
    return broker
  }

  @Test(arguments: [ProtocolVersion.v5, .v311])
  func `a wrong password is refused, named, and does not end the attempts`(
    version: ProtocolVersion
  )
    throws
  {
    let broker = try TestBroker("allow_anonymous false\npassword_file FOLDER/passwords")
    try runTool(
      "/usr/bin/mosquitto_passwd", ["-c", "-b", broker.file("passwords"), "board", "right"])
    try broker.start()
    var settings = TestClient.settings(broker.port)
    settings.version = .only(version)
    settings.userName = "board"
    var wrong = Array("wrong-secret".utf8)
    settings.password = BrokerPassword(taking: &wrong)
    let client = try TestClient(settings)
    for _ in 0..<3 {
      guard case .rejected(let reason) = client.waitForFailure() else {
        Issue.record("\(client.events)")
        return
      }
      #expect(reason == .notAuthorised || reason == .badCredentials)
    }
    #expect(!"\(client.events) \(client.connection.status)".contains("wrong-secret"))
    var right = Array("right".utf8)
    settings.password = BrokerPassword(taking: &right)
    #expect(try TestClient(settings).waitUntilOnline() != nil)
  }

  @Test func `MQTT 5 tells that a message is too large, and others still arrive`() throws {
    let broker = try started("allow_anonymous true\nmessage_size_limit 1000")
    let client = try TestClient(TestClient.settings(broker.port))
    client.waitUntilOnline()
    client.publish("x", [UInt8](repeating: 1, count: 2_000), 1)
    #expect(client.fate(of: 1) == .refused(MessageToken(1), .reason(.packetTooLarge)))
    client.publish("x", [1], 2)
    #expect(client.fate(of: 2) == .acknowledged(MessageToken(2), subscribers: false))
  }

  @Test func `the broker's largest packet is known before sending`() throws {
    let broker = try started("allow_anonymous true\nmax_packet_size 5000")
    let client = try TestClient(TestClient.settings(broker.port))
    #expect(client.waitUntilOnline()?.maximumPacketSize == 5_000)
    let limit = 5_000 - Limits.topicBytes
    #expect(
      client.publish("x", [UInt8](repeating: 1, count: limit + 1), 1) == .tooLarge(limit: limit))
    #expect(client.publish("x", [UInt8](repeating: 1, count: limit), 2) == .accepted)
    #expect(client.fate(of: 2) == .acknowledged(MessageToken(2), subscribers: false))
  }

  @Test func `with MQTT 3.1.1 a message that makes the broker hang up is found out`() throws {
    let broker = try started("allow_anonymous true\nmax_packet_size 5000")
    var settings = TestClient.settings(broker.port)
    settings.version = .only(.v311)
    let client = try TestClient(settings)
    var waiting: [UInt64] = [1, 2, 3]
    var fates: [UInt64: BrokerEvent] = [:]
    for _ in 0..<12 where !waiting.isEmpty {
      client.waitUntilOnline()
      // The owner publishes again what is unconfirmed, in order, as an outbox does.
      for token in waiting {
        let size = token == 1 ? 20_000 : 10
        guard client.publish("x", [UInt8](repeating: 1, count: size), token) == .accepted else {
          break
        }
        let fate = client.fate(of: token)
        if case .unconfirmed = fate { break }
        fates[token] = fate
      }
      waiting.removeAll { fates[$0] != nil }
    }
    #expect(fates[1] == .refused(MessageToken(1), .brokerHangsUp))
    #expect(fates[2] == .acknowledged(MessageToken(2), subscribers: true))
    #expect(fates[3] != nil)
  }

  @Test func `a message above our own limit is not even tried`() throws {
    let broker = try started("allow_anonymous true")
    var settings = TestClient.settings(broker.port)
    settings.subscriptions = [Subscription("x")]
    let client = try TestClient(settings)
    #expect(client.waitForSubscription())
    let largest = [UInt8](repeating: 7, count: Limits.messageBytes)
    #expect(client.publish("x", largest + [0], 1) == .tooLarge(limit: Limits.messageBytes))
    #expect(client.publish("x", largest, 2) == .accepted)
    #expect(client.waitForMessage()?.payload == largest)
    #expect(client.publish("a/+", [], 3) == .invalidTopic)
  }

  @Test
  func `publishing without the right is refused under its token, subscribing under its filter`()
    throws
  {
    let broker = try TestBroker("allow_anonymous true\nacl_file FOLDER/acl")
    try "topic readwrite allowed\n".write(
      toFile: broker.file("acl"), atomically: true, encoding: .utf8)
    try broker.start()
    let client = try TestClient(TestClient.settings(broker.port))
    client.waitUntilOnline()
    client.publish("forbidden", [1], 1)
    #expect(client.fate(of: 1) == .refused(MessageToken(1), .reason(.notAuthorised)))
    client.publish("allowed", [1], 2)
    #expect(client.fate(of: 2) == .acknowledged(MessageToken(2), subscribers: false))
  }

  @Test func `more than the window is back-pressure`() throws {
    let broker = try started("allow_anonymous true")
    var settings = TestClient.settings(broker.port)
    settings.window = 3
    let client = try TestClient(settings)
    client.waitUntilOnline()
    broker.freeze()
    let answers = (0..<5).map { token in
      client.connection.publish(
        OutgoingMessage(topic: "x", payload: [1]), as: MessageToken(UInt64(token)))
    }
    #expect(answers == [.accepted, .accepted, .accepted, .windowFull, .windowFull])
    broker.thaw()
    for token: UInt64 in 0..<3 { #expect(client.fate(of: token) != nil) }
  }

  @Test func `an owner that is slow stops the reading, and loses nothing`() throws {
    let broker = try started("allow_anonymous true\nmax_queued_messages 5000")
    var settings = TestClient.settings(broker.port, "slow")
    settings.subscriptions = [Subscription("x")]
    settings.inbox = 8
    let slow = try TestClient(settings)
    #expect(slow.waitForSubscription())
    let sender = try TestClient(TestClient.settings(broker.port, "sender"))
    sender.waitUntilOnline()
    let count: UInt64 = 400
    for token in 0..<count {
      let number = [UInt8(token & 255), UInt8(token >> 8)]
      sender.publish("x", number + [UInt8](repeating: 0, count: 4_000), token)
    }
    #expect(sender.fate(of: count - 1) != nil)
    #expect(slow.connection.status.counters.pauses > 0)
    #expect(slow.connection.status.inInbox < 100)
    var numbers: [UInt64] = []
    while numbers.count < count, let message = slow.waitForMessage() {
      numbers.append(UInt64(message.payload[0]) | UInt64(message.payload[1]) << 8)
    }
    #expect(numbers == Array(0..<count))
  }
}
