import BoardConfig
import CommandLineKit
import LinuxIO
import SensorInputs

/// The options and the file of verbs that work with a configuration.
enum ConfigurationFile {
  static let usual = "/etc/cairn/board.yaml"

  static var options: [VerbOption] {
    [
      VerbOption("config", value: "FILE", "the configuration (\(usual))"),
      VerbOption("root", value: "DIR", "look for /sys, /proc and /dev below this folder"),
    ]
  }

  static func path(_ invocation: Invocation) -> String { invocation.value("config") ?? usual }

  /// Where the board's devices are: the option's word counts more than the file's.
  static func root(_ invocation: Invocation, _ settings: BoardSettings) -> InputFolder {
    InputFolder(invocation.value("root") ?? settings.board.root)
  }

  /// The bytes of the file.
  static func bytes(_ invocation: Invocation) throws(CommandError) -> [UInt8] {
    do throws(SystemError) { return try WholeFile.read(path(invocation), limit: 1 << 21) } catch {
      throw CommandError(
        .world, "the configuration cannot be read: \(error.code.meaning)", at: path(invocation),
        next: "Name it with --config FILE, or copy configs/board.yaml there.")
    }
  }

  /// The settings; a wrong file is told with each of its mistakes.
  static func read(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> BoardSettings {
    let bytes = try bytes(invocation)
    do throws(SettingProblems) { return try BoardSettings(parsing: bytes) } catch {
      console.error("\(error.text(file: path(invocation)))\n")
      throw CommandError(
        .world, "the configuration is wrong", at: path(invocation),
        next: "Correct the lines above, then: cairn check")
    }
  }

  /// The settings, or the defaults when no file was named and the usual one is not there.
  static func readIfThere(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> BoardSettings {
    if invocation.value("config") == nil, Folder.kind(usual) == nil { return .defaults }
    return try read(invocation, console)
  }
}
