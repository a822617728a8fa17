import CommandLineKit

enum Build {
  static let version = "0.1.0"

  /// Which of the two builds this is.
  static var kind: String {
    #if hasFeature(Embedded)
      return "embedded"
    #else
      return "ordinary"
    #endif
  }

  static var architecture: String {
    #if arch(arm64)
      return "arm64"
    #elseif arch(arm)
      return "armhf"
    #elseif arch(x86_64)
      return "x86_64"
    #else
      return "other"
    #endif
  }

  static var optimised: Bool {
    #if DEBUG
      return false
    #else
      return true
    #endif
  }
}

enum VersionVerb {
  static var verb: Verb {
    Verb("version", "say which build of which version this is", example: "--json") {
      (invocation: Invocation, console: Console) throws(CommandError) -> ExitStatus in
      console.line(invocation.wantsJSON ? json : text(invocation.program))
      return .yes
    }
  }

  static func text(_ program: String) -> String {
    "\(program) \(Build.version) (\(Build.kind) build for \(Build.architecture))"
  }

  private static var json: String {
    var line = JSONLine()
    line.add("version", Build.version)
    line.add("build", Build.kind)
    line.add("architecture", Build.architecture)
    return line.text
  }
}
