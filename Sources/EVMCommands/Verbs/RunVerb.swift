import BlockExecution
import ChainTypes
import CommandLineKit
import EVM
import LinuxIO

enum RunVerb {
  static let verb = Verb(
    "run", "execute bytecode: output, gas, halt reason, time",
    options: [
      VerbOption("code", value: "HEX", "the bytecode"),
      VerbOption("input", value: "HEX", "the call data"),
      VerbOption("gas", value: "N", "gas to begin with; 10000000000 unless given"),
      VerbOption("value", value: "N", "Wei that the call carries"),
      VerbOption("create", "execute the code as init code and tell what it deploys"),
      VerbOption("repeat", value: "N", "runs; the median time is told"),
      .fork, .tier, .trace,
    ],
    example: "--code 0x600160020160005260206000f3 --fork Osaka"
  ) { invocation, console throws(CommandError) in
    try run(invocation, console)
  }

  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let request = try RunRequest(invocation)
    let session = request.session(tier: try invocation.tier())
    if invocation.has("trace") { trace(request, session) }
    var times: [UInt64] = []
    var last: Outcome?
    for _ in 0..<request.repetitions {
      session.reset()
      session.prepare(request.message)
      let start = MonotonicClock.now()
      last = session.machine.run(
        request.message, in: session.environment, host: session.journal)
      times.append(MonotonicClock.now() - start)
    }
    times.sort()
    guard let outcome = last else { preconditionFailure("there is at least one run") }
    let report = RunReport(
      outcome: outcome, gas: request.message.gas, nanoseconds: times[times.count / 2])
    console.line(invocation.wantsJSON ? report.json : report.text)
    return outcome.isSuccess ? .yes : .no
  }

  private static func trace(_ request: RunRequest, _ session: CallSession) {
    session.reset()
    var tracer = TraceWriter(
      fork: session.environment.fork, line: { StandardStream.error.write($0 + "\n") })
    let outcome = session.call(request.message, tracer: &tracer)
    tracer.finish(
      output: outcome.output, gasUsed: UInt64(request.message.gas - outcome.gasLeft),
      halt: outcome.halt)
  }
}

/// What the command line asks to run.
struct RunRequest {
  var message: Message
  var fork: Fork
  var accounts: [FixtureAccount]
  var repetitions: Int

  init(_ invocation: Invocation) throws(CommandError) {
    guard let code = try invocation.bytes("code") else {
      throw CommandError(.usage, "no code is given", at: "--code", next: invocation.advice)
    }
    fork = try invocation.fork()
    repetitions = try invocation.integer("repeat", in: 1...Limits.repetitions, default: 1)
    let gas = try invocation.integer("gas", in: 0...Int(Int64.max), default: 10_000_000_000)
    let value = try invocation.integer("value", in: 0...Int(Int64.max), default: 0)
    let input = try invocation.bytes("input") ?? []
    let isCreation = invocation.has("create")
    message = Message(
      kind: isCreation ? .create : .call, caller: BenchWorld.sender, target: BenchWorld.contract,
      value: Word(UInt64(value)), input: isCreation ? code + input : input, gas: Int64(gas))
    let richest = Word(0, 0, 1, 0)
    accounts = [FixtureAccount(address: BenchWorld.sender, balance: richest)]
    if !isCreation { accounts.append(FixtureAccount(address: BenchWorld.contract, code: code)) }
  }

  func session(tier: Tier) -> CallSession {
    CallSession(fork: fork, accounts: accounts, tier: tier)
  }
}

struct RunReport {
  var outcome: Outcome
  var gas: Int64
  var nanoseconds: UInt64

  var gasUsed: Int64 { gas - outcome.gasLeft }
  var gasPerSecond: Int64 { Rate.perSecond(gasUsed, in: nanoseconds) }

  var text: String {
    """
    output      \(Hex.encode(outcome.output))
    gas used    \(gasUsed)
    refund      \(outcome.refund)
    halt        \(outcome.halt)
    time        \(nanoseconds) ns (median)
    gas/second  \(gasPerSecond)
    """
  }

  var json: String {
    var line = JSONLine()
    line.add("output", Hex.encode(outcome.output))
    line.add("gasUsed", Int(gasUsed))
    line.add("refund", Int(outcome.refund))
    line.add("halt", "\(outcome.halt)")
    line.add("ok", outcome.isSuccess)
    line.add("median_ns", Int(nanoseconds))
    line.add("gas_per_second", Int(gasPerSecond))
    return line.text
  }
}
