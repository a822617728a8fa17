/// The bounds of this module.
enum Limits {
  /// Lines about accounts that differ, for one failure.
  static let differencesShown = 12
  /// Threads of a suite or a fuzzer.
  static let jobs = 64
  /// Bytes to which the ledger of one blockchain test can grow.
  static let testMap = 256 << 20
  /// A job's native stack: contracts' frames are on a heap of their own, JSON and pairings need
  /// some.
  static let jobStack = 4 << 20
  /// The longest measurement of one contract, and the most runs of it.
  static let benchNanoseconds: UInt64 = 1_000_000_000
  static let benchRuns = 2_000
  static let repetitions = 1_000_000
  /// Gas of one execution of the fuzzer, and bytes of its contracts.
  static let fuzzGas: Int64 = 400_000
  static let fuzzCode = 512
  static let fuzzSeconds = 86_400
  static let fuzzMessages = 1_000_000_000
  /// Runs of the simulation between two lines of progress.
  static let simulationPortion = 50
  /// Contracts that the fuzzer keeps to mutate.
  static let fuzzCorpus = 256
  /// The most memory the fuzzer may ever hold: two jobs need about 40 MB.
  static let fuzzKilobytes = 262_144
}
