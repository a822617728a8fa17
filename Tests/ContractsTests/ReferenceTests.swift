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

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `rules`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var watch = try Watch()
    func bits(_ random: inout SeededRandom) -> UInt64 {
      random.next() >> UInt64(random.below(64))
    }
    for round in 0..<40 {
      watch.lane.world.time += UInt64(random.below(40))
      var setting = Watch.thresholds
      (setting.switches, setting.ignored) = (bits(&random) % 66, bits(&random) % 9)
      (setting.rise, setting.fall) = (bits(&random) % 20_000, bits(&random) % 20_000)
      (setting.silence, setting.rate) = (bits(&random) % 60, bits(&random))
      (setting.hysteresis, setting.exponent) = (bits(&random) % 900, Int64(random.below(5)) - 4)
      if random.oneIn(3) { setting.highAlarm = Int64(bitPattern: bits(&random)) }
      if random.oneIn(3) { try watch.set(setting, sensor: random.below(3)) }
      var records: [SensorRecord] = []
      for sensor in 0..<3 where !random.oneIn(3) {
        for step in 0...random.below(5) {
          let value = Int64(random.below(9000)) - 3000
          let time = UInt64(round * 20 + step * random.below(9))
          records.append(
            watch.lane.reading(
              sensor, random.oneIn(9) ? Int64(bitPattern: random.next()) : value,
              exponent: random.below(4) - 3, at: time,
              flags: StatusFlags(rawValue: UInt8(random.below(3)))))
        }
      }
      if !records.isEmpty { try watch.lane.send(watch.lane.batch(records, by: watch.lane.board)) }
      try watch.checkSilence()
      _ = try watch.state()
    }
    try agree(watch.lane.world, [watch.rules, watch.lane.readingLog], seed: seed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `custody`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let parcel = try Parcel()
    let parties = [parcel.alice, parcel.bob, parcel.carol]
    for round in 0..<80 {
      parcel.world.time += UInt64(random.below(30))
      let actor = parties[random.below(3)]
      let other = parties[random.below(3)]
      switch random.below(round > 70 ? 8 : 7) {
      case 0, 1: _ = try parcel.offer(to: other, by: actor)
      case 2: _ = try parcel.accept(by: actor)
      case 3: try parcel.send(CustodyContract.endOffer(item: parcel.item), by: actor)
      case 4:
        try parcel.send(CustodyContract.note(item: parcel.item, content: Hash(7)), by: actor)
      case 5:
        let call = CustodyContract.setObserver(
          item: parcel.item, observer: other.address, allowed: random.oneIn(2))
        try parcel.send(call, by: actor)
      case 6:
        let state = try parcel.state
        let deadline = parcel.world.time + 9
        let digest = parcel.digest(
          number: state.handovers, from: actor, to: other, deadline: deadline)
        let second = random.oneIn(4) ? actor : other
        _ = try parcel.handOver(
          actor.sign(digest).bytes, second.sign(digest).bytes, to: other.address,
          deadline: deadline)
      default:
        try parcel.send(CustodyContract.close(item: parcel.item, condition: Hash(9)), by: actor)
      }
    }
    try agree(parcel.world, [parcel.custody], seed: seed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `energy meters`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let lane = try Neighbours(meters: 4)
    var next = [UInt64](repeating: Neighbours.first, count: 4)
    for _ in 0..<80 {
      let index = random.below(4)
      switch random.below(8) {
      case 0...4:
        let energies = (0...random.below(4)).map { _ in
          (random.next() >> UInt64(random.below(64)), random.next() >> UInt64(random.below(64)))
        }
        let first = random.oneIn(6) ? next[index] - 1 : next[index]
        if try lane.report(index, energies, at: first).isSuccess {
          next[index] += UInt64(energies.count)
        }
      case 5:
        let count = UInt64(random.below(3))
        if try lane.skip(index, at: next[index], count: count).isSuccess { next[index] += count }
      case 6: _ = try lane.settle(Word(UInt64(random.below(3))))
      default:
        let band = Neighbours.prices(
          UInt64(random.below(500)), UInt64(random.below(300)), UInt64(random.below(100)))
        try lane.setTariff(
          first: Neighbours.first + UInt64(random.below(30)),
          week: (Word(random.next()), Word(random.next())), bands: [band, band, band, band])
      }
    }
    try agree(lane.world, [lane.energy], seed: seed)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `verifiers`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let world = World(chainID: 10)
    var verifier = Address.zero
    for _ in 0..<12 {
      let count = 1 + random.below(40)
      let verification = try Verification(
        count: count, place: random.below(count), delegated: random.oneIn(2), world: world)
      verifier = verification.verifier
      var call = verification.call
      try world.send(call, to: verifier, from: Lane.relay)
      call[random.below(call.count)] ^= UInt8(1 << random.below(8))
      try world.send(call, to: verifier, from: Lane.relay)
    }
    try agree(world, [verifier], seed: seed)
  }
}
