import Foundation
import LinuxIO
import Readings
import Testing

@testable import SensorInputs

/// Runs a configuration until a condition holds, and keeps what it told.
final class Bench {
  let runner: InputRunner
  private(set) var samples: [Int: [InputSample]] = [:]
  private(set) var missed: [Int: [InputFault]] = [:]

  init(_ text: String, _ board: FakeBoard) throws {
    runner = try InputRunner(InputSet(try settings(text), root: board.root))
  }

  /// Steps until the condition holds; false when it does not within 30 seconds.
  func run(until isDone: (Bench) -> Bool) throws -> Bool {
    let end = Deadline.after(milliseconds: 30_000)
    while end.millisecondsLeft > 0 {
      for event in runner.step() {
        switch event {
        case .sample(let index, let sample): samples[index, default: []].append(sample)
        case .missed(let index, _, let fault): missed[index, default: []].append(fault)
        }
      }
      if isDone(self) { return true }
      var set = PollSet()
      set.add(runner.signal, token: 0)
      _ = try set.wait(until: min(runner.nextWake ?? end, end))
    }
    return false
  }

  func values(_ index: Int) -> [String] {
    samples[index]?.map { $0.measurement.value.text } ?? []
  }
}

@Suite(.serialized) struct Runners {
  let board: FakeBoard

  init() throws {
    board = try FakeBoard()
    try board.addUsualDevices()
  }

  private let probe = "/sys/bus/w1/devices/28-0316a2798aff/w1_slave"
  private let zone = "/sys/class/thermal/thermal_zone0/temp"
  private let pair = """
    sensors:
      - {name: probe, driver: w1, device: 28-0316a2798aff, every: 50 ms, retries: 0}
      - {name: zone, driver: thermal, zone: cpu-thermal, every: 50 ms, retries: 0}
    """

  @Test func `sensors on several threads give values side by side`() throws {
    let bench = try Bench(pair, board)
    #expect(
      try bench.run {
        $0.values(0).count > 5 && $0.values(1).count > 5 && $0.runner.status(of: 0).state == .good
      })
    #expect(Set(bench.values(0)) == ["23.125"])
    // A busy machine may let a period pass; the devices have no fault.
    #expect(bench.missed.values.joined().allSatisfy { $0 == .late || $0 == .hanging })
    bench.runner.close()
    #expect(bench.runner.threadCount == 0)
  }

  @Test func `a read that hangs on several threads disturbs no other and costs one thread`() throws
  {
    let bench = try Bench(pair, board)
    #expect(try bench.run { !$0.values(0).isEmpty })
    board.hang(probe)
    #expect(try bench.run { $0.runner.status(of: 0).state == .failing(.hanging) })
    let before = bench.samples[1]?.count ?? 0
    #expect(try bench.run { ($0.samples[1]?.count ?? 0) > before + 20 })
    #expect(bench.runner.threadCount <= 2)
    #expect(bench.runner.status(of: 0).text.contains("hangs"))
    // The driver comes back with an old answer, which is not used; then all is well again.
    board.release(probe, with: FakeBoard.powerOn)
    board.remove(probe)
    try board.write(FakeBoard.warm, to: probe)
    #expect(try bench.run { $0.runner.status(of: 0).state == .good })
    #expect(Set(bench.values(0)) == ["23.125"])
    bench.runner.close()
  }

  @Test func `sixteen sensors that hang take sixteen threads of several threads, not more`() throws
  {
    let list = (0..<16).map {
      "{name: s\($0), driver: w1, device: d\($0), every: 20 ms, retries: 2, timeout: 20 ms}"
    }
    for index in 0..<16 {
      try board.write("", to: "/sys/bus/w1/devices/d\(index)/w1_slave")
      board.hang("/sys/bus/w1/devices/d\(index)/w1_slave")
    }
    let zone = "{name: z, driver: thermal, zone: cpu-thermal, every: 20 ms, timeout: 5 s}"
    let bench = try Bench("sensors: [\(list.joined(separator: ", ")), \(zone)]", board)
    #expect(try bench.run { ($0.samples[16]?.count ?? 0) > 50 })
    #expect(bench.runner.threadCount <= 17)
    #expect(bench.samples.count == 1)
    #expect((0..<16).allSatisfy { bench.runner.status(of: $0).state == .failing(.hanging) })
    // Letting go of hanging threads does not wait for them.
    bench.runner.close()
    for index in 0..<16 { board.release("/sys/bus/w1/devices/d\(index)/w1_slave", with: "x") }
  }

  /// Within two periods: the faults are told by the second missed one at the latest.
  @Test func `pulling a sensor shows within two periods and invents nothing`() throws {
    let bench = try Bench(pair, board)
    #expect(try bench.run { !$0.values(0).isEmpty })
    for (text, expected) in [
      (nil, "is not there"), (FakeBoard.badCRC, "transfer failed"), ("x", "is no value"),
      ("00 00 00 00 00 00 00 00 00 : crc=00 YES\n00 00 00 00 00 00 00 00 00 t=0\n", "bus"),
    ] as [(String?, String)] {
      board.remove(probe)
      if let text { try board.write(text, to: probe) }
      #expect(
        try bench.run { $0.runner.status(of: 0).text.contains(expected) }, "\(expected)")
      try board.write(FakeBoard.warm, to: probe)
      #expect(try bench.run { $0.runner.status(of: 0).state == .good })
    }
    #expect(Set(bench.values(0)) == ["23.125"])
    try board.write(FakeBoard.powerOn, to: probe)
    #expect(try bench.run { $0.runner.status(of: 0).state == .doubtful(.suspect) })
    #expect(bench.samples[0]?.last?.measurement.flags == .suspect)
    #expect(bench.missed[1] == nil)
    bench.runner.close()
  }

  @Test func `a command that hangs is ended, and the next one gets its turn`() throws {
    let bench = try Bench(
      """
      sensors:
        - {name: a, driver: command, run: [sleep, '600'], unit: V, every: 100 ms, timeout: 200 ms}
        - {name: b, driver: command, run: [echo, '4.20'], unit: V, every: 100 ms, timeout: 5 s}
      """, board)
    #expect(
      try bench.run { ($0.samples[1]?.count ?? 0) > 3 && ($0.missed[0]?.count ?? 0) > 2 })
    #expect(bench.samples[0] == nil)
    #expect(bench.runner.status(of: 0).text.contains("ran too long"))
    #expect(bench.values(1).first == "4.20")
    bench.runner.close()
  }
}
