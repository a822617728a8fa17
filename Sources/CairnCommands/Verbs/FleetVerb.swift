import BoardConfig
import ChainTypes
import CommandLineKit
import FleetLink
import FleetManifest
import KeyCustody
import LinuxIO
import Signing

/// Signs what a fleet's text says. On the operator's own machine, for the fleet's key belongs on
/// neither a board nor an aggregator.
enum FleetVerb {
  static var verb: Verb {
    Verb(
      "fleet", "check a fleet.yaml, and sign what it says as the manifest's next version",
      operands: "FILE",
      options: [
        VerbOption("manifest", value: "FILE", "the file of manifests (fleet.json)"),
        VerbOption("key", value: "LOCATION", "the fleet's key; without it, only checks"),
      ], example: "fleet.yaml --key file:fleet.key --manifest fleet.json", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    guard let path = invocation.operands.first, invocation.operands.count == 1 else {
      throw CommandError(.usage, "one fleet.yaml is wanted", next: invocation.advice)
    }
    let settings = try settings(path, console)
    guard let location = invocation.value("key") else {
      console.line("\(path): \(settings.lanes.count) boards, \(settings.witnesses.count) witnesses")
      return .yes
    }
    let file = invocation.value("manifest") ?? FleetFile.name
    do throws(KeyError) {
      let key = try KeyVault.load(try KeyLocation(location))
      return try sign(settings, key, file, invocation, console)
    } catch {
      throw CommandError(.world, error.text, at: location, next: "See `cairn key --help`.")
    }
  }

  private static func sign(
    _ settings: FleetSettings, _ key: borrowing SigningKey, _ file: String,
    _ invocation: Invocation, _ console: Console
  ) throws(KeyError) -> ExitStatus {
    do throws(LinkFailure) {
      let signed = try FleetOperator(file).sign(settings, by: key)
      let text =
        signed.map { "version \($0.version) of the manifest: \(file), hash \($0.hash)" }
        ?? "\(file) says this already"
      console.line(
        invocation.wantsJSON
          ? JSONValue.object([
            ("file", .string(file)),
            ("version", signed.map { .integer(Int64($0.version)) } ?? .null),
          ]).text() : text)
      return .yes
    } catch {
      console.error("\(error.text)\n")
      return .no
    }
  }

  private static func settings(
    _ path: String, _ console: Console
  ) throws(CommandError) -> FleetSettings {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try WholeFile.read(path, limit: 1 << 21) } catch {
      throw CommandError(.world, error.text, at: path, next: "Copy configs/fleet.yaml there.")
    }
    do throws(SettingProblems) { return try FleetSettings(parsing: bytes) } catch {
      console.error("\(error.text(file: path))\n")
      throw CommandError(
        .world, "the fleet's text is wrong", at: path, next: "Correct the lines above.")
    }
  }
}
