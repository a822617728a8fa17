import Foundation
import LinuxIO
import Synchronization
import Testing

@Suite(.serialized) struct WorkerPools {
  @Test(arguments: [0, 1, 2, 5])
  func `each index is worked on exactly once`(_ workers: Int) throws {
    let pool = try WorkerPool(workers: workers)
    for count in [0, 1, 2, 3, 64, 1_000] {
      let seen = Guarded([Int](repeating: 0, count: count))
      for _ in 0..<20 {
        pool.run(count: count) { index, participant in
          seen.withLock { $0[index] += 1 }
          precondition(participant >= 0 && participant <= workers)
        }
      }
      #expect(seen.withLock { $0 } == [Int](repeating: 20, count: count))
    }
  }

  @Test func `what the workers wrote is visible after the run without a lock`() throws {
    let pool = try WorkerPool(workers: 3)
    let cells = Cells(256)
    for round in 1...200 {
      pool.run(count: 256) { index, _ in cells[index] = round &* index }
      for index in 0..<256 { #expect(cells[index] == round &* index) }
    }
  }

  @Test func `two participants never have the same number at once`() throws {
    let pool = try WorkerPool(workers: 3)
    let inside = Cells(4)
    for _ in 0..<200 {
      pool.run(count: 64) { _, participant in
        // Not synchronised on purpose: the thread sanitizer finds a number that is given twice.
        inside[participant] += 1
      }
    }
    #expect((0..<4).map { inside[$0] }.reduce(0, +) == 200 * 64)
  }

  @Test(arguments: [0, 1, 4])
  func `every participant takes part in a run on each`(_ workers: Int) throws {
    let pool = try WorkerPool(workers: workers)
    for _ in 0..<100 {
      let seen = Guarded<[Int]>([])
      pool.runOnEach { participant in seen.withLock { $0.append(participant) } }
      #expect(seen.withLock { $0.sorted() } == Array(0...workers))
    }
  }

  @Test func `a run inside a run traps`() async {
    await #expect(processExitsWith: .failure) {
      let pool = try WorkerPool(workers: 2)
      pool.run(count: 8) { _, _ in pool.run(count: 8) { _, _ in } }
    }
  }

  @Test func `a pool that is shut down lets its caller do the work`() throws {
    let pool = try WorkerPool(workers: 2)
    pool.shutDown()
    pool.shutDown()
    let seen = Guarded<[Int]>([])
    pool.run(count: 4) { index, participant in
      precondition(participant == 0)
      seen.withLock { $0.append(index) }
    }
    #expect(seen.withLock { $0 } == [0, 1, 2, 3])
  }

  @Test func `pools come and go without leaving threads behind`() throws {
    for round in 0..<50 {
      let pool = try WorkerPool(workers: 3, name: "passing")
      if round % 2 == 0 { pool.run(count: 8) { _, _ in } }
    }
    #expect(try tasks(named: "passing").isEmpty)
  }

  @Test func `an idle worker never wakes`() throws {
    let pool = try WorkerPool(workers: 2, name: "idle")
    pool.runOnEach { _ in }
    try waitUntilAsleep("idle")
    let before = try tasks(named: "idle").map(\.switches)
    usleep(300_000)
    #expect(try tasks(named: "idle").map(\.switches) == before)
    #expect(before.count == 2)
    pool.shutDown()
  }
}

/// Numbers that several threads may write, each its own.
final class Cells: @unchecked Sendable {
  private let cells: UnsafeMutableBufferPointer<Int>

  init(_ count: Int) {
    cells = .allocate(capacity: count)
    cells.initialize(repeating: 0)
  }

  deinit { cells.deallocate() }

  subscript(index: Int) -> Int {
    get { cells[index] }
    set { cells[index] = newValue }
  }
}

struct TaskStatus {
  let state: String
  /// Voluntary and other context switches: how often it was woken and ran.
  let switches: Int
}

/// This process's threads whose name starts so, from /proc.
func tasks(named prefix: String) throws -> [TaskStatus] {
  let folder = "/proc/self/task"
  return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { id in
    // A thread of another test may end meanwhile.
    guard let text = try? String(contentsOfFile: "\(folder)/\(id)/status", encoding: .utf8) else {
      return nil
    }
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[String(parts[0])] =
        parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
    guard fields["Name"]?.hasPrefix(prefix) == true else { return nil }
    let switches = ["voluntary_ctxt_switches", "nonvoluntary_ctxt_switches"]
      .compactMap { fields[$0].flatMap { Int($0) } }.reduce(0, +)
    return TaskStatus(state: fields["State"] ?? "", switches: switches)
  }
}

/// Returns when every thread of that name sleeps in the kernel and has stopped being scheduled.
func waitUntilAsleep(_ prefix: String) throws {
  var last: [Int] = []
  for _ in 0..<500 {
    let now = try tasks(named: prefix)
    let switches = now.map(\.switches)
    if now.allSatisfy({ $0.state.hasPrefix("S") }), switches == last { return }
    last = switches
    usleep(20_000)
  }
  Issue.record("the threads \(prefix) did not fall asleep within 10 s")
}
