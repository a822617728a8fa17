import BrokerClient
import Foundation
import Glibc
import LinuxIO
import Testing

/// Against a real Mosquitto that each test starts for itself.
@Suite(.enabled(if: TestBroker.isInstalled, "\(TestBroker.reason)"))
struct Connections {
  private func started(_ settings: String = "allow_anonymous true") throws -> TestBroker {
    let broker = try TestBroker(settings)
    try broker.start()
    return broker
  }

  @Test(arguments: [ProtocolVersion.v5, .v311])
  func `a message comes back to who subscribed`(version: ProtocolVersion) throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port)
    settings.version = .only(version)
    settings.subscriptions = [Subscription("a/+/c")]
    let client = try TestClient(settings)
    #expect(client.waitUntilOnline()?.version == version)
    #expect(client.waitForSubscription())
    #expect(client.publish("a/b/c", [1, 0, 255], 7) == .accepted)
    #expect(client.fate(of: 7) == .acknowledged(MessageToken(7), subscribers: true))
    let received = client.events.contains { $0.isMessage("a/b/c", [1, 0, 255]) }
    #expect(received || client.waitForMessage()?.payload == [1, 0, 255])
    #expect(client.connection.status.phase == .online)
    #expect(client.connection.status.inFlight == 0)
  }

  @Test func `a message that nobody has subscribed to is told apart`() throws {
    let broker = try started()
    let client = try TestClient(TestClient.settings(broker.port))
    client.waitUntilOnline()
    client.publish("nobody/listens", [1], 1)
    #expect(client.fate(of: 1) == .acknowledged(MessageToken(1), subscribers: false))
  }

  @Test func `the newest version is chosen`() throws {
    let broker = try started()
    let client = try TestClient(TestClient.settings(broker.port))
    let facts = client.waitUntilOnline()
    #expect(facts?.version == .v5)
    #expect(facts?.sessionPresent == false)
  }

  @Test func `after a broker's restart it is online again and subscribed`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port)
    settings.subscriptions = [Subscription("x")]
    let client = try TestClient(settings)
    #expect(client.waitForSubscription())
    broker.kill()
    #expect(client.waitForFailure() == .connectionLost)
    #expect(client.publish("x", [1], 1) == .offline)
    guard case .unreachable = client.waitForFailure() else {
      Issue.record("a broker that is gone is unreachable")
      return
    }
    try broker.start()
    #expect(client.waitForSubscription())
    #expect(client.publish("x", [2], 2) == .accepted)
    #expect(client.waitForMessage()?.payload == [2])
    #expect(client.connection.status.counters.connections == 2)
  }

  @Test func `what is sent while the broker dies is told once and arrives once when repeated`()
    throws
  {
    let broker = try started()
    let receiver = try TestClient(TestClient.settings(broker.port, "receiver"))
    var settings = TestClient.settings(broker.port, "sender")
    settings.acknowledgementTimeout = 300
    let sender = try TestClient(settings)
    receiver.waitUntilOnline()
    sender.waitUntilOnline()
    broker.freeze()
    #expect(sender.publish("x", [1], 1) == .accepted)
    #expect(sender.fate(of: 1) == .unconfirmed(MessageToken(1)))
    broker.kill()
    try broker.start()
    #expect(receiver.connection.subscribe("x"))
    #expect(receiver.waitForSubscription())
    sender.waitUntilOnline()
    #expect(sender.publish("x", [2], 2) == .accepted)
    #expect(sender.fate(of: 2) == .acknowledged(MessageToken(2), subscribers: true))
    // libmosquitto would have sent the first one again behind our back.
    #expect(receiver.waitForMessage()?.payload == [2])
    #expect(receiver.waitForMessage(300) == nil)
  }

  @Test func `a broker that keeps quiet is given up`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port)
    settings.keepAliveSeconds = 5
    settings.connectTimeout = 400
    let client = try TestClient(settings)
    client.waitUntilOnline()
    broker.freeze()
    let error = client.wait(30_000) { if case .disconnected = $0 { true } else { false } }
    #expect(error.map { "\($0)".contains("keepAlive") } == true)
    // TCP still connects to a stopped process; its answer is what never comes.
    #expect(client.waitForFailure() == .timedOut(.connecting))
    broker.thaw()
    #expect(client.waitUntilOnline() != nil)
  }

  /// Mosquitto 2.0 gives no reason when it hangs up on the first of two.
  @Test func `two clients with the same id fight less and less`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port, "same")
    settings.firstPause = 10
    settings.longestPause = 60_000
    let first = try TestClient(settings)
    let second = try TestClient(settings)
    let last = first.wait(20_000) { event in
      if case .disconnected(_, let pause) = event { return pause >= 300 }
      return second.connection.nextEvent() == nil && false
    }
    #expect(last != nil)
    #expect(first.connection.status.lastError?.text.contains("client id") == true)
  }

  @Test func `a session survives its connection, and brings what was missed`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port, "sleeper")
    settings.subscriptions = [Subscription("x")]
    var sleeper: TestClient? = try TestClient(settings)
    #expect(sleeper!.waitForSubscription())
    #expect(sleeper!.connection.stop(within: 2_000))
    sleeper = nil
    let sender = try TestClient(TestClient.settings(broker.port, "sender"))
    sender.waitUntilOnline()
    sender.publish("x", [9], 1)
    #expect(sender.fate(of: 1) == .acknowledged(MessageToken(1), subscribers: true))
    let awake = try TestClient(settings)
    #expect(awake.waitUntilOnline()?.sessionPresent == true)
    #expect(awake.waitForMessage()?.payload == [9])
  }

  @Test func `the last will is published when a client vanishes, not when it says goodbye`() throws
  {
    let broker = try started("allow_anonymous true\nmax_packet_size 5000")
    var watching = TestClient.settings(broker.port, "watcher")
    watching.subscriptions = [Subscription("will/+")]
    let watcher = try TestClient(watching)
    #expect(watcher.waitForSubscription())
    var settings = TestClient.settings(broker.port, "polite")
    settings.will = OutgoingMessage(topic: "will/polite", payload: [1], isRetained: true)
    let polite = try TestClient(settings)
    polite.waitUntilOnline()
    #expect(polite.connection.stop(within: 2_000))
    settings.clientID = "rude"
    settings.version = .only(.v311)
    settings.will = OutgoingMessage(topic: "will/rude", payload: [2])
    let rude = try TestClient(settings)
    rude.waitUntilOnline()
    // The broker ends a connection that brings too large a packet.
    rude.publish("x", [UInt8](repeating: 0, count: 20_000), 1)
    #expect(watcher.waitForMessage()?.topic == "will/rude")
  }

  @Test func `stopping waits for what is in flight`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port)
    settings.subscriptions = [Subscription("x")]
    let client = try TestClient(settings)
    #expect(client.waitForSubscription())
    for token: UInt64 in 0..<8 { client.publish("x", [UInt8(token)], token) }
    #expect(client.connection.stop(within: 2_000))
    #expect(client.connection.status.counters.acknowledged == 8)
    #expect(
      client.connection.publish(OutgoingMessage(topic: "x", payload: []), as: .init(9)) == .offline)
  }

  @Test func `descriptors above 1023 work`() throws {
    let broker = try started()
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    guard limit.rlim_cur > 1_200 else { return }
    let numbers = (0..<1_100).map { _ in open("/dev/null", O_RDONLY) }
    defer { for number in numbers where number >= 0 { close(number) } }
    #expect(numbers.contains { $0 > 1_023 })
    let client = try TestClient(TestClient.settings(broker.port))
    #expect(client.waitUntilOnline() != nil)
    client.publish("x", [1], 1)
    #expect(client.fate(of: 1) != nil)
  }

  @Test func `a name with several addresses is tried on each`() throws {
    let broker = try started()
    var settings = TestClient.settings(broker.port)
    // Where it has an IPv6 address as well, that comes first, and nobody listens there.
    settings.host = "localhost"
    #expect(try TestClient(settings).waitUntilOnline() != nil)
  }
}

extension BrokerEvent {
  func isMessage(_ topic: String, _ payload: [UInt8]) -> Bool {
    guard case .received(let message) = self else { return false }
    return message.topic == topic && message.payload == payload
  }
}
