import BlockExecution
import ChainTypes
import Contracts
import Readings
import Testing

/// Code that does harm, deployed as it is: init code that returns it.
func hostile(_ code: [UInt8]) -> [UInt8] {
  // PUSH1 n DUP1 PUSH1 9 PUSH0 CODECOPY PUSH0 RETURN
  [0x60, UInt8(code.count), 0x80, 0x60, 9, 0x5f, 0x39, 0x5f, 0xf3] + code
}

enum Hostile {
  /// PUSH0 PUSH0 REVERT
  static let reverts: [UInt8] = [0x5f, 0x5f, 0xfd]
  /// JUMPDEST PUSH0 JUMP
  static let burns: [UInt8] = [0x5b, 0x5f, 0x56]
  /// Calls its caller with what it got, and stores 1 when that succeeded, else 2.
  static let reenters: [UInt8] = [
    0x36, 0x5f, 0x5f, 0x37, 0x5f, 0x5f, 0x36, 0x5f, 0x5f, 0x33, 0x5a, 0xf1,
    // ISZERO PUSH1 1 ADD PUSH0 SSTORE STOP
    0x15, 0x60, 1, 0x01, 0x5f, 0x55, 0x00,
  ]
  static let accepts: [UInt8] = [0x00]
}

@Suite struct ReadingLogUpgradeTests {
  @Test func `a new log goes on where the old one stopped, which stays readable and closed`() throws
  {
    var lane = try Lane()
    _ = try lane.send(lane.delegation())
    let records = [lane.reading(0, 5), lane.reading(0, 7), lane.gap(1, count: 3)]
    try #require(lane.send(lane.batch(records)).refusal == "")
    let old = lane.readingLog
    let new = try lane.world.deploy(
      ReadingLogContract.creation(
        registry: lane.registry, board: lane.board.address, term: lane.term,
        fleet: lane.fleet.fleet, predecessor: old), from: Lane.owner)
    let next = lane.batch([lane.reading(0, 9), lane.reading(1, 1)])
    #expect(try lane.world.send(next, to: new, from: Lane.relay).refusal == "not in use")
    try lane.install(new, "ReadingLog")
    #expect(try lane.send(next).refusal == "not in use")
    #expect(try lane.send(lane.delegation(index: 9)).refusal == "not in use")
    let move = ReadingLogContract.move(sensor: lane.sensors[0].id, instrument: Hash(1))
    #expect(
      try lane.world.send(move, to: old, from: lane.board.address).refusal == "not in use")
    // Before it wrote anything the new log tells what the old one knew.
    #expect(try lane.summary(0, of: new) == lane.summary(0, of: old))
    #expect(try lane.world.send(next, to: new, from: Lane.relay).refusal == "")
    let summary = try lane.summary(0, of: new)
    #expect(summary.readings == 3 && summary.low == 5 && summary.high == 9)
    #expect(summary.chain == lane.sensors[0].chain && summary.instrument == lane.instrument)
    #expect(try lane.summary(1, of: new).missed == 3)
    #expect(try lane.summary(0, of: old).readings == 2)
    // An instrument that the old log did not know gets a number of its own.
    let gust = RecordID.instrument(board: lane.board.address, name: "gust")
    let given = ReadingLogContract.move(sensor: lane.sensors[2].id, instrument: gust)
    #expect(try lane.world.send(given, to: new, from: lane.board.address).refusal == "")
    let count = ReadingLogContract.instrumentCountResult(
      try lane.world.ask(ReadingLogContract.instrumentCount(), of: new))
    #expect(count == 2)
    for (number, expected) in [(1, lane.instrument), (2, gust), (3, .zero)] as [(Word, Hash)] {
      let name = ReadingLogContract.instrumentNameResult(
        try lane.world.ask(ReadingLogContract.instrumentName(number: number), of: new))
      #expect(name == expected)
    }
  }

  @Test(arguments: [("reverts", Hostile.reverts), ("burns", Hostile.burns)])
  func `rules that fail keep no reading from being recorded`(_ rules: (String, [UInt8])) throws {
    var lane = try Lane()
    let address = try lane.world.deploy(hostile(rules.1), from: Lane.owner)
    try lane.install(address, "Rules")
    let record = lane.reading(0, 1)
    let result = try lane.send(lane.batch([record], by: lane.board))
    #expect(result.refusal == "")
    #expect(
      events(result, ReadingLogContract.RulesFailed.init).map(\.instrument) == [lane.instrument])
    #expect(try lane.summary(0).chain == record.digest)
  }

  @Test func `rules that call back can record nothing twice`() throws {
    var lane = try Lane()
    let address = try lane.world.deploy(hostile(Hostile.reenters), from: Lane.owner)
    try lane.install(address, "Rules")
    let record = lane.reading(0, 1)
    let result = try lane.send(lane.batch([record], by: lane.board))
    #expect(result.refusal == "" && events(result, ReadingLogContract.Recorded.init).count == 1)
    #expect(lane.world.storage(of: address).map(\.value) == [2])
    #expect(try lane.summary(0).readings == 1)
  }

  @Test func `who brings a batch cannot starve the rules of gas`() throws {
    var lane = try Lane()
    let address = try lane.world.deploy(hostile(Hostile.accepts), from: Lane.owner)
    try lane.install(address, "Rules")
    let call = lane.batch([lane.reading(0, 1)], by: lane.board)
    // The least gas with which it goes through leaves the rules their share.
    var (low, high): (UInt64, UInt64) = (30_000, 1_000_000)
    while high - low > 1 {
      let middle = (low + high) / 2
      var trial = try Lane()
      let rules = try trial.world.deploy(hostile(Hostile.accepts), from: Lane.owner)
      try trial.install(rules, "Rules")
      let attempt = trial.batch([trial.reading(0, 1)], by: trial.board)
      if try trial.send(attempt, gas: middle).isSuccess { high = middle } else { low = middle }
    }
    let refused = try lane.send(call, gas: high - 1)
    #expect(refused.refusal == "gas for the rules")
    let result = try lane.send(call, gas: high)
    #expect(result.refusal == "")
    #expect(high - result.gasUsed >= 60_000 + 8_000 * 4 - 10_000)
  }
}
