import BlockExecution
import ChainTypes
import Contracts
import Testing

/// Meters of a lane: intervals of 15 minutes, one tariff.
struct Neighbours {
  static let reporter = Address(0x4e9)
  /// The first interval: 1,800,000,000 seconds, a Friday at 8:00 UTC.
  static let first: UInt64 = 2_000_000
  /// From the grid 300,000, local 200,000, to the grid 80,000 millionths a kilowatt-hour.
  static let band = prices(300_000, 200_000, 80_000)

  let world: World
  let registry: Address
  let energy: Address

  init(meters count: Int = 3, tariff: Bool = true, world: World = World()) throws {
    self.world = world
    registry = try world.deploy(RegistryContract.creation(owner: Lane.owner), from: Lane.owner)
    energy = try world.deploy(
      EnergyMeterContract.creation(registry: registry, length: 900, offset: 0), from: Lane.owner)
    for index in 0..<count { #expect(try add(index).refusal == "") }
    if tariff { #expect(try setTariff().refusal == "") }
  }

  static func meter(_ index: Int) -> Hash { Hash(Word(UInt64(0x3e7e0 + index))) }

  static func prices(_ from: UInt64, _ local: UInt64, _ to: UInt64) -> Word {
    Word(from | local << 32, to, 0, 0)
  }

  @discardableResult
  func send(_ call: [UInt8], from sender: Address = Lane.owner) throws -> TransactionResult {
    try world.send(call, to: energy, from: sender)
  }

  @discardableResult
  func add(_ index: Int, first: UInt64 = first) throws -> TransactionResult {
    try send(
      EnergyMeterContract.addMeter(
        meter: Self.meter(index), reporter: Self.reporter, first: first))
  }

  @discardableResult
  func setTariff(
    first: UInt64 = first, week: (Word, Word) = (.zero, .zero), bands: [Word]? = nil
  ) throws -> TransactionResult {
    let bands = bands ?? [Self.band, Self.band, Self.band, Self.band]
    return try send(
      EnergyMeterContract.setTariff(
        first: first, week0: week.0, week1: week.1, prices0: bands[0], prices1: bands[1],
        prices2: bands[2], prices3: bands[3]))
  }

  @discardableResult
  func report(
    _ index: Int, _ energies: [(UInt64, UInt64)], at first: UInt64 = first,
    from sender: Address = reporter
  ) throws -> TransactionResult {
    try send(
      EnergyMeterContract.report(
        meter: Self.meter(index), first: first,
        energies: energies.map { Word($0.0, $0.1, 0, 0) }), from: sender)
  }

  func skip(_ index: Int, at first: UInt64, count: UInt64) throws -> TransactionResult {
    try send(
      EnergyMeterContract.skip(
        meter: Self.meter(index), first: first, count: count, reason: name("power cut")),
      from: Self.reporter)
  }

  func settle(_ count: Word = 1) throws -> TransactionResult {
    try send(EnergyMeterContract.settle(count: count), from: Lane.relay)
  }

  func meter(_ index: Int) throws -> EnergyMeterContract.MetersResult {
    try #require(
      EnergyMeterContract.MetersResult(
        try world.ask(EnergyMeterContract.meters(Self.meter(index)), of: energy)))
  }

  func balance(_ index: Int) throws -> Int64? { try meter(index).balance.asInt64 }

  /// Of all meters and the grid: zero.
  func sum(_ count: Int) throws -> Word {
    var sum = try #require(
      EnergyMeterContract.gridResult(try world.ask(EnergyMeterContract.grid(), of: energy)))
    for index in 0..<count { sum = sum &+ (try meter(index).balance) }
    return sum
  }
}

@Suite struct EnergyTests {
  @Test func `what one gives and others take is netted at the local price`() throws {
    let lane = try Neighbours()
    try lane.report(0, [(0, 900)])
    try lane.report(1, [(400, 0)])
    try lane.report(2, [(200, 0)])
    let result = try lane.settle()
    let settled = try #require(events(result, EnergyMeterContract.Settled.init).first)
    #expect(settled.taken == 600 && settled.given == 900 && settled.shared == 600)
    #expect(try lane.balance(0) == 600 * 200_000 + 300 * 80_000)
    #expect(try lane.balance(1) == -400 * 200_000)
    #expect(try lane.balance(2) == -200 * 200_000)
    #expect(try lane.sum(3) == 0)
    let charged = events(result, EnergyMeterContract.Charged.init)
    #expect(
      charged.map(\.localTaken) == [0, 400, 200] && charged.map(\.localGiven) == [600, 0, 0])
  }

  @Test func `what is short comes from the grid, and shares add up to the watt-hour`() throws {
    let lane = try Neighbours()
    try lane.report(0, [(0, 100)])
    for index in 1...2 { try lane.report(index, [(333, 0)]) }
    let charged = events(try lane.settle(), EnergyMeterContract.Charged.init)
    #expect(charged.map(\.localTaken) == [0, 50, 50])
    #expect(try lane.balance(1) == -50 * 200_000 - 283 * 300_000)
    // 7 of 3 x 5: shares of 2, 2 and 3.
    for index in 0..<3 {
      try lane.report(index, [(5, index == 2 ? 7 : 0)], at: Neighbours.first + 1)
    }
    let second = events(try lane.settle(), EnergyMeterContract.Charged.init)
    #expect(second.map(\.localTaken) == [2, 2, 3] && second.map(\.localGiven) == [0, 0, 7])
    #expect(try lane.sum(3) == 0)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `local shares add up and all balances sum to zero, whatever is reported`(
    _ seed: UInt64
  )
    throws
  {
    var random = SeededRandom(seed: seed)
    let lane = try Neighbours(meters: 5)
    for interval in 0..<6 as Range<UInt64> {
      for index in 0..<5 {
        let shift = UInt64(random.below(64))
        try lane.report(
          index, [(random.next() >> shift, random.oneIn(2) ? 0 : random.next() >> shift)],
          at: Neighbours.first + interval)
      }
      let result = try lane.settle()
      #expect(result.refusal == "", "seed \(seed)")
      let settled = try #require(events(result, EnergyMeterContract.Settled.init).first)
      let charged = events(result, EnergyMeterContract.Charged.init)
      let taken = charged.reduce(Word.zero) { $0 &+ Word($1.localTaken) }
      let given = charged.reduce(Word.zero) { $0 &+ Word($1.localGiven) }
      #expect(taken == settled.shared && given == settled.shared, "seed \(seed)")
      #expect(try lane.sum(5) == 0, "seed \(seed)")
    }
  }

  @Test func `the largest energies at the largest prices overflow nothing`() throws {
    let lane = try Neighbours(meters: 32, tariff: false)
    let top = Neighbours.prices(0xffff_ffff, 0xffff_ffff, 0xffff_ffff)
    #expect(try lane.setTariff(bands: [top, top, top, top]).refusal == "")
    for index in 0..<32 { #expect(try lane.report(index, [(.max, .max)]).refusal == "") }
    #expect(try lane.settle().refusal == "")
    #expect(try lane.sum(32) == 0 && lane.balance(0) == 0)
    #expect(try lane.meter(31).taken == Word(.max) && lane.meter(31).given == Word(.max))
    for index in 0..<32 { try lane.report(index, [(.max, 0)], at: Neighbours.first + 1) }
    #expect(try lane.settle().refusal == "")
    #expect(try lane.sum(32) == 0)
    #expect(try lane.meter(0).balance == .zero &- Word(.max) &* 0xffff_ffff)
  }

  @Test func `no interval counts twice, and none is left out unsaid`() throws {
    let lane = try Neighbours()
    let first = Neighbours.first
    #expect(try lane.report(0, [(1, 0)], at: first - 1).refusal == "double interval")
    #expect(try lane.report(0, [(1, 0)], at: first + 1).refusal == "gap")
    #expect(try lane.report(0, [(1, 0), (2, 0)]).refusal == "")
    #expect(try lane.report(0, [(1, 0)]).refusal == "double interval")
    #expect(try lane.report(0, [(1, 0)], at: first + 1).refusal == "double interval")
    #expect(try lane.skip(0, at: first, count: 1).refusal == "double interval")
    #expect(try lane.skip(0, at: first + 3, count: 1).refusal == "gap")
    #expect(try lane.skip(0, at: first + 2, count: 2).refusal == "")
    #expect(try lane.report(0, [(1, 0)], at: first + 3).refusal == "double interval")
    #expect(try lane.report(0, [(1, 0)], at: first + 4).refusal == "")
    let ask = EnergyMeterContract.reported(meter: Neighbours.meter(0), interval: first + 2)
    let skipped = EnergyMeterContract.ReportedResult(try lane.world.ask(ask, of: lane.energy))
    #expect(skipped?.known == true && skipped?.taken == 0)
    #expect(try lane.meter(0).taken == 4)
  }

  @Test func `each reason to refuse a report, and both sides of each bound`() throws {
    let lane = try Neighbours()
    let one = (UInt64(1), UInt64(0))
    #expect(try lane.report(9, [one]).refusal == "unknown meter")
    #expect(try lane.report(0, [one], from: Lane.owner).refusal == "not the reporter")
    #expect(try lane.report(0, []).refusal == "count")
    #expect(try lane.skip(0, at: Neighbours.first, count: 0).refusal == "count")
    #expect(try lane.skip(0, at: Neighbours.first, count: 97).refusal == "count")
    #expect(try lane.skip(0, at: Neighbours.first, count: .max).refusal == "count")
    #expect(try lane.skip(0, at: Neighbours.first, count: 96).refusal == "")
    let energies = [(UInt64, UInt64)](repeating: one, count: 97)
    #expect(try lane.report(1, energies).refusal == "revert")
    #expect(try lane.report(1, Array(energies.dropLast())).refusal == "")
    let wide = EnergyMeterContract.report(
      meter: Neighbours.meter(2), first: Neighbours.first, energies: [Word(0, 0, 1, 0)])
    #expect(try lane.send(wide, from: Neighbours.reporter).refusal == "energy")
  }

  @Test func `an interval waits until every meter has told`() throws {
    let lane = try Neighbours()
    try lane.report(0, [(1, 0), (1, 0)])
    try lane.report(1, [(1, 0), (1, 0)])
    #expect(try lane.settle().refusal == "a meter is missing")
    #expect(try lane.skip(2, at: Neighbours.first, count: 1).refusal == "")
    #expect(try lane.settle(2).refusal == "a meter is missing")
    #expect(try lane.settle(0).refusal == "count")
    #expect(try lane.settle(97).refusal == "count")
    #expect(try lane.settle(1).refusal == "")
    #expect(try Neighbours(meters: 0).settle().refusal == "no meters")
    #expect(try Neighbours(meters: 1, tariff: false).settle().refusal == "no tariff")
  }

  @Test func `bands go by the hour of the week, local time`() throws {
    let world = World()
    let registry = try world.deploy(
      RegistryContract.creation(owner: Lane.owner), from: Lane.owner)
    for (offset, seconds, hour) in [
      // 1970-01-01 was a Thursday, 1970-01-05 a Monday.
      (0, 0, 72), (0, 3599, 72), (0, 3600, 73), (0, 4 * 86_400, 0), (0, 4 * 86_400 - 1, 167),
      (3600, 0, 73), (-3600, 0, 71), (-50_400, 0, 58), (50_400, 0, 86), (0, 1_800_000_000, 104),
    ] as [(Int64, UInt64, Int)] {
      let energy = try world.deploy(
        EnergyMeterContract.creation(registry: registry, length: 60, offset: offset),
        from: Lane.owner)
      // The band of each hour is the hour modulo 4.
      var words: [Word] = [.zero, .zero]
      for hour in 0..<168 {
        words[hour / 84] = words[hour / 84] | Word(UInt64(hour % 4)) << (2 * (hour % 84))
      }
      let band = Neighbours.band
      let set = EnergyMeterContract.setTariff(
        first: 1, week0: words[0], week1: words[1], prices0: band, prices1: band, prices2: band,
        prices3: band)
      #expect(try world.send(set, to: energy, from: Lane.owner).refusal == "")
      let call = EnergyMeterContract.band(tariff: 0, interval: seconds / 60)
      let found = EnergyMeterContract.bandResult(try world.ask(call, of: energy))
      #expect(found == Word(UInt64(hour % 4)), "\(offset) \(seconds)")
    }
  }

  @Test func `a tariff holds from its interval on and never for the past`() throws {
    let lane = try Neighbours(meters: 1)
    let dear = Neighbours.prices(500_000, 500_000, 0)
    let first = Neighbours.first
    #expect(try lane.setTariff(first: first).refusal == "not behind the last")
    #expect(try lane.setTariff(first: first + 2, bands: [dear, dear, dear, dear]).refusal == "")
    try lane.report(0, [(1, 0), (1, 0), (1, 0), (1, 0)])
    var owed: Int64 = 0
    for price in [300_000, 300_000, 500_000, 500_000] as [Int64] {
      #expect(try lane.settle().refusal == "")
      owed -= price
      #expect(try lane.balance(0) == owed)
    }
    #expect(try lane.setTariff(first: first + 3).refusal == "settled already")
    #expect(try lane.setTariff(first: first + 4).refusal == "")
  }

  @Test func `each reason to refuse a tariff`() throws {
    let lane = try Neighbours(tariff: false)
    func refusal(_ from: UInt64, _ local: UInt64, _ to: UInt64) throws -> String {
      let fresh = try Neighbours(meters: 0, tariff: false)
      let band = Neighbours.prices(from, local, to)
      return try fresh.setTariff(bands: [Neighbours.band, Neighbours.band, Neighbours.band, band])
        .refusal
    }
    #expect(try refusal(5, 5, 5) == "" && refusal(5, 3, 1) == "")
    #expect(try refusal(5, 6, 1) == "local price")
    #expect(try refusal(5, 1, 2) == "local price")
    #expect(try refusal(5, 5, 1 << 32) == "price")
    #expect(try lane.setTariff(week: (Word(1) << 168, .zero)).refusal == "week")
    #expect(try lane.setTariff(week: (.zero, Word(1) << 168)).refusal == "week")
    #expect(try lane.setTariff(week: (Word(1) << 167, Word(1) << 167)).refusal == "")
    let call = EnergyMeterContract.setTariff(
      first: Neighbours.first + 1, week0: 0, week1: 0, prices0: 0, prices1: 0, prices2: 0,
      prices3: 0)
    #expect(try lane.send(call, from: Lane.relay).refusal == "not the owner")
  }

  @Test func `meters join and leave, and keep what they have`() throws {
    let lane = try Neighbours()
    let first = Neighbours.first
    func end(_ index: Int, _ last: UInt64, from sender: Address = Lane.owner) throws -> String {
      try lane.send(
        EnergyMeterContract.endMeter(meter: Neighbours.meter(index), last: last), from: sender
      ).refusal
    }
    func leave(_ index: Int) throws -> String {
      try lane.send(
        EnergyMeterContract.leave(meter: Neighbours.meter(index)), from: Lane.relay
      ).refusal
    }
    #expect(try end(0, first + 1, from: Lane.relay) == "not the owner")
    #expect(try end(9, first + 1) == "unknown meter")
    try lane.report(0, [(10, 0)])
    #expect(try end(0, first) == "settled already")
    #expect(try end(0, first + 1) == "")
    #expect(try end(0, first + 2) == "meter has ended")
    #expect(try lane.report(0, [(1, 0)], at: first + 1).refusal == "meter has ended")
    #expect(try leave(0) == "not settled yet")
    #expect(try end(1, first + 5) == "" && end(1, first + 4) == "")
    for index in 1...2 { try lane.report(index, [(10, 0), (10, 0)]) }
    #expect(try lane.settle(2).refusal == "")
    #expect(try leave(0) == "" && leave(0) == "unknown meter")
    #expect(try leave(9) == "unknown meter")
    #expect(try lane.balance(0) == -10 * 300_000)
    #expect(try lane.balance(1) == -20 * 300_000)
    #expect(try lane.add(0).refusal == "meter is there")
    #expect(try lane.add(3, first: first + 1).refusal == "settled already")
    #expect(try lane.add(3, first: first + 3).refusal == "")
    for index in 1...2 { try lane.report(index, [(10, 0)], at: first + 2) }
    // The newcomer is not waited for before its first interval.
    #expect(try lane.settle().refusal == "")
    #expect(try lane.settle().refusal == "a meter is missing")
    let count = EnergyMeterContract.memberCountResult(
      try lane.world.ask(EnergyMeterContract.memberCount(), of: lane.energy))
    #expect(count == 3)
  }

  @Test func `a meter reports up to its end and not beyond`() throws {
    let lane = try Neighbours()
    let end = EnergyMeterContract.endMeter(
      meter: Neighbours.meter(0), last: Neighbours.first + 3)
    #expect(try lane.send(end).refusal == "")
    let one = (UInt64(1), UInt64(0))
    #expect(try lane.report(0, [one, one, one, one]).refusal == "meter has ended")
    #expect(try lane.report(0, [one, one, one]).refusal == "")
    #expect(try lane.skip(0, at: Neighbours.first + 3, count: 1).refusal == "meter has ended")
  }

  @Test func `each reason to refuse a meter, and the thirty-third`() throws {
    let lane = try Neighbours(meters: 32)
    #expect(try lane.add(32).refusal == "too many meters")
    let fresh = try Neighbours(meters: 1)
    func refusal(
      _ meter: Hash, _ reporter: Address, _ first: UInt64, from sender: Address = Lane.owner
    ) throws -> String {
      try fresh.send(
        EnergyMeterContract.addMeter(meter: meter, reporter: reporter, first: first), from: sender
      ).refusal
    }
    let (meter, reporter, first) = (Hash(9), Neighbours.reporter, Neighbours.first)
    #expect(try refusal(meter, reporter, first, from: Lane.relay) == "not the owner")
    #expect(try refusal(.zero, reporter, first) == "meter is zero")
    #expect(try refusal(meter, .zero, first) == "reporter is zero")
    #expect(try refusal(Neighbours.meter(0), reporter, first) == "meter is there")
    #expect(try refusal(meter, reporter, 0) == "interval")
    #expect(try refusal(meter, reporter, 1 << 40) == "interval")
    #expect(try refusal(meter, reporter, (1 << 40) - 1) == "")
    #expect(try refusal(Hash(10), reporter, first - 1) == "settled already")
    func change(_ meter: Hash, _ to: Address, from sender: Address = Lane.owner) throws -> String {
      try fresh.send(
        EnergyMeterContract.setReporter(meter: meter, reporter: to), from: sender
      ).refusal
    }
    #expect(try change(meter, Lane.relay, from: Lane.relay) == "not the owner")
    #expect(try change(Hash(99), Lane.relay) == "unknown meter")
    #expect(try change(meter, .zero) == "reporter is zero")
    #expect(try change(Neighbours.meter(0), Lane.relay) == "")
    #expect(try fresh.report(0, [(1, 0)]).refusal == "not the reporter")
    #expect(try fresh.report(0, [(1, 0)], from: Lane.relay).refusal == "")
  }

  @Test func `creation refuses lengths and offsets that make no sense`() throws {
    let world = World()
    let registry = try world.deploy(
      RegistryContract.creation(owner: Lane.owner), from: Lane.owner)
    func refusal(_ length: UInt64, _ offset: Int64, registry: Address) -> String {
      do {
        _ = try world.deploy(
          EnergyMeterContract.creation(registry: registry, length: length, offset: offset),
          from: Lane.owner)
        return ""
      } catch {
        return (error as? Refused)?.reason ?? "\(error)"
      }
    }
    for (length, reason) in [
      (59, "length"), (60, ""), (900, ""), (3600, ""), (7200, "length"), (61, "length"),
      (3601, "length"), (0, "length"),
    ] as [(UInt64, String)] {
      #expect(refusal(length, 0, registry: registry) == reason, "\(length)")
    }
    for (offset, reason) in [
      (50_400, ""), (50_401, "offset"), (-50_400, ""), (-50_401, "offset"),
    ] as [(Int64, String)] {
      #expect(refusal(900, offset, registry: registry) == reason, "\(offset)")
    }
    #expect(refusal(900, 0, registry: .zero) == "no registry there")
  }
}
