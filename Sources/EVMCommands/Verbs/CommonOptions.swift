import ChainTypes
import CommandLineKit
import EVM
import LinuxIO

extension VerbOption {
  static let fork = VerbOption("fork", value: "NAME", "rules of this fork, such as Cancun")
  static let onlyFork = VerbOption("fork", value: "NAME", "only tests of this fork")
  static let tier = VerbOption(
    "tier", value: "N", "interpreter: 0 raw, 1 threaded code; both unless given")
  static let store = VerbOption(
    "store", value: "NAME", "where states are: memory, or lmdb for a ledger in a temporary folder")
  static let jobs = VerbOption("jobs", value: "N", "threads; as many as processors unless given")
  static let test = VerbOption("test", value: "TEXT", "only tests whose name contains the text")
  static let sample = VerbOption("sample", value: "P", "only so many percent of the files")
  static let executor = VerbOption("executor", value: "NAME", "serial, or parallel")
  static let workers = VerbOption("workers", value: "K", "of the parallel executor; 2 unless given")
  static let seed = VerbOption("seed", value: "S", "of the workers' schedule; 1 unless given")
  static let trace = VerbOption("trace", "write EIP-3155 lines of each instruction to stderr")
  static let verbose = VerbOption("verbose", "name each file on stderr when it begins")
}

extension Invocation {
  func fork() throws(CommandError) -> Fork {
    guard let name = value("fork") else { return .latest }
    guard let fork = Fork(named: name) else {
      let names = Fork.allCases.reduce("") { $0.isEmpty ? $1.name : "\($0), \($1.name)" }
      throw CommandError(
        .usage, "there is no fork \"\(name)\"", at: "--fork", next: "Forks: \(names).")
    }
    return fork
  }

  func tier() throws(CommandError) -> Tier {
    guard has("tier") else { return .automatic }
    if try integer("tier", in: 0...1, default: 0) == 0 { return .raw }
    guard Tier.hasThreadedCode else {
      throw CommandError(
        .usage, "this build has no tier 1, which needs tail calls of an optimised build",
        at: "--tier", next: "Use a release build, or --tier 0.")
    }
    return .threaded
  }

  func bytes(_ name: String) throws(CommandError) -> [UInt8]? {
    guard let text = value(name) else { return nil }
    do throws(HexError) {
      return try Hex.decode(text)
    } catch {
      throw CommandError(.usage, "\(error)", at: "--\(name)", next: advice)
    }
  }

  /// The options of a suite, as far as the verb declares them.
  func suiteOptions() throws(CommandError) -> SuiteOptions {
    var options = SuiteOptions()
    if declares("fork") { options.fork = value("fork") }
    options.test = value("test")
    options.jobs = try integer("jobs", in: 1...Limits.jobs, default: Processors.usable)
    options.percent = try integer("sample", in: 1...100, default: 100)
    options.verbose = has("verbose")
    if declares("tier") { options.tier = try tier() }
    if declares("trace") { options.trace = has("trace") }
    if declares("executor") { options.schedule = try schedule() }
    return options
  }

  private func schedule() throws(CommandError) -> SuiteOptions.Schedule? {
    let workers = try integer("workers", in: 1...Limits.jobs, default: 2)
    let seed = try integer("seed", in: 0...Int.max, default: 1)
    switch value("executor") {
    case nil, "serial": return nil
    case "parallel": return SuiteOptions.Schedule(workers: workers, seed: UInt64(seed))
    case let other?:
      throw CommandError(
        .usage, "there is no executor \"\(other)\"", at: "--executor",
        next: "Use serial or parallel.")
    }
  }

  private func declares(_ name: String) -> Bool { verb.options.contains { $0.name == name } }
}
