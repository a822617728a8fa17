import BlockExecution
import ChainTypes
import CommandLineKit
import EVM
import JSONText
import LinuxIO

enum TransitionVerb {
  /// Fillers look in the help text for the forks that a tool knows, under go-ethereum's names.
  private static var forkNames: String {
    let names = Fork.allCases.map { $0.name } + ["Merge", "MuirGlacier", "ArrowGlacier"]
    return names.reduce("") { $0.isEmpty ? $1 : "\($0) \($1)" }
  }

  static let verb = Verb(
    "t8n", "execute a block's transactions on a state, like go-ethereum's evm t8n",
    options: [
      VerbOption("input.alloc", value: "FILE", "accounts before; \"stdin\" reads standard input"),
      VerbOption("input.env", value: "FILE", "the block; \"stdin\" reads standard input"),
      VerbOption("input.txs", value: "FILE", "transactions as JSON, or as RLP in a .rlp file"),
      VerbOption("input.blobParams", value: "FILE", "target, max and baseFeeUpdateFraction"),
      VerbOption("output.basedir", value: "DIR", "where output files go"),
      VerbOption("output.alloc", value: "FILE", "accounts after; \"stdout\", \"stderr\" or a file"),
      VerbOption("output.result", value: "FILE", "roots, receipts and what was refused"),
      VerbOption("output.body", value: "FILE", "the transactions as RLP"),
      VerbOption("state.fork", value: "NAME", "rules: \(forkNames)"),
      VerbOption("state.chainid", value: "N", "chain id; 1 unless given"),
      VerbOption("state.reward", value: "N", "mining reward in Wei; -1 for none"),
      VerbOption("state-test", "one transaction alone: no system calls, no rewards"),
      VerbOption("trace", "write EIP-3155 lines to trace-INDEX-HASH.jsonl"),
      VerbOption("trace.memory", "accepted for compatibility"),
      VerbOption("trace.nomemory", "accepted for compatibility"),
      VerbOption("trace.nostack", "accepted for compatibility"),
      VerbOption("trace.returndata", "accepted for compatibility"),
      VerbOption("trace.noreturndata", "accepted for compatibility"),
      .tier,
      VerbOption("verbosity", value: "N", "accepted for compatibility"),
    ],
    example: "--input.alloc alloc.json --input.env env.json --input.txs txs.json "
      + "--state.fork Osaka --output.result stdout"
  ) { invocation, console throws(CommandError) in
    let inputs = try TransitionInputs(invocation)
    let traces = Guarded([(file: String, line: String)]())
    var transition = try inputs.transition(traces: invocation.has("trace") ? traces : nil)
    let entries = try inputs.entries(fork: transition.fork)
    transition.run(entries)
    let outputs = TransitionOutputs(invocation)
    try outputs.write(transition, entries, console)
    try outputs.write(traces.withLock { $0 })
    return .yes
  }
}

/// The three documents, each from its file or all from the standard input.
struct TransitionInputs {
  var alloc: JSONValue
  var env: JSONValue
  var txs: JSONValue
  var schedule: ForkSchedule
  var chainID: UInt64
  var reward: Word?
  var isStateTest: Bool
  var tier: Tier

  init(_ invocation: Invocation) throws(CommandError) {
    let sources = ["alloc", "env", "txs"].map { name in
      (name: name, path: invocation.value("input.\(name)") ?? "\(name).json")
    }
    let blobSource = invocation.value("input.blobParams")
    var input = JSONValue.null
    if sources.contains(where: { $0.path == "stdin" }) || blobSource == "stdin" {
      input = try TransitionInputs.standardInput()
    }
    alloc = try TransitionInputs.document(sources[0], input)
    env = try TransitionInputs.document(sources[1], input)
    txs = try TransitionInputs.document(sources[2], input)
    let name = invocation.value("state.fork") ?? Fork.latest.name
    guard var schedule = ForkSchedule(named: name) else {
      throw CommandError(
        .usage, "there is no fork \"\(name)\"", at: "--state.fork", next: invocation.advice)
    }
    if let blobSource {
      let blobs = try TransitionInputs.document(("blobParams", blobSource), input)
      let parameters = try readable("blobParams") { () throws(JSONError) in
        try BlobSchedule(blobs.root)
      }
      for activation in schedule.activations {
        schedule.blobSchedules[activation.fork] = parameters
      }
    }
    self.schedule = schedule
    chainID = UInt64(
      try invocation.integer("state.chainid", in: 0...Int(Int64.max), default: 1))
    let stated = try invocation.integer("state.reward", in: -1...Int(Int64.max), default: 0)
    reward = stated < 0 ? nil : Word(UInt64(stated))
    isStateTest = invocation.has("state-test")
    tier = try invocation.tier()
  }

  private static func standardInput() throws(CommandError) -> JSONValue {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try WholeFile.readStandardInput() } catch {
      throw CommandError(error)
    }
    do throws(JSONTextError) { return try JSONReader.parse(bytes) } catch {
      throw CommandError(
        .world, error.text, at: "standard input",
        next: "Give an object with alloc, env and txs.")
    }
  }

  /// A member of the standard input, or a file. RLP lists may be a member of their own.
  private static func document(
    _ source: (name: String, path: String), _ input: JSONValue
  ) throws(CommandError) -> JSONValue {
    if source.path == "stdin" {
      if let rlp = input["\(source.name)Rlp"], !rlp.isNull, rlp.asString != "" { return rlp }
      return input[source.name] ?? .null
    }
    switch FixtureText.parse(source.path) {
    case .success(let value): return value
    case .failure(let problem):
      throw CommandError(
        .world, problem.text, at: "--input.\(source.name)", next: "Check the file.")
    }
  }

  func transition(
    traces: Guarded<[(file: String, line: String)]>?
  ) throws(CommandError) -> Transition {
    let environment = try readable("env") { () throws(JSONError) in
      try TransitionEnvironment(env.root, schedule: schedule)
    }
    let accounts = try readable("alloc") { () throws(JSONError) in
      try FixtureAccount.load(alloc.root)
    }
    var transition = Transition(
      environment: environment, accounts: accounts, schedule: schedule, chainID: chainID,
      tier: tier)
    transition.reward = reward
    transition.isStateTest = isStateTest
    if let traces {
      transition.trace = { index, hash, line in
        traces.withLock { $0.append(("trace-\(index)-\(hash.hex).jsonl", line)) }
      }
    }
    return transition
  }

  func entries(fork: Fork) throws(CommandError) -> [TransitionTransactions.Entry] {
    try readable("txs") { () throws(JSONError) in
      try TransitionTransactions.load(txs.root, chainID: chainID, fork: fork)
    }
  }
}

/// Turns what is wrong in a document into an error that names it.
private func readable<T>(
  _ name: String, _ body: () throws(JSONError) -> T
) throws(CommandError) -> T {
  do throws(JSONError) { return try body() } catch {
    throw CommandError(.world, "\(error)", at: name, next: "Check the input.")
  }
}
