import ChainTypes
import CommandLineKit
import FleetLink

/// Verbs that ask the running aggregator, and say the answer in words.
enum StatusVerbs {
  static let options = [AggregatorPlace.config, AggregatorPlace.data]

  static var status: Verb {
    Verb(
      "status", "say how the aggregator is; exits 1 when something is not well",
      options: options, example: "--data /var/lib/cairn-aggregator", body: runStatus)
  }

  static var lanes: Verb {
    Verb(
      "lanes", "list the lanes, each with how it stands; exits 1 when one is not well",
      options: options, example: "--data /var/lib/cairn-aggregator", body: runLanes)
  }

  static var checkpoint: Verb {
    Verb(
      "checkpoint", "sign the log's head now, and print it",
      options: options, example: "--data /var/lib/cairn-aggregator", body: runCheckpoint)
  }

  @Sendable
  private static func runStatus(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let status = try AggregatorPlace.ask(invocation, "aggregator_status")
    let notWell = status["lanesNotWell"]?.asInteger ?? 0
    let isConnected = status["isConnected"]?.asBool ?? false
    let problem = status["problem"]?.asString
    let isWell = isConnected && notWell == 0 && problem == nil
    guard !invocation.wantsJSON else {
      console.line(status.text())
      return isWell ? .yes : .no
    }
    func number(_ name: String) -> Int64 { status[name]?.asInteger ?? 0 }
    func line(_ isWell: Bool, _ what: String) { console.line((isWell ? "ok  " : "BAD ") + what) }
    line(
      true,
      "aggregator \(status["aggregator"]?.asString ?? "?"), manifest \(number("manifest")), up "
        + "\(number("uptime")) s")
    line(
      isConnected,
      isConnected
        ? "connected to the broker"
        : "no broker: \(status["brokerProblem"]?.asString ?? "connecting")")
    line(
      notWell == 0,
      "\(number("lanes")) lanes, \(notWell) not well; \(number("blocksStored")) blocks stored "
        + "since the start; log of \(number("logSize"))")
    if number("lanesCatchingUp") > 0 {
      line(
        true,
        "\(number("lanesCatchingUp")) lanes are caught up with, \(number("blocksMissing")) blocks "
          + "to go: cairn-aggregator lanes")
    }
    if let execution = status["execution"] { line(true, LaneExecution.words(execution)) }
    if let problem { line(false, problem) }
    for board in status["enrolments"]?.asArray ?? [] {
      line(true, "\(board.asString ?? "?") asks to be taken in: cairn-aggregator admit")
    }
    for alert in (status["alerts"]?.asArray ?? []).suffix(8) {
      console.line("    \(alert["board"]?.asString ?? "fleet"): \(alert["what"]?.asString ?? "?")")
    }
    return isWell ? .yes : .no
  }

  @Sendable
  private static func runLanes(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let lanes = try AggregatorPlace.ask(invocation, "aggregator_lanes").asArray ?? []
    var isWell = true
    for lane in lanes {
      if lane["isWell"]?.asBool != true { isWell = false }
      console.line(invocation.wantsJSON ? lane.text() : words(lane))
    }
    return isWell ? .yes : .no
  }

  private static func words(_ lane: JSONValue) -> String {
    func number(_ name: String) -> Int64 { lane[name]?.asInteger ?? 0 }
    let mark = lane["isWell"]?.asBool == true ? "ok  " : "BAD "
    var text = mark + (lane["board"]?.asString ?? "?") + " term \(number("term"))"
    if let label = lane["label"]?.asString, !label.isEmpty { text += " \"\(label)\"" }
    text += ": block \(number("head")), final \(number("final")), in the log \(number("logged"))"
    if let age = lane["age"]?.asInteger { text += ", \(age) s ago" }
    if let end = lane["ended"]?.asInteger { text += ", ended at block \(end)" }
    if lane["isSilent"]?.asBool == true { text += ", SILENT" }
    if lane["isBehind"]?.asBool == true { text += ", behind: it is at \(number("announced"))" }
    if let progress = lane["catchingUp"].flatMap({ CatchUp.words($0) }) { text += ", \(progress)" }
    if lane["isFrozen"]?.asBool == true { text += ", FROZEN: there is evidence against it" }
    if number("alarms") > 0 { text += ", \(number("alarms")) rules not ok" }
    return text
  }

  @Sendable
  private static func runCheckpoint(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let made = try AggregatorPlace.ask(invocation, "aggregator_checkpoint")
    guard !made.isNull else {
      console.line(invocation.wantsJSON ? "null" : "the log is empty")
      return .no
    }
    console.line(
      invocation.wantsJSON
        ? made.text()
        : "size \(made["size"]?.asInteger ?? 0), root \(made["root"]?.asString ?? "?")\n"
          + (made["signed"]?.asString ?? ""))
    return .yes
  }
}
