import CommandLineKit
import StateStore
import Testing

@testable import CairnCommands

@Suite struct RootBenchFailures {
  @Test func `a store that is full ends the root bench with its error`() throws {
    let nodes = try #require(RootStore(mapSize: 1 << 20))
    var bench = RootBench(slots: 5_000)
    let error = #expect(throws: StoreError.self) { try bench.update(50, in: nodes) }
    #expect(error?.reason == .mapFull)
  }

  @Test func `what a case throws is what its bench throws`() {
    let bench = Bench("broken", "fails in its third run") {
      [
        BenchCase("full") { (_) throws(CommandError) in
          throw CommandError(.world, "full", at: "/nowhere", next: "Make room there.")
        }
      ]
    }
    let runner = BenchRunner(rounds: 3, runNanoseconds: 1, clock: { 0 })
    let error = #expect(throws: CommandError.self) { try runner.measure(bench) }
    #expect(error?.status == .world)
  }
}
