import CommandLineKit

/// The program `cairn`: for boards and laptops.
public enum CairnProgram {
  public static var program: Program {
    Program(
      name: "cairn", summary: "signed sensor readings, executed and sealed on the board",
      verbs: [
        DemoVerb.verb,
        SensorsVerb.verb,
        ReadVerb.verb,
        CheckVerb.verb,
        SelfTestVerb.verb,
        BenchVerb.verb,
        KeyVerb.verb,
        VersionVerb.verb,
      ])
  }
}
