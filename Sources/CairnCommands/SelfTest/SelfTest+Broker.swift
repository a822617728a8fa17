import BrokerClient

extension SelfTest {
  static var brokerChecks: [SelfTestCheck] {
    [
      SelfTestCheck("libmosquitto: version 2 is linked", expect: "2") {
        "\(BrokerLibrary.version.major)"
      },
      SelfTestCheck(
        "libmosquitto: topics match by level",
        holds: {
          Topic.matches(filter: "cairn/1/+/#", name: "cairn/1/fleet/a/block")
            && !Topic.matches(filter: "cairn/1/+", name: "cairn/1/fleet/a")
        }),
      SelfTestCheck("libmosquitto: a callback reaches its session") {
        let heard = EventList()
        do throws(BrokerError) {
          let session = try BrokerSession(clientID: "selftest", cleanStart: true) {
            heard.events.append($0)
          }
          try session.receive()
        } catch {
          // Expected: the session was never connected, and says so through its callback as well.
          if heard.events == [.disconnected(.notConnected)] { return nil }
          return error.text
        }
        return "a session without a connection received something"
      },
    ]
  }
}

private final class EventList {
  var events: [BrokerEvent] = []
}
