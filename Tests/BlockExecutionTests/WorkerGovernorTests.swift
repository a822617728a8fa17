import BlockExecution
import Testing

@Suite struct WorkerGovernorTests {
  @Test func `every useful processor but the caller's has a worker`() {
    #expect(WorkerGovernor(processors: 4).workers == 3)
    #expect(WorkerGovernor(processors: 1).workers == 0)
    #expect(WorkerGovernor(processors: 64).workers == BlockExecutionLimits.mostWorkers)
    #expect(WorkerGovernor(processors: 4, ceiling: 1).workers == 1)
  }

  @Test func `processors with less than half of the fastest one's capacity do not count`() {
    #expect(WorkerGovernor(processors: 4, capacities: [446, 446, 1024, 1024]).workers == 1)
    #expect(WorkerGovernor(processors: 4, capacities: [512, 512, 1024, 1024]).workers == 3)
    // Not all of them told: nothing is known.
    #expect(WorkerGovernor(processors: 4, capacities: [1024]).workers == 3)
  }

  @Test func `a quota of processor time leaves whole processors only`() {
    #expect(WorkerGovernor(processors: 4, quota: 250).workers == 1)
    #expect(WorkerGovernor(processors: 4, quota: 50).workers == 0)
    #expect(WorkerGovernor(processors: 4, quota: 4_000).workers == 3)
  }

  @Test func `workers go before the kernel slows the board down and come back when it is cooler`() {
    var governor = WorkerGovernor(processors: 4)
    let steps: [(temperature: Int, workers: Int)] = [
      (60_000, 3), (70_001, 2), (75_001, 0), (74_000, 0), (72_001, 0), (72_000, 2), (69_000, 2),
      (67_001, 2), (67_000, 3),
    ]
    for step in steps {
      governor.adjust(temperature: step.temperature, passive: 80_000)
      #expect(governor.workers == step.workers, "at \(step.temperature)")
    }
  }
}
