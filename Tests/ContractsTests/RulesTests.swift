import BlockExecution
import ChainTypes
import Contracts
import Readings
import Testing

/// A lane whose readings are watched: sensor 0 has a rule, in hundredths.
struct Watch {
  static let off = RulesContract.Setting(
    lowAlarm: 0, lowWarning: 0, highWarning: 0, highAlarm: 0, exponent: -2, hysteresis: 0, rate: 0,
    rise: 0, fall: 0, silence: 0, switches: 0, ignored: 5, rateLevel: 1, silenceLevel: 1)

  /// Warning outside of 0 to 30, alarm outside of -10 to 40, in degrees.
  static var thresholds: RulesContract.Setting {
    var setting = off
    (setting.lowAlarm, setting.lowWarning) = (-1000, 0)
    (setting.highWarning, setting.highAlarm) = (3000, 4000)
    setting.switches = 15
    return setting
  }

  var lane: Lane
  let rules: Address

  init(_ setting: RulesContract.Setting? = nil, world: World = World()) throws {
    lane = try Lane(world)
    rules = try world.deploy(RulesContract.creation(registry: lane.registry), from: Lane.owner)
    try lane.install(rules, "Rules")
    if let setting { #expect(try set(setting).refusal == "") }
  }

  @discardableResult
  func set(
    _ setting: RulesContract.Setting, sensor: Int = 0, from sender: Address = Lane.owner
  ) throws -> TransactionResult {
    try lane.world.send(
      RulesContract.setRule(sensor: lane.sensors[sensor].id, setting: setting), to: rules,
      from: sender)
  }

  /// A batch of values at seconds; what the rules said, level by level.
  @discardableResult
  mutating func feed(
    _ values: [(Int64, UInt64)], exponent: Int = -2, flags: StatusFlags = .good
  ) throws -> [UInt64] {
    let records = values.map {
      lane.reading(0, $0.0, exponent: exponent, at: $0.1, flags: flags)
    }
    let result = try lane.send(lane.batch(records, by: lane.board))
    #expect(result.refusal == "")
    #expect(events(result, ReadingLogContract.RulesFailed.init).isEmpty)
    return events(result, RulesContract.LevelChanged.init).map(\.level)
  }

  func level(_ sensor: Int = 0) throws -> UInt64? {
    RulesContract.levelResult(
      try lane.world.ask(RulesContract.level(sensor: lane.sensors[sensor].id), of: rules))
  }

  func state() throws -> RulesContract.StateResult {
    try #require(
      RulesContract.StateResult(
        try lane.world.ask(RulesContract.state(sensor: lane.sensors[0].id), of: rules)))
  }

  @discardableResult
  func checkSilence() throws -> TransactionResult {
    try lane.world.send(
      RulesContract.checkSilence(sensors: lane.sensors.map(\.id)), to: rules, from: Lane.relay)
  }
}

@Suite struct RulesTests {
  @Test func `a threshold belongs to its outer side`() throws {
    for (value, level) in [
      (2999, 0), (3000, 1), (3999, 1), (4000, 2), (1, 0), (0, 1), (-999, 1), (-1000, 2),
      (Int64.max, 2), (Int64.min, 2),
    ] as [(Int64, UInt64)] {
      var watch = try Watch(Watch.thresholds)
      #expect(try watch.feed([(value, 0)]) == (level == 0 ? [] : [level]), "\(value)")
      #expect(try watch.level() == level)
    }
  }

  @Test func `a switch that is off keeps its threshold out`() throws {
    for (switches, value, level) in [
      (14, -1000, 1), (13, 0, 0), (11, 3000, 0), (7, 4000, 1), (1, 4000, 0), (8, 4000, 2),
      (6, -1000, 1), (1, -1000, 2),
    ] as [(UInt64, Int64, UInt64)] {
      var setting = Watch.thresholds
      setting.switches = switches
      var watch = try Watch(setting)
      try watch.feed([(value, 0)])
      #expect(try watch.level() == level, "\(switches) \(value)")
    }
  }

  @Test func `thresholds and values of other exponents compare by value`() throws {
    for (value, exponent, level) in [
      (30, 0, 1), (29, 0, 0), (4, 1, 2), (3, 1, 1), (1, 27, 2), (-1, 27, 2), (1, -27, 0),
      (29_999, -3, 0), (30_000, -3, 1), (0, 27, 1), (.max, 27, 2), (.min, 27, 2), (.max, -27, 0),
      (.min, -27, 1),
    ] as [(Int64, Int, UInt64)] {
      var watch = try Watch(Watch.thresholds)
      try watch.feed([(value, 0)], exponent: exponent)
      #expect(try watch.level() == level, "\(value)e\(exponent)")
    }
    var setting = Watch.thresholds
    setting.exponent = 27
    (setting.lowAlarm, setting.highAlarm) = (.min, .max)
    setting.hysteresis = .max
    var extreme = try Watch(setting)
    #expect(try extreme.feed([(.min, 0)], exponent: -27) == [1])
    #expect(try extreme.feed([(.max, 1)], exponent: 27) == [2])
  }

  @Test func `the level falls when the value is more than the hysteresis inside`() throws {
    var setting = Watch.thresholds
    setting.hysteresis = 100
    var watch = try Watch(setting)
    #expect(try watch.feed([(4000, 0)]) == [2])
    #expect(try watch.feed([(3900, 1)]) == [])
    #expect(try watch.feed([(3899, 2)]) == [1])
    #expect(try watch.feed([(3900, 3)]) == [])
    #expect(try watch.feed([(2900, 4)]) == [])
    #expect(try watch.feed([(2899, 5)]) == [0])
    #expect(try watch.feed([(2999, 6)]) == [])
    #expect(try watch.feed([(-1000, 7)]) == [2])
    #expect(try watch.feed([(-900, 8)]) == [])
    #expect(try watch.feed([(-899, 9)]) == [1])
    #expect(try watch.feed([(100, 10)]) == [])
    #expect(try watch.feed([(101, 11)]) == [0])
  }

  @Test func `a level is taken when it was wanted for the dwell time of the readings`() throws {
    var setting = Watch.thresholds
    (setting.rise, setting.fall) = (10_000, 5_000)
    var watch = try Watch(setting)
    #expect(try watch.feed([(3500, 0), (3500, 9)]) == [])
    #expect(try watch.state().wanted == 1 && watch.state().since == Lane.start)
    #expect(try watch.feed([(3500, 10)]) == [1])
    #expect(try watch.feed([(1000, 11), (1000, 15)]) == [])
    #expect(try watch.feed([(1000, 16)]) == [0])
    // A pause begins it anew.
    #expect(try watch.feed([(3500, 20), (1000, 25), (3500, 26), (3500, 35)]) == [])
    #expect(try watch.feed([(3500, 36)]) == [1])
    // One batch or many is the same.
    var other = try Watch(setting)
    #expect(try other.feed([(3500, 0), (3500, 9), (3500, 10), (1000, 11), (1000, 16)]) == [1, 0])
  }

  @Test func `of the levels wanted meanwhile the nearest is taken`() throws {
    var setting = Watch.thresholds
    (setting.rise, setting.fall) = (10_000, 10_000)
    var watch = try Watch(setting)
    #expect(try watch.feed([(3500, 0), (4500, 5), (4500, 10)]) == [1])
    #expect(try watch.feed([(4500, 19)]) == [])
    #expect(try watch.feed([(4500, 20)]) == [2])
    #expect(try watch.feed([(1000, 30), (3500, 35), (1000, 40)]) == [1])
    #expect(try watch.feed([(1000, 50)]) == [0])
    // Upwards and downwards do not add up.
    var back = try Watch(setting)
    #expect(try back.feed([(3500, 0), (3500, 10)]) == [1])
    #expect(try back.feed([(4500, 12), (1000, 20), (4500, 21), (4500, 30)]) == [])
    #expect(try back.feed([(4500, 31)]) == [2])
  }

  @Test func `a clock that is set back begins the dwell time anew and says nothing of the rate`()
    throws
  {
    var setting = Watch.thresholds
    setting.rise = 10_000
    setting.switches = 31
    setting.rate = 1
    var watch = try Watch(setting)
    #expect(try watch.feed([(3500, 100)]) == [])
    #expect(try watch.feed([(3900, 50)]) == [])
    #expect(try watch.state().since == Lane.start + 50_000)
    #expect(try watch.feed([(3900, 59)]) == [])
    #expect(try watch.feed([(3900, 60)]) == [1])
  }

  @Test func `a change faster than the rate a minute wants the rate's level`() throws {
    for (change, seconds, level) in [
      (600, 60, 0), (601, 60, 2), (100, 10, 0), (101, 10, 2), (-600, 60, 0), (-601, 60, 2),
      (1, 0, 0), (10, 1, 0), (11, 1, 2),
    ] as [(Int64, UInt64, UInt64)] {
      var setting = Watch.off
      (setting.switches, setting.rate, setting.rateLevel) = (16, 600, 2)
      var watch = try Watch(setting)
      try watch.feed([(1000, 100), (1000 + change, 100 + seconds)])
      #expect(try watch.level() == level, "\(change) in \(seconds)")
    }
    // Between values of different exponents, and those that lie too far apart.
    for (first, second, level) in [(-2, 0, 1), (-2, 27, 1), (-9, 27, 1), (-10, 27, 0)] {
      var setting = Watch.off
      (setting.switches, setting.exponent) = (16, -2)
      var watch = try Watch(setting)
      try watch.feed([(1, 0)], exponent: first)
      try watch.feed([(1, 1)], exponent: second)
      #expect(try watch.level() == UInt64(level), "\(first) \(second)")
    }
  }

  @Test func `silence is told by whoever looks, and once`() throws {
    var setting = Watch.thresholds
    (setting.switches, setting.silence, setting.silenceLevel) = (47, 30, 2)
    var watch = try Watch(setting)
    let world = watch.lane.world
    try watch.feed([(1000, 0)])
    world.time += 30
    #expect(try watch.checkSilence().logs.isEmpty)
    #expect(try watch.level() == 0)
    world.time += 1
    let missing = events(try watch.checkSilence(), RulesContract.DataMissing.init)
    #expect(missing.map(\.level) == [2] && missing.first?.last == Lane.start)
    #expect(missing.first?.noticed == world.time * 1000)
    #expect(try watch.level() == 2 && watch.state().missing)
    #expect(try watch.checkSilence().logs.isEmpty)
    let back = try watch.lane.send(
      watch.lane.batch([watch.lane.reading(0, 1000, at: 31)], by: watch.lane.board))
    #expect(events(back, RulesContract.DataBack.init).map(\.time) == [Lane.start + 31_000])
    #expect(try watch.level() == 0)
  }

  @Test func `silence between two readings is told when it ends`() throws {
    var setting = Watch.off
    (setting.switches, setting.silence) = (32, 30)
    var watch = try Watch(setting)
    let records = [
      watch.lane.reading(0, 1, at: 0), watch.lane.reading(0, 1, at: 30),
      watch.lane.reading(0, 1, at: 61),
    ]
    let result = try watch.lane.send(watch.lane.batch(records, by: watch.lane.board))
    let missing = events(result, RulesContract.DataMissing.init)
    #expect(missing.map(\.last) == [Lane.start + 30_000])
    #expect(missing.map(\.noticed) == [Lane.start + 61_000])
    #expect(events(result, RulesContract.DataBack.init).count == 1)
    // Suspect values are as good as none.
    let world = watch.lane.world
    world.time += 31
    try watch.feed([(1, 92)], flags: .suspect)
    #expect(events(try watch.checkSilence(), RulesContract.DataMissing.init).count == 1)
  }

  @Test func `a sensor that never spoke is silent from its rule on`() throws {
    var setting = Watch.off
    (setting.switches, setting.silence) = (32, 30)
    let watch = try Watch(setting)
    watch.lane.world.time += 30
    #expect(try watch.checkSilence().logs.isEmpty)
    watch.lane.world.time += 1
    #expect(events(try watch.checkSilence(), RulesContract.DataMissing.init).count == 1)
  }

  @Test func `flags that the rule ignores change nothing, others count`() throws {
    for (flags, ignored, level) in [
      (StatusFlags.suspect, 5, 0), (.outOfRange, 5, 0), (.substituted, 5, 2), (.suspect, 4, 2),
      (.suspect, 0, 2), ([.suspect, .substituted], 2, 0),
    ] as [(StatusFlags, UInt64, UInt64)] {
      var setting = Watch.thresholds
      setting.ignored = ignored
      var watch = try Watch(setting)
      try watch.feed([(9000, 0)], flags: flags)
      #expect(try watch.level() == level, "\(flags.rawValue) \(ignored)")
    }
  }

  @Test func `a rule is read as it was set, and goes with its switches`() throws {
    var setting = Watch.thresholds
    (setting.hysteresis, setting.rate, setting.rise) = (.max, .max - 1, 0xffff_ffff)
    (setting.fall, setting.silence, setting.switches) = (0xffff_fffe, 0xffff_fffd, 63)
    (setting.ignored, setting.rateLevel, setting.silenceLevel) = (7, 2, 1)
    (setting.lowAlarm, setting.highAlarm, setting.exponent) = (.min, .max, -27)
    let watch = try Watch(setting)
    let call = RulesContract.rule(sensor: watch.lane.sensors[0].id)
    let read = try #require(
      RulesContract.RuleResult(try watch.lane.world.ask(call, of: watch.rules)))
    #expect(read.lowAlarm == .min && read.highAlarm == .max && read.exponent == -27)
    #expect(read.lowWarning == 0 && read.highWarning == 3000)
    #expect(read.hysteresis == .max && read.rate == .max - 1 && read.rise == 0xffff_ffff)
    #expect(read.fall == 0xffff_fffe && read.silence == 0xffff_fffd && read.switches == 63)
    #expect(read.ignored == 7 && read.rateLevel == 2 && read.silenceLevel == 1)
    try watch.set(Watch.off)
    let gone = RulesContract.RuleResult(try watch.lane.world.ask(call, of: watch.rules))
    #expect(gone?.switches == 0 && gone?.exponent == 0 && gone?.rateLevel == 0)
    #expect(watch.lane.world.storage(of: watch.rules).isEmpty)
  }

  @Test func `a new rule keeps the level until a reading says otherwise`() throws {
    var watch = try Watch(Watch.thresholds)
    try watch.feed([(4500, 0)])
    var setting = Watch.thresholds
    (setting.highAlarm, setting.highWarning) = (9000, 8000)
    try watch.set(setting)
    #expect(try watch.level() == 2)
    #expect(try watch.feed([(4500, 1)]) == [0])
  }

  @Test func `each reason to refuse a rule, and both sides of each bound`() throws {
    let watch = try Watch()
    func refusal(_ change: (inout RulesContract.Setting) -> Void) throws -> String {
      var setting = Watch.thresholds
      change(&setting)
      return try watch.set(setting).refusal
    }
    #expect(try watch.set(Watch.thresholds, from: Lane.relay).refusal == "not the owner")
    #expect(
      try watch.lane.world.send(
        RulesContract.setRule(sensor: .zero, setting: Watch.thresholds), to: watch.rules,
        from: Lane.owner
      ).refusal == "sensor is zero")
    #expect(try refusal { $0.switches = 31 } == "")
    #expect(try refusal { $0.switches = 64 } == "switches")
    #expect(try refusal { $0.switches = 63 } == "silence")
    #expect(try refusal { ($0.switches, $0.silence) = (63, 1) } == "")
    for (exponent, reason) in [(27, ""), (28, "exponent"), (-27, ""), (-28, "exponent")] {
      #expect(try refusal { $0.exponent = Int64(exponent) } == reason)
    }
    #expect(try refusal { $0.ignored = 7 } == "")
    #expect(try refusal { $0.ignored = 8 } == "flags")
    for (level, ok) in [(0, false), (1, true), (2, true), (3, false)] as [(UInt64, Bool)] {
      #expect(try refusal { $0.rateLevel = level } == (ok ? "" : "rate level"))
      #expect(try refusal { $0.silenceLevel = level } == (ok ? "" : "silence level"))
    }
    let disorder = "thresholds out of order"
    #expect(try refusal { $0.lowWarning = -1001 } == disorder)
    #expect(try refusal { $0.lowWarning = -1000 } == "")
    #expect(try refusal { $0.highWarning = -1 } == disorder)
    #expect(try refusal { $0.highWarning = 0 } == "")
    #expect(try refusal { $0.highAlarm = 2999 } == disorder)
    #expect(try refusal { $0.highAlarm = 3000 } == "")
    // Only those that are switched on are compared.
    #expect(try refusal { ($0.lowWarning, $0.switches) = (-2000, 13) } == "")
    #expect(throws: Refused(reason: "no registry there")) {
      try watch.lane.world.deploy(RulesContract.creation(registry: .zero), from: Lane.owner)
    }
  }

  @Test func `only the reading log in use brings readings`() throws {
    var watch = try Watch(Watch.thresholds)
    let call = watch.lane.batch([watch.lane.reading(0, 9000)], by: watch.lane.board)
    let direct = try watch.lane.world.send(call, to: watch.rules, from: Lane.owner)
    #expect(direct.refusal == "not the reading log")
    #expect(try watch.level() == 0)
    #expect(try watch.lane.send(call).refusal == "")
    #expect(try watch.level() == 2)
  }

  @Test func `gap records and sensors without a rule change nothing`() throws {
    var watch = try Watch(Watch.thresholds)
    let records = [
      watch.lane.reading(1, 9000), watch.lane.gap(0, count: 5), watch.lane.reading(2, 9000),
    ]
    let result = try watch.lane.send(watch.lane.batch(records, by: watch.lane.board))
    #expect(result.refusal == "" && events(result, RulesContract.LevelChanged.init).isEmpty)
    #expect(try watch.level(0) == 0 && watch.level(1) == 0)
    #expect(try !watch.state().seen)
  }
}
