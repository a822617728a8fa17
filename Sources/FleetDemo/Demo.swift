import BoardAgent
import ChainTypes
import FleetAggregator
import LinuxIO
import Statements

/// How a demo is run.
public struct DemoSettings: Sendable {
  /// About how long it takes; slow machines take longer.
  public var seconds: Int
  /// Nothing but the report at the end.
  public var isQuiet: Bool
  /// The program whose verbs the members are.
  public var program: String

  public init(seconds: Int, isQuiet: Bool, program: String = "/proc/self/exe") {
    self.seconds = seconds
    self.isQuiet = isQuiet
    self.program = program
  }

  /// The hidden verb that runs the aggregator.
  public static let aggregatorVerb = "demo-aggregator"
}

/// A fleet on one machine: a broker, an aggregator and three boards, each a process of its own with
/// files of its own; and somebody who cuts lines, forges messages and kills boards.
public final class Demo {
  let settings: DemoSettings
  let folder: DemoFolder
  let broker: DemoBroker
  let relay: DemoRelay
  let fleet: DemoFleet
  let screen: DemoScreen
  let signals: SignalReader
  let began = MonotonicClock.now()
  var boards: [DemoFleet.Board] = []
  var members: [DemoMember] = []
  let aggregator: DemoMember
  public var report = DemoReport()

  /// Sets everything up; nothing runs yet but the broker. On the process's first thread.
  public init(_ settings: DemoSettings, output: @escaping (String) -> Void) throws(DemoFailure) {
    self.settings = settings
    screen = DemoScreen(isQuiet: settings.isQuiet, output: output)
    do throws(SystemError) { signals = try SignalReader() } catch { throw DemoFailure(error) }
    SignalReader.ignoreBrokenPipes()
    folder = try DemoFolder()
    broker = try DemoBroker(folder)
    relay = try DemoRelay(to: broker.port)
    fleet = try DemoFleet(folder, port: broker.port)
    aggregator = DemoMember(
      "aggregator",
      words: [
        settings.program, DemoSettings.aggregatorVerb, "--config", fleet.aggregator.config,
      ], log: folder.file("aggregator.log"), socket: fleet.aggregator.socket,
      method: "aggregator_status")
  }

  /// Runs the whole story. Whatever happens, nothing is left running and no file is left.
  public func run() throws(DemoFailure) {
    defer { cleanUp() }
    try startEverybody()
    try cutOff()
    try tamper()
    try killBoard()
    try loseCard()
    try prove()
    try compare()
    try finish()
  }

  func cleanUp() {
    screen.erase()
    for member in members + [aggregator] { member.kill() }
    relay.stop()
    broker.stop()
  }
}

extension Demo {
  /// Seconds since the start, for the story.
  var stamp: String {
    let seconds = (MonotonicClock.now() - began) / 1_000_000_000
    return seconds < 10 ? " \(seconds) s" : "\(seconds) s"
  }

  func say(_ line: String) { screen.say("\(stamp)  \(line)") }

  /// Looks at everybody again and again until it is so, at least for as long as a share of the
  /// demo's time; false when it was not in time.
  func wait(share: Int = 0, _ isSo: () -> Bool) throws(DemoFailure) -> Bool {
    let least = Deadline.after(milliseconds: settings.seconds * 10 * share)
    let most = Deadline.after(milliseconds: DemoLimits.patience + settings.seconds * 10 * share)
    while true {
      try pause(DemoLimits.look)
      look()
      if least.millisecondsLeft == 0, isSo() { return true }
      if most.millisecondsLeft == 0 { return false }
    }
  }

  func look() {
    for member in members where member.isRunning { member.look() }
    aggregator.look()
    screen.show(DemoTable.lines(members, aggregator))
  }

  /// Sleeps, unless somebody wants it to end.
  func pause(_ milliseconds: Int) throws(DemoFailure) {
    do throws(SystemError) {
      if try signals.descriptor.waitReadable(until: .after(milliseconds: milliseconds)) {
        throw SystemError(.interrupted, call: "demo")
      }
    } catch {
      throw DemoFailure(
        error.code == .interrupted ? "interrupted; nothing is left behind" : error.text)
    }
  }

  /// One that ends by itself would be waited for in vain.
  func checkRunning(_ list: [DemoMember]) throws(DemoFailure) {
    for member in list where !member.isRunning {
      throw DemoFailure("\(member.name) ended by itself. Its last words:\n\(member.lastWords)")
    }
  }
}
