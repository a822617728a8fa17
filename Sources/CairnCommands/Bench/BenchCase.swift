import CommandLineKit

/// One thing to measure. Its body repeats the operation and returns a value that depends on every
/// result, so that the optimiser cannot leave the work out. It throws what the world refuses.
struct BenchCase: Sendable {
  let name: String
  /// Bytes that one operation works through; nil when a throughput would say nothing.
  let bytes: Int?
  /// The case of the same bench that this one is compared with.
  let yardstick: String?
  let body: @Sendable (_ repetitions: Int) throws(CommandError) -> UInt64

  init(
    _ name: String, bytes: Int? = nil, against yardstick: String? = nil,
    _ body: @escaping @Sendable (Int) throws(CommandError) -> UInt64
  ) {
    self.name = name
    self.bytes = bytes
    self.yardstick = yardstick
    self.body = body
  }
}

/// Cases that are measured together, in turns, because their ratio is what matters.
struct Bench: Sendable {
  let name: String
  let summary: String
  /// Made when the bench runs: some need tables, keys or threads.
  let cases: @Sendable () -> [BenchCase]
  /// Instead of cases: a bench that runs once and finds several numbers.
  let report: (@Sendable (BenchSettings) throws(CommandError) -> [BenchFigures])?

  init(_ name: String, _ summary: String, cases: @escaping @Sendable () -> [BenchCase]) {
    self.name = name
    self.summary = summary
    self.cases = cases
    report = nil
  }

  init(
    _ name: String, _ summary: String,
    report: @escaping @Sendable (BenchSettings) throws(CommandError) -> [BenchFigures]
  ) {
    self.name = name
    self.summary = summary
    cases = { [] }
    self.report = report
  }
}
