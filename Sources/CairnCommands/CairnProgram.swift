import CommandLineKit
import LedgerCommands

/// The program `cairn`: for boards and laptops.
public enum CairnProgram {
  public static var program: Program {
    Program(
      name: "cairn", summary: "signed sensor readings, executed and sealed on the board",
      verbs: [
        DemoVerb.verb,
        DemoVerb.aggregator,
        InitVerb.verb,
        RunVerb.verb,
        StatusVerb.verb,
        AskVerbs.call,
        AskVerbs.send,
        AskVerbs.blocks,
        SensorsVerb.verb,
        ReadVerb.verb,
        CheckVerb.verb,
        EnrollVerb.verb,
        FleetVerb.verb,
        ProveVerb.verb,
        VerifyVerb.verb,
        SelfTestVerb.verb,
        BenchVerb.verb,
        KeyVerb.verb,
        StateVerb.verb,
        ExportVerb.verb,
        ImportVerb.verb,
        VersionVerb.verb,
      ])
  }
}
