import ChainTypes
import CommandLineKit
import LinuxIO

/// What both programs do with the proof of a reading: into a file, with a word on how it is
/// checked, or to standard output.
public enum ProofOutput {
  public static let option = VerbOption(
    "out", value: "FILE", "where to write it (default: standard output)")

  public static func tell(
    _ document: JSONValue, of sensor: String, _ invocation: Invocation, _ console: Console
  ) throws(CommandError) {
    let text = document.text(pretty: true)
    guard let path = invocation.value("out") else { return console.line(text) }
    let bytes = Array((text + "\n").utf8)
    do throws(SystemError) { try WholeFile.write(bytes, to: path) } catch {
      throw CommandError(.world, error.text, at: path, next: "Name another file with --out.")
    }
    let made = document["reading"]?["counter"]?.asInteger ?? 0
    console.line(
      invocation.wantsJSON
        ? JSONValue.object([("file", .string(path)), ("counter", .integer(made))]).text()
        : "\(sensor) counter \(made): \(path), \(bytes.count) bytes. Check it with: "
          + "cairn verify \(path) --fleet-key \(document["fleetKey"]?.asString ?? "0x…")")
  }
}
