import BoardAgent
import BoardConfig
import ChainTypes
import CommandLineKit
import ControlSocket
import LinuxIO

/// Where verbs find a board: its configuration, its data, its socket.
enum BoardPlace {
  static let configOption = VerbOption(
    "config", value: "FILE", "the board's configuration (default: /etc/cairn/board.yaml)")
  static let dataOption = VerbOption(
    "data", value: "DIR", "the data folder (default: what the configuration says)")
  static let socketOption = VerbOption(
    "socket", value: "PATH", "the running agent's socket (default: cairn.ipc in the data folder)")

  static let defaultConfig = "/etc/cairn/board.yaml"
  static let configBytes = 1 << 20

  /// The configuration's text and settings. Without one at the usual place, and with a data folder
  /// on the command line, the file in that folder.
  static func settings(
    _ invocation: Invocation
  ) throws(CommandError) -> (settings: BoardSettings, text: [UInt8]) {
    let path = configPath(invocation)
    let text: [UInt8]
    do throws(SystemError) { text = try WholeFile.read(path, limit: configBytes) } catch {
      throw CommandError(
        .world, "the configuration cannot be read: \(error.text)", at: path,
        next: "Run `cairn init`, or name the file with --config.")
    }
    do throws(SettingProblems) {
      var settings = try BoardSettings(parsing: text)
      if let data = invocation.value("data") { settings.board.dataFolder = data }
      return (settings, text)
    } catch {
      throw CommandError(
        .usage,
        error.problems.map { "line \($0.line): \($0.what). \($0.advice)" }
          .joined(separator: "\n"), at: path, next: "Run `cairn check` after mending it.")
    }
  }

  static func configPath(_ invocation: Invocation) -> String {
    if let given = invocation.value("config") { return given }
    if let data = invocation.value("data"), Folder.kind(data + "/board.yaml") == .file {
      return data + "/board.yaml"
    }
    return defaultConfig
  }

  /// The data folder: that of the command line, or of the configuration.
  static func folder(_ invocation: Invocation) throws(CommandError) -> AgentFolder {
    if let given = invocation.value("data") { return AgentFolder(given) }
    return AgentFolder(try settings(invocation).settings.board.dataFolder)
  }

  /// The socket of the running agent.
  static func socket(_ invocation: Invocation) throws(CommandError) -> String {
    if let given = invocation.value("socket") { return given }
    if let data = invocation.value("data") { return AgentFolder(data).socket }
    let settings = try settings(invocation).settings
    return settings.control.socket ?? AgentFolder(settings.board.dataFolder).socket
  }

  /// Connects to the running agent.
  static func connect(_ invocation: Invocation) throws(CommandError) -> ControlClient {
    let path = try socket(invocation)
    do throws(SystemError) { return try ControlClient(path: path) } catch {
      throw CommandError(
        .world, "no agent answers: \(error.text)", at: path,
        next: "Start it with `cairn run`, or `systemctl start cairn`.")
    }
  }
}
