import CommandLineKit

/// What was measured for one case.
struct BenchResult {
  let bench: String
  let name: String
  let bytes: Int?
  let repetitions: Int
  /// Nanoseconds of each run, ascending.
  let runs: [UInt64]
  /// How this case stands to its yardstick; nil without one.
  let comparison: BenchComparison?

  /// Picoseconds of one operation: additions of words take less than a nanosecond.
  var medianPicoseconds: Int { picoseconds(runs[runs.count / 2]) }
  var minimumPicoseconds: Int { picoseconds(runs[0]) }

  private func picoseconds(_ nanoseconds: UInt64) -> Int {
    Int(clamping: nanoseconds &* 1000 / UInt64(repetitions))
  }

  /// Megabytes a second (10^6), by the median.
  var megabytesPerSecond: Int? {
    guard let bytes, medianPicoseconds > 0 else { return nil }
    return Int(clamping: Int64(bytes) * 1_000_000 / Int64(medianPicoseconds))
  }

  var text: String {
    let median = Decimal.text(thousandths: medianPicoseconds)
    let minimum = Decimal.text(thousandths: minimumPicoseconds)
    let rate = megabytesPerSecond.map { ", \($0) MB/s" } ?? ""
    let factor = comparison.map { ", \(Decimal.text(thousandths: $0.speed)) times \($0.yardstick)" }
    return "\(bench) \(name): \(median) ns (best \(minimum) ns\(rate))\(factor ?? "")"
  }

  var json: String {
    var line = JSONLine()
    line.add("bench", bench)
    line.add("name", name)
    line.add("median_ns", thousandths: medianPicoseconds)
    line.add("min_ns", thousandths: minimumPicoseconds)
    if let bytes { line.add("bytes", bytes) }
    if let megabytesPerSecond { line.add("mb_per_s", megabytesPerSecond) }
    if let comparison {
      line.add("yardstick", comparison.yardstick)
      line.add("speed_ratio", thousandths: comparison.speed)
      line.add("cost_ratio", thousandths: comparison.cost)
    }
    line.add("runs", runs.count)
    line.add("repetitions", repetitions)
    return line.text
  }
}
