import CommandLineKit

/// The program `cairn-aggregator`: for servers.
public enum AggregatorProgram {
  static let version = "0.1.0"

  public static var program: Program {
    Program(
      name: "cairn-aggregator", summary: "verifies, stores and receipts the lanes of a fleet",
      verbs: [
        InitVerb.verb, RunVerb.verb, StatusVerbs.status, StatusVerbs.lanes, AdmitVerb.verb,
        RevokeVerb.verb, SucceedVerb.verb, StatusVerbs.checkpoint, ProveVerb.verb, BenchVerb.verb,
        versionVerb,
      ])
  }

  private static var versionVerb: Verb {
    Verb("version", "say which version this is", example: "--json") {
      (invocation: Invocation, console: Console) throws(CommandError) -> ExitStatus in
      console.line(
        invocation.wantsJSON
          ? "{\"version\":\"\(version)\"}" : "\(invocation.program) \(version)")
      return .yes
    }
  }
}
