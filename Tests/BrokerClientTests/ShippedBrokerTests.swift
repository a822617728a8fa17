import BrokerClient
import Foundation
import Testing

/// The broker's configuration that we ship, set up as its comments say.
@Suite(.enabled(if: ShippedBroker.isPossible, "needs mosquitto, mosquitto-clients and openssl"))
struct ShippedBrokerConfiguration {
  @Test func `a board cannot publish under another's name`() throws {
    let shipped = try ShippedBroker()
    let boards = ["0xaaaa", "0xbbbb"]
    try shipped.certify(["broker", "127.0.0.1", "localhost"])
    try shipped.certify(["client", "0xcccc"] + boards)
    try shipped.start()
    defer { shipped.broker.kill() }
    var settings = shipped.settings(as: "0xcccc")
    settings.subscriptions = [Subscription("cairn/1/#")]
    let reader = try TestClient(settings)
    #expect(reader.waitForSubscription())

    for (name, topic) in [
      ("0xaaaa", "cairn/1/fleet/a/0xbbbb/block/7"), ("0xaaaa", "cairn/1/fleet/a/0xaaaab/block/7"),
      ("0xaaaa", "cairn/1/fleet/a/x/0xaaaa/7"), ("0xaaaa", "elsewhere/0xaaaa"),
      ("0xaaaa", "cairn/1/fleet/a/0xaaaa/block/1"), ("0xbbbb", "cairn/1/fleet/b/0xbbbb/head"),
    ] {
      // Mosquitto's own client, as somebody with stolen credentials would use it.
      try shipped.publish(topic, as: name)
    }
    #expect(reader.waitForMessage()?.topic == "cairn/1/fleet/a/0xaaaa/block/1")
    #expect(reader.waitForMessage()?.topic == "cairn/1/fleet/b/0xbbbb/head")
    #expect(reader.waitForMessage(300) == nil)

    let board = try TestClient(shipped.settings(as: "0xbbbb"))
    board.waitUntilOnline()
    board.publish("cairn/1/fleet/a/0xaaaa/block/2", [1], 1)
    #expect(board.fate(of: 1) == .refused(MessageToken(1), .reason(.notAuthorised)))
    board.publish("cairn/1/fleet/a/0xbbbb/block/2", [1], 2)
    #expect(board.fate(of: 2) == .acknowledged(MessageToken(2), subscribers: true))
  }

  @Test func `who has no certificate, or one of another authority, is not let in`() throws {
    let shipped = try ShippedBroker()
    try shipped.certify(["broker", "127.0.0.1"])
    try shipped.start()
    defer { shipped.broker.kill() }
    var settings = shipped.settings(as: "0xaaaa")
    settings.tls = TLSSettings(authorityFile: shipped.file("authority.crt"))
    #expect(try TestClient(settings).waitForFailure() != nil)
    let stranger = try ShippedBroker()
    try stranger.certify(["client", "0xaaaa"])
    settings.tls?.certificateFile = stranger.file("0xaaaa.crt")
    settings.tls?.keyFile = stranger.file("0xaaaa.key")
    let client = try TestClient(settings)
    #expect(client.waitForFailure() != nil)
    #expect(client.connection.status.counters.connections == 0)
  }

  @Test func `certificates are never overwritten, and names stay in their folder`() throws {
    let shipped = try ShippedBroker()
    try shipped.certify(["client", "0xaaaa"])
    let before = try Data(contentsOf: URL(fileURLWithPath: shipped.file("0xaaaa.key")))
    #expect(throws: (any Error).self) { try shipped.certify(["client", "0xaaaa"]) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: shipped.file("0xaaaa.key"))) == before)
    for name in ["../x", "a/b", "-x", ".x", "a b", "a\nb"] {
      #expect(throws: (any Error).self, "\(name)") { try shipped.certify(["client", name]) }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: shipped.folder)
    #expect(Set(names) == ["authority.crt", "authority.key", "0xaaaa.crt", "0xaaaa.key"])
  }
}

/// The shipped files in a folder of the test's own, on a port of its own.
private struct ShippedBroker {
  static let publisher = "/usr/bin/mosquitto_pub"
  static var isPossible: Bool {
    TestCertificates.isPossible && FileManager.default.isExecutableFile(atPath: publisher)
  }

  static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../configs/mosquitto").standardizedFileURL.path

  let broker: TestBroker
  var folder: String { file("").hasSuffix("/") ? String(file("").dropLast()) : file("") }

  init() throws {
    broker = try TestBroker()
    try FileManager.default.createDirectory(
      atPath: broker.file("cairn"), withIntermediateDirectories: true)
  }

  func file(_ name: String) -> String { "\(broker.file("cairn"))/\(name)" }

  func certify(_ words: [String]) throws {
    let (status, output) = try runTool(
      "/bin/sh", ["\(Self.source)/make-certificates", broker.file("cairn")] + words)
    struct Refused: Error { let output: String }
    if status != 0 { throw Refused(output: output) }
  }

  /// What the comments tell to do, with this folder and port for the usual ones.
  func start() throws {
    try FileManager.default.copyItem(atPath: "\(Self.source)/acl", toPath: file("acl"))
    for path in [broker.folder.path, broker.file("cairn")] {
      try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
    }
    let text = try String(contentsOfFile: "\(Self.source)/mosquitto.conf", encoding: .utf8)
      .replacingOccurrences(of: "/etc/mosquitto/cairn", with: broker.file("cairn"))
      .replacingOccurrences(of: "/var/lib/mosquitto/", with: "\(broker.folder.path)/")
      .replacingOccurrences(of: "listener 8883", with: "listener \(broker.port) 127.0.0.1")
    try broker.start(configuration: text)
  }

  func settings(as name: String) -> BrokerSettings {
    var settings = TestClient.settings(broker.port, name)
    settings.tls = TLSSettings(
      authorityFile: file("authority.crt"), certificateFile: file("\(name).crt"),
      keyFile: file("\(name).key"))
    return settings
  }

  func publish(_ topic: String, as name: String) throws {
    try runTool(
      Self.publisher,
      [
        "-h", "127.0.0.1", "-p", "\(broker.port)", "-V", "5", "-q", "1", "-i", "thief", "-t", topic,
        "-m", "x", "--cafile", file("authority.crt"), "--cert", file("\(name).crt"), "--key",
        file("\(name).key"),
      ])
  }
}
