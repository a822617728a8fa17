import Foundation
import LinuxIO
import Synchronization
import Testing

@Suite struct Threads {
  @Test func `a joined thread has done its work`() throws {
    let log = Guarded<[String]>([])
    let thread = try NativeThread(name: "stone") { log.withLock { $0.append("done") } }
    thread.join()
    #expect(log.withLock { $0 } == ["done"])
    thread.join()
  }

  @Test func `a thread bears its name`() throws {
    let name = Guarded("")
    try NativeThread(name: "fifteen-letters") {
      let link = try? FileDescriptor(opening: "/proc/thread-self/comm", for: .read)
      guard let link, let bytes = try? link.readAll(limit: 64) else { return }
      name.withLock { $0 = String(decoding: bytes, as: UTF8.self) }
    }.join()
    #expect(name.withLock { $0 } == "fifteen-letters\n")
  }

  @Test(arguments: [96 * 1024, 96 * 1024 + 1, 8 << 20])
  func `a thread has the stack that was asked for`(_ bytes: Int) throws {
    let reached = Atomic<Int>(0)
    let counter = Reached(reached)
    // A quarter of the stack in frames of at least 64 bytes each.
    try NativeThread(name: "deep", stackBytes: bytes) {
      counter.value.store(descend(bytes / 4 / 512), ordering: .relaxed)
    }.join()
    #expect(counter.value.load(ordering: .relaxed) == bytes / 4 / 512)
  }

  @Test func `a stack below the system's minimum is refused with a reason`() {
    #expect(throws: SystemError.self) { try NativeThread(name: "tiny", stackBytes: 1) {} }
    do {
      _ = try NativeThread(name: "tiny", stackBytes: 1) {}
    } catch {
      #expect(error.text.contains("pthread_attr_setstacksize failed"))
      #expect(error.code == .invalid)
    }
  }

  @Test func `letting go of a thread joins it`() throws {
    let finished = Reached(Atomic(0))
    do {
      _ = try NativeThread(name: "brief") {
        usleep(20_000)
        finished.value.store(1, ordering: .relaxed)
      }
    }
    #expect(finished.value.load(ordering: .relaxed) == 1)
  }

  @Test func `a guarded value loses no change of four threads`() throws {
    let counter = Guarded(0)
    let threads = try (0..<4).map { _ in
      try NativeThread(name: "adder") {
        for _ in 0..<10_000 { counter.withLock { $0 += 1 } }
      }
    }
    for thread in threads { thread.join() }
    #expect(counter.withLock { $0 } == 40_000)
  }

  @Test func `a lock is free again after its body threw`() {
    struct Broken: Error {}
    let lock = Lock()
    #expect(throws: Broken.self) { try lock.withLock { throw Broken() } }
    #expect(lock.withLock { true })
  }

  @Test func `a waiting thread sees what was written before it was woken`() throws {
    let lock = Lock()
    let condition = Condition(of: lock)
    let ball = Guarded(0)
    // Two threads pass a number to and fro; each waits for its turn.
    let other = try NativeThread(name: "other") {
      for turn in stride(from: 1, to: 2_000, by: 2) {
        lock.withLock {
          condition.wait { ball.withLock { $0 } == turn }
          ball.withLock { $0 += 1 }
          condition.signal()
        }
      }
    }
    for turn in stride(from: 0, to: 2_000, by: 2) {
      lock.withLock {
        condition.wait { ball.withLock { $0 } == turn }
        ball.withLock { $0 += 1 }
        condition.signal()
      }
    }
    other.join()
    #expect(ball.withLock { $0 } == 2_000)
  }
}

/// A class, because an atomic cannot be captured by a closure.
final class Reached: Sendable {
  let value: Atomic<Int>
  init(_ value: consuming Atomic<Int>) { self.value = value }
}

/// Recurses without a tail call, with some bytes in each frame.
@inline(never)
func descend(_ depth: Int) -> Int {
  let ballast: InlineArray<8, Int> = .init(repeating: depth)
  return depth == 0 ? 0 : descend(depth - 1) + (ballast[depth & 7] == depth ? 1 : 0)
}
