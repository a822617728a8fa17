import BrokerClient
import ChainTypes
import FleetLink
import LinuxIO
import Statements
import SyncProtocol

extension Demo {
  /// Somebody on the line changes a block, and somebody else publishes under a board's name.
  func tamper() throws(DemoFailure) {
    let victim = members[2]
    let before = members.map { rejected($0) }
    let stored = rejected(aggregator)
    relay.tamperOnce()
    let detected = try wait(share: 5) {
      relay.hasTampered && rejected(aggregator) > stored
        && zip(members, before).dropLast().allSatisfy { rejected($0.0) > $0.1 }
    }
    say("somebody on \(victim.name)'s line changed one bit of a block on its way")
    report.claim("tamperedBlockDetected", detected)
    say(
      detected
        ? "aggregator, \(members[0].name), \(members[1].name): that is not what \(victim.name) "
          + "sealed; not stored, not cosigned"
        : "FAILED: the changed block was not detected by all")
    let head = victim.status.number("head")
    let arrived = try wait { isDelivered(victim, head) }
    report.claim("trueBlockArrives", arrived)
    say(
      arrived
        ? "they asked for it again, and have the true one"
        : "FAILED: the true block never arrived")
    try steal()
  }

  private func steal() throws(DemoFailure) {
    let victim = boards[0]
    let topic = SyncTopic(
      sender: victim.lane.board, kind: .status, subject: victim.lane.board
    ).text(SyncTopic.prefix(fleet.domain))
    let isTaken = try publish([1], to: topic, as: "thief")
    report.claim("strangerRefused", !isTaken)
    say(
      isTaken
        ? "FAILED: the broker let a stranger publish under another's name"
        : "broker: a stranger who publishes under \(victim.name)'s name is refused")
  }

  /// Messages that a member took for damaged or forged.
  private func rejected(_ member: DemoMember) -> UInt64 {
    let counters =
      member === aggregator ? member.status["counters"] : member.status["link"]?["counters"]
    return (counters?.number("malformed") ?? 0) + (counters?.number("forged") ?? 0)
  }

  /// Whether the broker took it.
  private func publish(
    _ payload: [UInt8], to topic: String, as name: String
  ) throws(DemoFailure) -> Bool {
    let connection = try connect(name)
    let deadline = Deadline.after(milliseconds: DemoLimits.patience)
    defer { _ = connection.stop(within: 200) }
    var isSent = false
    while deadline.millisecondsLeft > 0 {
      if !isSent {
        let answer = connection.publish(
          OutgoingMessage(topic: topic, payload: payload), as: MessageToken(1))
        isSent = answer == .accepted
      }
      while let event = connection.nextEvent() {
        switch event {
        case .acknowledged: return true
        case .refused: return false
        case .unconfirmed: isSent = false
        default: break
        }
      }
      try pause(20)
    }
    throw DemoFailure("the broker answers nobody any more")
  }

  private func connect(_ name: String) throws(DemoFailure) -> BrokerConnection {
    var settings = BrokerSettings(
      host: "127.0.0.1", port: broker.port, clientID: "demo-\(name)")
    settings.userName = name
    settings.sessionExpirySeconds = 0
    settings.firstPause = 100
    do throws(BrokerError) { return try BrokerConnection(settings) } catch {
      throw DemoFailure(error.text)
    }
  }
}
