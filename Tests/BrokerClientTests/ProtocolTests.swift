import BrokerClient
import Testing

/// Against scripted servers: what Mosquitto 2.0 cannot be made to say.
@Suite struct Protocols {
  @Test(arguments: [
    // CONNACK of MQTT 5 with "unsupported protocol version", and of MQTT 3.1.1 with "unacceptable
    // protocol version", which older brokers answer to a newer request; and no answer at all.
    [UInt8]([0x20, 0x03, 0x00, 0x84, 0x00]), [0x20, 0x02, 0x00, 0x01], [],
  ])
  func `a broker that does not know MQTT 5 is spoken to in 3.1.1`(refusal: [UInt8]) throws {
    let broker = ScriptedBroker { packet in
      switch ScriptedBroker.level(ofConnect: packet) {
      case 4?: ([0x20, 0x02, 0x00, 0x00], false)
      case 5?: (refusal, true)
      default: ([], false)
      }
    }
    let client = try TestClient(TestClient.settings(broker.port))
    #expect(client.waitUntilOnline()?.version == .v311)
    #expect(client.connection.status.counters.attempts <= 3)
  }

  @Test(arguments: [UInt8(0x80), 0x86, 0x88, 0x8A, 0x97, 0x9F])
  func `a refusal of MQTT 5 is told, and tried again`(code: UInt8) throws {
    let broker = ScriptedBroker { packet in
      packet.first == 0x10 ? ([0x20, 0x03, 0x00, code, 0x00], true) : ([], false)
    }
    let client = try TestClient(TestClient.settings(broker.port))
    #expect(client.waitForFailure() == .rejected(ReasonCode(rawValue: code)))
    #expect(client.waitForFailure() == .rejected(ReasonCode(rawValue: code)))
  }

  @Test func `a session that is taken over is told as such, and left alone for longer`() throws {
    // CONNACK, and a DISCONNECT with reason 0x8E behind it.
    let broker = ScriptedBroker { packet in
      packet.first == 0x10
        ? ([0x20, 0x03, 0x00, 0x00, 0x00, 0xE0, 0x01, 0x8E], false) : ([], false)
    }
    var settings = TestClient.settings(broker.port)
    settings.longestPause = 60_000
    let client = try TestClient(settings)
    client.waitUntilOnline()
    #expect(client.waitForFailure() == .closedByBroker(.sessionTakenOver))
    guard case .disconnected(_, let pause) = client.events.last else { return }
    #expect(pause >= 7_500)
  }

  @Test func `a server that speaks something else is no broker`() throws {
    let broker = ScriptedBroker { _ in (Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), true) }
    var settings = TestClient.settings(broker.port)
    settings.connectTimeout = 500
    let client = try TestClient(settings)
    let error = client.waitForFailure()
    #expect(
      error == .protocolViolation || error == .connectionLost || error == .timedOut(.connecting),
      "\(String(describing: error))")
    #expect(client.waitForFailure() != nil)
  }

  @Test func `an answer that never comes is waited for no longer than allowed`() throws {
    let broker = ScriptedBroker { _ in ([], false) }
    var settings = TestClient.settings(broker.port)
    settings.connectTimeout = 200
    #expect(try TestClient(settings).waitForFailure() == .timedOut(.connecting))
  }

  @Test func `a host without a name and a port without a service are told apart`() throws {
    var settings = TestClient.settings(TestPort.free())
    guard case .unreachable(let reason) = try TestClient(settings).waitForFailure() else {
      Issue.record("somebody listens")
      return
    }
    #expect(reason.contains("refused"))
    settings.host = "no-such-host.invalid"
    #expect(try TestClient(settings).waitForFailure() == .hostNotFound("no-such-host.invalid"))
  }
}
