import ChainTypes
import CommandLineKit
import ControlSocket
import FleetLink

/// How a board is, in words: what is well and what is not.
enum StatusVerb {
  static var verb: Verb {
    Verb(
      "status", "say how the running agent is; exits 1 when something is not well",
      options: AskVerbs.options + [VerbOption("color", "mark what is not well in color")],
      example: "--data /var/lib/cairn", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    var client = try BoardPlace.connect(invocation)
    let status: JSONValue
    do throws(ControlClient.Failure) { status = try client.call("cairn_status") } catch {
      throw AskVerbs.unanswered(error)
    }
    let report = StatusReport(status)
    if invocation.wantsJSON {
      console.line(status.text())
    } else {
      for line in report.lines { console.line(line.text(colored: invocation.has("color"))) }
    }
    return report.isWell ? .yes : .no
  }
}

/// The lines of a status, each with whether it is well.
struct StatusReport {
  struct Line {
    var isWell: Bool
    var what: String

    func text(colored: Bool) -> String {
      let mark = isWell ? "ok  " : "BAD "
      guard colored else { return mark + what }
      return (isWell ? "\u{1b}[32m" : "\u{1b}[31m") + mark + "\u{1b}[0m" + what
    }
  }

  private(set) var lines: [Line] = []

  var isWell: Bool { lines.allSatisfy { $0.isWell } }

  init(_ status: JSONValue) {
    func number(_ name: String) -> Int64 { status[name]?.asInteger ?? 0 }
    let board = status["board"]?.asString ?? "?"
    let name = status["name"]?.asString.map { " \"\($0)\"" } ?? ""
    add(true, "board \(board)\(name), term \(number("term")), up \(number("uptime")) s")
    add(
      true,
      "head \(number("head")), \(number("blocks")) blocks with \(number("records")) records since "
        + "start, \(number("waiting")) records and \(number("pool")) transactions wait")
    if let problem = status["problem"]?.asString {
      add(false, "sealing is held up: \(problem)")
    }
    addBroker(status["broker"])
    addExecution(status["execution"])
    addLink(status["link"])
    addClock(status["clock"])
    for instrument in status["instruments"]?.asArray ?? [] { addInstrument(instrument) }
    for sensor in status["sensors"]?.asArray ?? [] { addSensor(sensor) }
  }

  private mutating func add(_ isWell: Bool, _ what: String) {
    lines.append(Line(isWell: isWell, what: what))
  }

  private mutating func addBroker(_ broker: JSONValue?) {
    guard let broker, let isConnected = broker["isConnected"]?.asBool else { return }
    let problem = broker["problem"]?.asString
    let received = broker["received"]?.asInteger ?? 0
    let state = isConnected ? "connected, \(received) messages came" : "not connected"
    add(isConnected && problem == nil, "broker of sensors: \(problem ?? state)")
  }

  private mutating func addExecution(_ execution: JSONValue?) {
    guard let execution, execution["workers"] != nil else { return }
    add(true, "execution: \(LaneExecution.words(execution))")
  }

  /// The fleet: who has the blocks, and what is wrong there.
  private mutating func addLink(_ link: JSONValue?) {
    guard let link, let isConnected = link["isConnected"]?.asBool else { return }
    func number(_ name: String) -> Int64 { link[name]?.asInteger ?? 0 }
    add(
      isConnected,
      isConnected
        ? "fleet: connected, manifest \(number("manifest"))"
        : "fleet: no broker, blocks wait here: \(link["problem"]?.asString ?? "connecting")")
    if link["isMember"]?.asBool == false {
      add(false, "fleet: not admitted yet; the operator runs `cairn-aggregator admit`")
    } else if let reason = link["stopped"]?.asString {
      add(false, "fleet: \(reason)")
    }
    add(
      true,
      "receipted up to block \(number("delivered")), final up to \(number("final")), in the log "
        + "up to \(number("covered"))")
    for state in link["catchingUp"]?.asArray ?? [] {
      if let progress = CatchUp.words(state) {
        add(true, "fetches the lane of \(state["board"]?.asString ?? "?"): \(progress)")
        continue
      }
      add(
        true,
        "takes the state of \(state["board"]?.asString ?? "?") behind its block "
          + "\(state["block"]?.asInteger ?? 0): \(state["parts"]?.asInteger ?? 0) parts, "
          + "\(state["bytes"]?.asInteger ?? 0) bytes so far")
    }
    for alert in (link["alerts"]?.asArray ?? []).suffix(4) {
      add(false, "alert: \(alert.asString ?? "?")")
    }
  }

  private mutating func addClock(_ clock: JSONValue?) {
    let quality = clock?["quality"]?.asString ?? "?"
    let uncertainty = clock?["uncertainty_ms"]?.asInteger.map { "within \($0) ms" }
    // Readings of a clock that was never set are taken and marked; they are corrected later.
    add(
      quality != "unsynchronised",
      "clock \(quality), \(uncertainty ?? "nobody knows how far off")")
  }

  private mutating func addInstrument(_ instrument: JSONValue) {
    guard let refusal = instrument["refusal"]?.asString else { return }
    add(false, "instrument \(instrument["name"]?.asString ?? "?"): the lane refuses it: \(refusal)")
  }

  private mutating func addSensor(_ sensor: JSONValue) {
    let name = sensor["name"]?.asString ?? "?"
    let state = sensor["state"]?.asString ?? "?"
    var text = "sensor \(name): \(state)"
    if let newest = sensor["newest"], let value = newest["value"]?.asString {
      text += ", \(value) \(newest["unit"]?.asString ?? "")"
    }
    let refused = sensor["refused"]?.asInteger ?? 0
    if refused > 0 { text += ", \(refused) values without room" }
    add(sensor["isGood"]?.asBool == true && refused == 0, text)
  }
}
