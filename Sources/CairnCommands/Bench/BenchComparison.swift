/// One case beside another of the same bench, in thousandths. Each round gives a quotient, because
/// its runs are close in time and share the machine's mood; the median of them is told.
struct BenchComparison {
  let yardstick: String
  /// The yardstick's time divided by this case's: above 1000, this case is the faster one.
  let speed: Int
  /// This case's time divided by the yardstick's.
  let cost: Int

  init?(
    _ times: [UInt64], _ repetitions: Int, against yardstick: String,
    _ yardstickTimes: [UInt64], _ yardstickRepetitions: Int
  ) {
    let quotients = zip(times, yardstickTimes).map { time, other in
      Double(time) / Double(repetitions) / (Double(other) / Double(yardstickRepetitions))
    }.sorted()
    guard !quotients.isEmpty else { return nil }
    let median = quotients[quotients.count / 2]
    guard median.isFinite, median > 0.001, median < 1000 else { return nil }
    self.yardstick = yardstick
    speed = Int(1000 / median + 0.5)
    cost = Int(1000 * median + 0.5)
  }
}
