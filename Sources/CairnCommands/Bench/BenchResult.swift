import CommandLineKit

/// What was measured for one case.
struct BenchResult {
  let bench: String
  let name: String
  let bytes: Int?
  let repetitions: Int
  /// Nanoseconds of each run, ascending.
  let runs: [UInt64]

  /// Picoseconds of one operation: additions of words take less than a nanosecond.
  var medianPicoseconds: Int { picoseconds(runs[runs.count / 2]) }
  var minimumPicoseconds: Int { picoseconds(runs[0]) }

  private func picoseconds(_ nanoseconds: UInt64) -> Int {
    Int(clamping: nanoseconds &* 1000 / UInt64(repetitions))
  }

  /// Megabytes a second (10^6), by the median.
  var megabytesPerSecond: Int? {
    guard let bytes, medianPicoseconds > 0 else { return nil }
    return bytes * 1_000_000 / medianPicoseconds
  }

  var text: String {
    let median = Decimal.text(thousandths: medianPicoseconds)
    let minimum = Decimal.text(thousandths: minimumPicoseconds)
    let rate = megabytesPerSecond.map { ", \($0) MB/s" } ?? ""
    return "\(bench) \(name): \(median) ns (best \(minimum) ns\(rate))"
  }

  var json: String {
    var line = JSONLine()
    line.add("bench", bench)
    line.add("name", name)
    line.add("median_ns", thousandths: medianPicoseconds)
    line.add("min_ns", thousandths: minimumPicoseconds)
    if let bytes { line.add("bytes", bytes) }
    if let megabytesPerSecond { line.add("mb_per_s", megabytesPerSecond) }
    line.add("runs", runs.count)
    line.add("repetitions", repetitions)
    return line.text
  }
}
