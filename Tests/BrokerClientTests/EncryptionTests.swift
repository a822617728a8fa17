import BrokerClient
import Testing

@Suite(.enabled(if: TestCertificates.isPossible, "needs the packages mosquitto and openssl"))
struct Encryption {
  /// A broker whose certificate is as told, and settings to reach it.
  private func started(
    _ name: String = "broker", host: String = "IP:127.0.0.1", from: String = "20200101",
    to: String = "20400101", more: String = "allow_anonymous true"
  ) throws -> (TestBroker, TestCertificates, BrokerSettings) {
    let broker = try TestBroker(
      "cafile FOLDER/authority.crt\ncertfile FOLDER/\(name).crt\nkeyfile FOLDER/\(name).key\n"
        + more)
    let certificates = try TestCertificates(in: broker.folder)
    try certificates.sign(name, host: host, from: from, to: to)
    try broker.start()
    var settings = TestClient.settings(broker.port)
    settings.tls = TLSSettings(authorityFile: certificates.path("authority.crt"))
    return (broker, certificates, settings)
  }

  private func failure(_ settings: BrokerSettings) throws -> BrokerError? {
    try TestClient(settings).waitForFailure()
  }

  @Test func `a message travels encrypted`() throws {
    let (broker, _, plain) = try started()
    defer { broker.kill() }
    var settings = plain
    settings.subscriptions = [Subscription("x")]
    let client = try TestClient(settings)
    #expect(client.waitForSubscription())
    let large = [UInt8](repeating: 5, count: 100_000)
    #expect(client.publish("x", large, 1) == .accepted)
    #expect(client.waitForMessage()?.payload == large)
  }

  @Test func `a certificate that has expired points to the clock`() throws {
    let (broker, _, settings) = try started(from: "20200101", to: "20210101")
    defer { broker.kill() }
    let error = try failure(settings)
    #expect(error == .certificate(.expired))
    #expect(error?.text.contains("clock") == true)
  }

  @Test func `a certificate that is not yet valid points to the clock`() throws {
    let (broker, _, settings) = try started(from: "20390101")
    defer { broker.kill() }
    let error = try failure(settings)
    #expect(error == .certificate(.notYetValid))
    #expect(error?.text.contains("clock") == true)
  }

  @Test func `another authority is not trusted`() throws {
    let (broker, certificates, plain) = try started()
    defer { broker.kill() }
    var settings = plain
    settings.tls = TLSSettings(authorityFile: certificates.path("stranger.crt"))
    let told = try failure(settings)
    #expect(told == .certificate(.unknownAuthority))
    // The system's authorities do not know it either.
    settings.tls = TLSSettings()
    let alsoTold = try failure(settings)
    #expect(alsoTold == .certificate(.unknownAuthority))
  }

  @Test func `a certificate for another host is refused`() throws {
    let (broker, _, settings) = try started(host: "DNS:other.example")
    defer { broker.kill() }
    #expect(try failure(settings) == .certificate(.otherName))
  }

  @Test func `a client certificate says who publishes`() throws {
    let (broker, certificates, plain) = try started(
      more: "require_certificate true\nuse_identity_as_username true")
    defer { broker.kill() }
    try certificates.sign("board7", host: "DNS:board7")
    var settings = plain
    let refusal = try failure(settings)
    guard case .tls? = refusal else {
      Issue.record("a client without a certificate gets \(String(describing: refusal))")
      return
    }
    settings.tls?.certificateFile = certificates.path("board7.crt")
    settings.tls?.keyFile = certificates.path("board7.key")
    #expect(try TestClient(settings).waitUntilOnline() != nil)
    #expect(broker.log.contains("u'board7'"))
  }

  @Test func `files that cannot be used are named`() throws {
    let (broker, certificates, plain) = try started()
    defer { broker.kill() }
    var settings = plain
    settings.tls?.authorityFile = certificates.path("missing.crt")
    guard case .unreadableFile(let path, _) = try failure(settings) else {
      Issue.record("a missing file is no file")
      return
    }
    #expect(path.hasSuffix("missing.crt"))
    settings.tls?.authorityFile = certificates.path("ca.conf")
    guard case .tls(let text) = try failure(settings) else {
      Issue.record("settings are no certificate")
      return
    }
    #expect(!text.isEmpty)
  }

  @Test func `an encrypted key is refused instead of asking at the terminal`() throws {
    let (broker, certificates, plain) = try started()
    defer { broker.kill() }
    try certificates.sign("board7", host: "DNS:board7")
    try runTool(
      TestCertificates.openssl,
      [
        "ec", "-aes128", "-passout", "pass:secret", "-in", certificates.path("board7.key"), "-out",
        certificates.path("locked.key"),
      ])
    var settings = plain
    settings.tls?.certificateFile = certificates.path("board7.crt")
    settings.tls?.keyFile = certificates.path("locked.key")
    guard case .tls = try failure(settings) else {
      Issue.record("a locked key opened")
      return
    }
  }

  @Test func `a broker without encryption is no broker with it`() throws {
    let broker = try TestBroker()
    try broker.start()
    var settings = TestClient.settings(broker.port)
    settings.tls = TLSSettings()
    settings.connectTimeout = 1_000
    #expect(try failure(settings) != nil)
    settings.tls = nil
    #expect(try TestClient(settings).waitUntilOnline() != nil)
  }
}
