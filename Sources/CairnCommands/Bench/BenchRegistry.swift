/// Every bench by name. Each stands in a file `Bench+Subject.swift` and here with one line.
enum BenchRegistry {
  static var all: [Bench] {
    [
      wordBench,
      keccakBench,
      signBench,
      rootBench,
      commitBench,
      threadsBench,
    ]
  }
}
