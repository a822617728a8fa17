import Readings
import Testing

@testable import SensorInputs

@Suite struct Schedules {
  private typealias Plan = InputSchedule.Plan

  private func schedule(_ plans: [InputSchedule.Plan]) -> InputSchedule {
    InputSchedule(plans, start: 1000)
  }

  private let plan = InputSchedule.Plan(
    period: 1000, timeout: 500, retries: 1, longestPause: 8000)
  private let sample = InputOutcome.sample(InputSample(Measurement(1, .volt), time: 0))
  private let fault = InputFault.silent(milliseconds: 5)

  @Test func `a sensor is read once a period`() {
    var schedule = schedule([plan])
    #expect(schedule.advance(to: 1000) == [.start(0, deadline: 1500)])
    #expect(schedule.advance(to: 1001) == [])
    #expect(schedule.finish(0, sample, at: 1010).isUsed)
    #expect(schedule.nextWake == 2000)
    #expect(schedule.advance(to: 1999) == [])
    #expect(schedule.advance(to: 2000) == [.start(0, deadline: 2500)])
    #expect(schedule.status(of: 0).state == .good)
  }

  @Test func `a read that fails is tried again in its period, then counts as missed`() {
    var schedule = schedule([plan])
    _ = schedule.advance(to: 1000)
    #expect(schedule.finish(0, .fault(fault), at: 1010).actions == [])
    #expect(schedule.nextWake == 1210)
    #expect(schedule.advance(to: 1210) == [.start(0, deadline: 1710)])
    #expect(
      schedule.finish(0, .fault(fault), at: 1220).actions == [.missed(0, count: 1, fault)])
    #expect(schedule.status(of: 0).state == .failing(fault))
    #expect(schedule.advance(to: 2000) == [.start(0, deadline: 2500)])
    #expect(schedule.finish(0, sample, at: 2001).isUsed)
    #expect(schedule.status(of: 0).state == .good)
    #expect(schedule.status(of: 0).missed == 1)
  }

  @Test func `a hang shows at the deadline, is not asked again, and what comes late is not used`() {
    var schedule = schedule([plan])
    _ = schedule.advance(to: 1000)
    #expect(schedule.nextWake == 1500)
    #expect(schedule.advance(to: 1500) == [.missed(0, count: 1, .hanging)])
    #expect(schedule.advance(to: 2000) == [.missed(0, count: 1, .hanging)])
    #expect(
      schedule.advance(to: 5500) == [
        .missed(0, count: 2, .hanging), .missed(0, count: 1, .hanging),
      ])
    let late = schedule.finish(0, sample, at: 5600)
    #expect(!late.isUsed && late.actions == [])
    #expect(schedule.advance(to: 6000) == [.start(0, deadline: 6500)])
    #expect(schedule.status(of: 0).samples == 0)
  }

  @Test func `a hanging sensor leaves the others their periods`() {
    var schedule = schedule([plan, plan])
    _ = schedule.advance(to: 1000)
    _ = schedule.finish(1, sample, at: 1001)
    for second in UInt64(2)...20 {
      let actions = schedule.advance(to: second * 1000)
      #expect(actions.contains(.start(1, deadline: second * 1000 + 500)))
      #expect(schedule.finish(1, sample, at: second * 1000 + 1).isUsed)
    }
  }

  @Test func `attempts become rarer while a sensor fails, up to the longest pause`() {
    var schedule = schedule([
      Plan(period: 1000, timeout: 500, retries: 0, longestPause: 8000)
    ])
    var starts: [UInt64] = []
    var missed: UInt64 = 0
    for now in stride(from: UInt64(1000), through: 60_000, by: 100) {
      for action in schedule.advance(to: now) {
        switch action {
        case .start:
          starts.append(now / 1000)
          for case .missed(_, let count, _) in schedule.finish(0, .fault(fault), at: now).actions {
            missed += count
          }
        case .missed(_, let count, _): missed += count
        }
      }
    }
    // Three at once, then pauses of 1, 2 or more seconds, which double to 8.
    #expect(starts.prefix(3) == [1, 2, 3])
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 <= 8 })
    #expect(starts.count < 20)
    #expect(missed == 60)
  }

  @Test func `sensors of a line are read one after the other, in the order of waiting`() {
    var shared = plan
    shared.group = 4
    var schedule = schedule([shared, shared, plan])
    #expect(
      schedule.advance(to: 1000) == [.start(0, deadline: 1500), .start(2, deadline: 1500)])
    _ = schedule.finish(0, sample, at: 1100)
    #expect(schedule.advance(to: 1100) == [.start(1, deadline: 1600)])
  }

  @Test func `who waits for a line too long is missed with that reason`() {
    var shared = plan
    shared.group = 0
    var schedule = schedule([shared, shared])
    _ = schedule.advance(to: 1000)
    #expect(
      schedule.advance(to: 1500) == [
        .missed(0, count: 1, .hanging), .missed(1, count: 1, .lineBusy),
      ])
  }

  @Test func `periods that nobody served are counted as missed, not bunched`() {
    var schedule = schedule([plan])
    _ = schedule.advance(to: 1000)
    _ = schedule.finish(0, sample, at: 1001)
    #expect(
      schedule.advance(to: 5300) == [
        .missed(0, count: 3, .late), .start(0, deadline: 5800),
      ])
    #expect(schedule.status(of: 0).missed == 3)
  }

  @Test func `a doubtful value shows as such`() {
    var schedule = schedule([plan])
    _ = schedule.advance(to: 1000)
    let doubtful = Measurement(85, .celsius, flags: .suspect)
    _ = schedule.finish(0, .sample(InputSample(doubtful, time: 0)), at: 1001)
    #expect(schedule.status(of: 0).text == "doubtful: suspect")
  }

  /// Whatever happens when: every period ends exactly once.
  @Test func `every period is a sample, nothing new, or missed`() {
    for seed in UInt64(1)...30 {
      var random = SplitMixGenerator(state: seed)
      let plans = (0..<4).map { _ in
        Plan(
          period: .random(in: 50...900, using: &random),
          timeout: .random(in: 20...1500, using: &random),
          retries: .random(in: 0...2, using: &random),
          longestPause: .random(in: 100...5000, using: &random),
          group: Bool.random(using: &random) ? 0 : nil)
      }
      var schedule = InputSchedule(plans, start: 0)
      var out: [(index: Int, end: UInt64)] = []
      var ended = [UInt64](repeating: 0, count: plans.count)
      func count(_ actions: [InputSchedule.Action], _ now: UInt64) {
        for action in actions {
          switch action {
          case .start(let index, _):
            out.append((index, now + .random(in: 0...2000, using: &random)))
          case .missed(let index, let count, _): ended[index] += count
          }
        }
      }
      let finish: UInt64 = 12_000
      for now in 0...finish {
        for (index, _) in out.filter({ $0.end <= now }) {
          let outcome =
            [sample, .nothingNew, .fault(fault)][Int.random(in: 0..<3, using: &random)]
          let (isUsed, actions) = schedule.finish(index, outcome, at: now)
          if isUsed, actions.isEmpty {
            if case .fault = outcome {} else { ended[index] += 1 }
          }
          count(actions, now)
        }
        out.removeAll { $0.end <= now }
        if let wake = schedule.nextWake, wake <= now { count(schedule.advance(to: now), now) }
      }
      for index in plans.indices {
        let begun = finish / plans[index].period + 1
        // At most the last one is not over yet.
        #expect(ended[index] <= begun && begun - ended[index] <= 1, "seed \(seed), sensor \(index)")
      }
    }
  }
}

struct SplitMixGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
