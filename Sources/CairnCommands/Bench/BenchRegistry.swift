/// Every bench by name. Each stands in a file `Bench+Subject.swift` and here with one line.
enum BenchRegistry {
  static var all: [Bench] { [wordBench, keccakBench, signBench, threadsBench] + development }

  /// Those that boards are spared.
  private static var development: [Bench] {
    #if hasFeature(Embedded)
      []
    #else
      [rootBench, commitBench, openingBench, pipelineBench, catchUpBench]
    #endif
  }
}
