import CommandLineKit

/// Measures cases in turns: a run of each, then again, so that a busy moment of the machine hits
/// all of them and not one. The clock is a parameter so that a test can turn it by hand.
struct BenchRunner {
  let rounds: Int
  /// How long one run of a case should take.
  let runNanoseconds: UInt64
  let clock: () -> UInt64

  func measure(_ bench: Bench) throws(CommandError) -> [BenchResult] {
    let cases = bench.cases()
    var repetitions: [Int] = []
    for item in cases { repetitions.append(try calibrate(item)) }
    var times = [[UInt64]](repeating: [], count: cases.count)
    for _ in 0..<rounds {
      for index in cases.indices {
        times[index].append(try time(cases[index], repetitions[index]))
      }
    }
    return cases.indices.map { index in
      let other = cases[index].yardstick.flatMap { name in cases.firstIndex { $0.name == name } }
      return BenchResult(
        bench: bench.name, name: cases[index].name, bytes: cases[index].bytes,
        repetitions: repetitions[index], runs: times[index].sorted(),
        comparison: other.flatMap { other in
          BenchComparison(
            times[index], repetitions[index], against: cases[other].name, times[other],
            repetitions[other])
        })
    }
  }

  /// Doubles the repetitions until a run is long enough to time, then scales.
  private func calibrate(_ item: BenchCase) throws(CommandError) -> Int {
    var repetitions = 1
    while repetitions < Limits.benchRepetitions {
      // The shorter of two, because the first may meet cold caches or lose the processor.
      let taken = min(try time(item, repetitions), try time(item, repetitions))
      if taken >= runNanoseconds / 4 {
        let scaled = UInt64(repetitions) * runNanoseconds / max(1, taken)
        return max(1, Int(clamping: min(scaled, UInt64(Limits.benchRepetitions))))
      }
      repetitions *= 2
    }
    return Limits.benchRepetitions
  }

  private func time(_ item: BenchCase, _ repetitions: Int) throws(CommandError) -> UInt64 {
    let start = clock()
    let result = try item.body(repetitions)
    let end = clock()
    BenchSink.keep(result)
    return end - start
  }
}

/// Results go here, out of the optimiser's sight.
enum BenchSink {
  @inline(never)
  static func keep(_ value: UInt64) { _ = value }
}
