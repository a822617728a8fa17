import BlockExecution
import ChainTypes
import Contracts
import Readings
import Testing

/// Seeded calls of every contract, executed here and by revm: same success, gas, output, logs and
/// storage.
@Suite(.enabled(if: ReferenceMachine.python != nil, ReferenceMachine.reason))
struct ReferenceTests {
  private func agree(_ world: World, _ contracts: [Address], seed: UInt64) throws {
    let calls = world.transcript.count
    let found = try ReferenceMachine.differences(world, contracts: contracts)
    #expect(found == "\(calls) calls agree\n", "seed \(seed)")
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `registries`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let bench = try Registries()
    for _ in 0..<60 {
      bench.world.time += UInt64(random.below(3))
      let title = [name("Rules"), name("ReadingLog"), .zero][random.below(3)]
      let address = [bench.first, bench.second, .zero, Registries.stranger][random.below(4)]
      let sender = random.oneIn(6) ? Registries.stranger : Registries.owner
      try bench.install(address, as: title, from: sender)
      let time = bench.world.time - UInt64(random.below(40))
      try bench.world.send(
        RegistryContract.served(name: title, time: time), to: bench.registry, from: sender)
    }
    try agree(bench.world, [bench.registry], seed: seed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `reading logs`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var lane = try Lane(sensors: 5)
    _ = try lane.send(lane.delegation())
    for round in 0..<20 {
      var records: [SensorRecord] = []
      for sensor in 0..<5 where !random.oneIn(3) {
        for _ in 0...random.below(6) {
          if random.oneIn(5) {
            records.append(lane.gap(sensor, count: 1 + random.next() % 1000))
          } else {
            records.append(
              lane.reading(
                sensor, Int64(bitPattern: random.next()) >> Int64(random.below(60)),
                exponent: random.below(9) - 4, at: UInt64(round)))
          }
        }
      }
      guard !records.isEmpty else { continue }
      var call = lane.batch(records)
      try lane.send(call)
      if random.oneIn(2) { try lane.send(call) }
      call[random.below(call.count)] ^= UInt8(1 << random.below(8))
      try lane.send(call)
      _ = try lane.summary(random.below(5))
    }
    try agree(lane.world, [lane.registry, lane.readingLog], seed: seed)
  }
}
