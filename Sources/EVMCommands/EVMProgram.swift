import CommandLineKit
import LedgerCommands

/// The verbs of `cairn-evm`, the counterpart of geth's `evm`.
public enum EVMProgram {
  public static var program: Program {
    Program(
      name: "cairn-evm", summary: "runs, tests and measures Ethereum's virtual machine",
      verbs: [
        RunVerb.verb, StateTestVerb.verb, BlockTestVerb.verb, TransactionTestVerb.verb,
        VectorsVerb.verb, TransitionVerb.verb, ImportVerb.verb, BenchVerb.verb, FuzzVerb.verb,
        SimulateVerb.verb,
        VersionVerb.verb,
      ])
  }
}
