import BrokerClient
import LinuxIO

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
      SelfTestCheck("libmosquitto: a thread reports that nobody listens", expect: "unreachable") {
        do throws(BrokerError) {
          // Port 1 (tcpmux) has no service on any system that we know.
          let connection = try BrokerConnection(
            BrokerSettings(host: "127.0.0.1", port: 1, clientID: "selftest"))
          _ = connection.signal.wait(milliseconds: 10_000)
          guard case .disconnected(let error, _) = connection.nextEvent() else {
            return "no event"
          }
          _ = connection.stop(within: 1_000)
          if case .unreachable = error { return "unreachable" }
          return error.text
        } catch {
          return error.text
        }
      },
    ]
  }
}
