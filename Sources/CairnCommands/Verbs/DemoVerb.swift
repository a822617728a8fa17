import CommandLineKit
import LinuxIO

/// Shows what works so far, and says what does not yet.
enum DemoVerb {
  static var verb: Verb {
    Verb("demo", "show what works so far on this machine", example: "", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let json = invocation.wantsJSON
    if !json { console.line("\(VersionVerb.text(invocation.program))\n\nSelf-test:") }
    let checks = SelfTestRun(SelfTest.checks, json: json, console: console)
    if !json { console.line("\nSpeed on this machine:") }
    let runner = BenchRunner(rounds: 5, runNanoseconds: 1_000_000, clock: MonotonicClock.now)
    for bench in BenchRegistry.all {
      for result in runner.measure(bench) { console.line(json ? result.json : result.text) }
    }
    if !json { console.line("\n\(outlook)") }
    return checks.status
  }

  private static let outlook = """
    One board works: see `cairn init`, `run` and `status`. The demo will start a broker, three
    boards with simulated sensors and an aggregator, break some of it on purpose, and verify a proof
    at the end. That needs what is not there yet: the synchronisation of boards, and proofs.
    """
}
