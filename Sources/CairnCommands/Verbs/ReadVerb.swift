import BoardConfig
import ChainTypes
import CommandLineKit
import LinuxIO
import Readings
import SensorInputs

enum ReadVerb {
  static var verb: Verb {
    Verb(
      "read", "read sensors of the configuration once, without signing", operands: "NAME…",
      options: ConfigurationFile.options, example: "board/load --config configs/board.yaml",
      body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard !invocation.operands.isEmpty else {
      throw CommandError(.usage, "no sensor is named", next: invocation.advice)
    }
    let settings = try ConfigurationFile.read(invocation, console)
    let inputs = InputSet(settings, root: ConfigurationFile.root(invocation, settings))
    var status = ExitStatus.yes
    for name in invocation.operands {
      guard let index = inputs.sensors.firstIndex(where: { $0.name == name }) else {
        throw unknown(name, settings)
      }
      let outcome = read(inputs, index)
      tell(name, outcome, invocation, console)
      if case .fault = outcome { status = .world }
    }
    return status
  }

  /// What needs two looks, such as how busy the processors are, gets a second one.
  private static func read(_ inputs: InputSet, _ index: Int) -> InputOutcome {
    let patience = inputs.sensors[index].timeout
    let outcome = inputs.read(index, until: .after(milliseconds: patience))
    guard case .nothingNew = outcome, case .system = inputs.sensors[index].driver else {
      return outcome
    }
    MonotonicClock.sleep(milliseconds: Limits.secondLook)
    return inputs.read(index, until: .after(milliseconds: patience))
  }

  private static func unknown(_ name: String, _ settings: BoardSettings) -> CommandError {
    if settings.sensors.contains(where: { $0.name == name }) {
      return CommandError(
        .usage, "the sensor \"\(name)\" is switched off", next: "Set enabled: true in its entry.")
    }
    let nearest = NearestWord.find(name, among: settings.sensors.map { $0.name })
    let hint = nearest.map { "Did you mean \"\($0)\"? " } ?? ""
    return CommandError(
      .usage, "the configuration has no sensor \"\(name)\"", next: "\(hint)See: cairn sensors")
  }

  private static func tell(
    _ name: String, _ outcome: InputOutcome, _ invocation: Invocation, _ console: Console
  ) {
    var members: [(key: String, value: JSONValue)] = [("sensor", .string(name))]
    switch outcome {
    case .sample(let sample):
      let measurement = sample.measurement
      members += [
        // As text: a binary fraction would not be what was read.
        ("value", .string(measurement.value.text)), ("unit", .string(measurement.unit.symbol)),
        ("status", .string(measurement.flags.text)),
        ("time", .integer(Int64(clamping: sample.time))),
      ]
      if !invocation.wantsJSON {
        let flags = measurement.flags == .good ? "" : " (\(measurement.flags.text))"
        console.line("\(name): \(measurement.value.text) \(measurement.unit.symbol)\(flags)")
      }
    case .nothingNew:
      members.append(("nothing", .string(silence)))
      if !invocation.wantsJSON { console.line("\(name): \(silence)") }
    case .fault(let fault):
      members.append(("fault", .string(fault.text)))
      if !invocation.wantsJSON { console.error("cairn read: \(name): \(fault.text).\n") }
    }
    if invocation.wantsJSON { console.line(JSONValue.object(members).text()) }
  }

  private static let silence =
    "nothing new; what comes over a broker arrives only while \"cairn run\" runs"
}
