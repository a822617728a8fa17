import CommandLineKit

enum SelfTestVerb {
  static var verb: Verb {
    Verb(
      "selftest", "check every primitive on this machine against known answers", example: "--json"
    ) { (invocation: Invocation, console: Console) throws(CommandError) -> ExitStatus in
      SelfTestRun(SelfTest.checks, json: invocation.wantsJSON, console: console).status
    }
  }
}
