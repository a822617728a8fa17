import CommandLineKit

enum StateTestVerb {
  static let verb = Verb(
    "statetest", "run state tests of ethereum/tests and execution-spec-tests",
    operands: "PATH…",
    options: [
      .onlyFork, .test, .jobs, .tier, .sample, .trace, .verbose, .executor, .workers, .seed,
    ],
    example: "--fork Osaka --jobs 2 state_tests"
  ) { invocation, console throws(CommandError) in
    var options = try invocation.suiteOptions()
    // Lines of several tests at once would be of no use.
    if options.trace { options.jobs = 1 }
    return try SuiteRunner.run(StateSuite.self, invocation, options, console)
  }
}

enum BlockTestVerb {
  static let verb = Verb(
    "blocktest", "run blockchain tests of ethereum/tests and execution-spec-tests",
    operands: "PATH…",
    options: [
      .store, .onlyFork, .test, .jobs, .tier, .sample, .verbose, .executor, .workers, .seed,
    ],
    example: "--jobs 2 blockchain_tests"
  ) { invocation, console throws(CommandError) in
    var options = try invocation.suiteOptions()
    switch invocation.value("store") {
    case nil, "memory": break
    case "lmdb": options.onLedger = true
    case .some(let name):
      throw CommandError(
        .usage, "there is no store \"\(name)\"", at: "--store", next: "Stores: memory, lmdb.")
    }
    return try SuiteRunner.run(BlockSuite.self, invocation, options, console)
  }
}

enum TransactionTestVerb {
  static let verb = Verb(
    "txtest", "run transaction tests: bytes that are a transaction or must be refused",
    operands: "PATH…", options: [.onlyFork, .test, .jobs, .sample, .verbose],
    example: "transaction_tests"
  ) { invocation, console throws(CommandError) in
    try SuiteRunner.run(TransactionSuite.self, invocation, invocation.suiteOptions(), console)
  }
}

enum VectorsVerb {
  static let verb = Verb(
    "vectors", "run vectors of precompiles, opcodes, RLP, curves, tries and signatures",
    operands: "PATH…", options: [.test, .jobs, .tier, .sample, .verbose],
    example: "precompile_vectors.json"
  ) { invocation, console throws(CommandError) in
    try SuiteRunner.run(VectorSuite.self, invocation, invocation.suiteOptions(), console)
  }
}
