import Testing

@testable import SyncSimulation

struct EventQueueTests {
  /// Compared with a list that is sorted each time.
  @Test func `events come by their times, equal ones as they were added`() {
    var random = SimulationRandom(seed: 3)
    var queue = EventQueue<Int>()
    var expected: [(time: UInt64, event: Int)] = []
    var (now, number) = (UInt64(0), 0)
    for _ in 0..<5_000 {
      for _ in 0..<random.below(3) {
        let reach: UInt64 = random.pick([1, 10, 8_191, 8_192, 8_193, 100_000])
        let time = now + random.between(0, reach + 1)
        queue.add(number, at: time)
        expected.append((time: time, event: number))
        number += 1
      }
      // Stable: a later one of equal time stands behind.
      expected.sort { $0.time != $1.time ? $0.time < $1.time : $0.event < $1.event }
      if random.below(200) == 0 {
        #expect(queue.pending.map { $0.event } == expected.map { $0.event })
      }
      let found = queue.next()
      if expected.isEmpty {
        #expect(found == nil)
      } else {
        let first = expected.removeFirst()
        #expect(found?.time == first.time && found?.event == first.event)
        now = first.time
      }
    }
  }
}
