import ChainTypes
import CommandLineKit
import EVM

enum VersionVerb {
  /// The version of all three programs, which are released together.
  static let version = "0.1.0"

  static let verb = Verb(
    "version", "tell the version and the newest fork that is known", example: "version"
  ) { invocation, console in
    if invocation.wantsJSON {
      var line = JSONLine()
      line.add("version", version)
      line.add("fork", Fork.latest.name)
      console.line(line.text)
    } else {
      // The fixture filler of the execution specification knows a t8n like go-ethereum's by how
      // this line begins.
      console.line("evm version \(version)-cairn, forks from Frontier to \(Fork.latest.name)")
    }
    return .yes
  }
}
