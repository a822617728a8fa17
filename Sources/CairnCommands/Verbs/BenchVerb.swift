import CommandLineKit
import LinuxIO

enum BenchVerb {
  static var verb: Verb {
    Verb(
      "bench", "measure the primitives on this machine; without a name, all of them",
      operands: "[NAME…]",
      options: [
        VerbOption("repeat", value: "N", "runs of each case, of which the median is told (101)"),
        VerbOption("blocks", value: "N", "blocks that the commit bench appends (1000)"),
        VerbOption("folder", value: "DIR", "where it keeps its databases meanwhile (/var/tmp)"),
        VerbOption("list", "name the benches instead of running them"),
      ] + developmentOptions,
      example: "keccak --json", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    if invocation.has("list") {
      for bench in BenchRegistry.all { console.line("\(bench.name): \(bench.summary)") }
      for line in developmentList { console.line(line) }
      return .yes
    }
    let rounds = try invocation.integer("repeat", in: 1...Limits.benchRounds, default: 101)
    if let status = try development(invocation, console, rounds) { return status }
    // Many runs below the scheduler's time slice: on a busy machine the median run is undisturbed.
    let runner = BenchRunner(
      rounds: rounds, runNanoseconds: 500_000, clock: MonotonicClock.now)
    let settings = BenchSettings(
      blocks: try invocation.integer("blocks", in: 1...Limits.benchBlocks, default: 1000),
      folder: invocation.value("folder") ?? "/var/tmp")
    warnWhenUnoptimised(console)
    for bench in try chosen(invocation) {
      for figures in try bench.report?(settings) ?? [] {
        console.line(invocation.wantsJSON ? figures.json : figures.text)
      }
      for result in try runner.measure(bench) {
        console.line(invocation.wantsJSON ? result.json : result.text)
      }
    }
    return .yes
  }

  #if hasFeature(Embedded)
    private static var developmentOptions: [VerbOption] { [] }
    private static var developmentList: [String] { [] }

    private static func development(
      _ invocation: Invocation, _ console: Console, _ rounds: Int
    ) throws(CommandError) -> ExitStatus? { nil }
  #else
    private static var developmentOptions: [VerbOption] { ExecuteBenchVerb.options }

    private static var developmentList: [String] {
      ["execute: batches of transactions, serially and in parallel; by itself only"]
    }

    private static func development(
      _ invocation: Invocation, _ console: Console, _ rounds: Int
    ) throws(CommandError) -> ExitStatus? {
      guard invocation.operands == ["execute"] else { return nil }
      warnWhenUnoptimised(console)
      return try ExecuteBenchVerb.run(invocation, console, rounds: max(rounds, 1))
    }
  #endif

  private static func warnWhenUnoptimised(_ console: Console) {
    guard !Build.optimised else { return }
    console.error("cairn bench: this is a debug build; measure with: swift build -c release\n")
  }

  private static func chosen(_ invocation: Invocation) throws(CommandError) -> [Bench] {
    let all = BenchRegistry.all
    if invocation.operands.isEmpty { return all }
    var result: [Bench] = []
    for name in invocation.operands {
      guard let bench = all.first(where: { $0.name == name }) else {
        let nearest = NearestWord.find(name, among: all.map { $0.name })
        let hint = nearest.map { "Did you mean \"\($0)\"? " } ?? ""
        throw CommandError(
          .usage, "no bench \"\(name)\"", next: "\(hint)See: cairn bench --list")
      }
      result.append(bench)
    }
    return result
  }
}
