import Readings
import Testing

struct ClockTests {
  static let noon: Int64 = 1_700_000_000_000

  static func sample(
    _ monotonic: UInt64, _ wall: Int64, synchronised: Bool, error: UInt64 = 20_000
  ) -> ClockSample {
    ClockSample(
      monotonic: monotonic, wall: wall, isSynchronised: synchronised, maximumError: error)
  }

  @Test func `a synchronised clock has the kernel's error`() {
    let model = ClockModel(
      first: Self.sample(1000, Self.noon, synchronised: true), lastBlockTime: nil)
    let stamp = model.stamp(monotonic: 2000)
    #expect(stamp.time == UInt64(Self.noon) + 1000)
    #expect(stamp.quality == .synchronised && stamp.segment == 0)
    // 20 ms and one for each rounding up.
    #expect(stamp.uncertainty == 22)
  }

  @Test func `holdover grows by the stated ppm`() {
    var model = ClockModel(
      first: Self.sample(0, Self.noon, synchronised: true), lastBlockTime: nil,
      settings: ClockSettings(driftPPM: 100))
    let hour: UInt64 = 3_600_000
    let change = model.observe(
      Self.sample(hour, Self.noon + Int64(hour), synchronised: false))
    #expect(change?.quality == .holdover && change?.segment == 1 && change?.step == 0)
    // 100 ppm of an hour are 360 ms, of a day 8,640.
    #expect(model.stamp(monotonic: hour).uncertainty == 21 + 361)
    #expect(model.stamp(monotonic: 24 * hour).uncertainty == 21 + 8641)
  }

  @Test func `setting the clock by an hour in holdover adds the hour to the uncertainty`() {
    for step in [3_600_000, -3_600_000] as [Int64] {
      var model = ClockModel(
        first: Self.sample(0, Self.noon, synchronised: true), lastBlockTime: nil)
      _ = model.observe(Self.sample(1000, Self.noon + 1000, synchronised: false))
      let change = model.observe(Self.sample(2000, Self.noon + 2000 + step, synchronised: false))
      #expect(change?.step == step)
      let stamp = model.stamp(monotonic: 2000)
      #expect(stamp.quality == .holdover && stamp.segment == 2)
      #expect(stamp.uncertainty == 21 + 1 + 3_600_000)
      // The truth is within what is stated.
      let truth = UInt64(Self.noon) + 2000
      #expect(max(stamp.time, truth) - min(stamp.time, truth) <= UInt64(stamp.uncertainty))
    }
  }

  @Test func `a boot in 1970 is corrected once the time is known`() throws {
    var model = ClockModel(
      first: Self.sample(5000, 5000, synchronised: false), lastBlockTime: UInt64(Self.noon))
    #expect(model.stamp(monotonic: 6000).uncertainty == ClockStamp.unknownUncertainty)
    #expect(model.stamp(monotonic: 6000).quality == .unsynchronised)
    // A user sets it to something, then the network comes.
    let set = model.observe(Self.sample(10_000, 1_000_010_000, synchronised: false))
    #expect(set?.step == 1_000_000_000 && set?.corrections.isEmpty == true)
    let observed = model.observe(Self.sample(20_000, Self.noon + 20_000, synchronised: true))
    let synced = try #require(observed)
    #expect(synced.quality == .synchronised)
    #expect(synced.corrections.map(\.segment) == [0, 1])
    for correction in synced.corrections {
      #expect(correction.uncertainty < 200)
    }
    #expect(5000 + synced.corrections[0].offset == Self.noon + 5000)
    #expect(1_000_010_000 + synced.corrections[1].offset == Self.noon + 10_000)
  }

  @Test func `slewing and jitter are no step, more is`() {
    var model = ClockModel(
      first: Self.sample(0, Self.noon, synchronised: true), lastBlockTime: nil,
      settings: ClockSettings(jitter: 100))
    let slewed = model.observe(Self.sample(1000, Self.noon + 1101, synchronised: true))
    #expect(slewed == nil)
    let stepped = model.observe(Self.sample(2000, Self.noon + 2203, synchronised: true))
    #expect(stepped?.step == 102)
  }

  @Test func `a leap second begins a segment and corrects nothing`() {
    var model = ClockModel(
      first: Self.sample(0, Self.noon, synchronised: true), lastBlockTime: nil)
    let change = model.observe(Self.sample(1000, Self.noon, synchronised: true))
    #expect(change?.step == -1000 && change?.segment == 1)
    #expect(change?.corrections.isEmpty == true)
  }

  @Test func `a jump of an unsynchronised clock moves no block time`() {
    var model = ClockModel(
      first: Self.sample(0, Self.noon, synchronised: false),
      lastBlockTime: UInt64(Self.noon - 500))
    _ = model.observe(Self.sample(1000, Self.noon + 3_601_000, synchronised: false))
    let before = model.blockTime(monotonic: 1000)
    #expect(before == UInt64(Self.noon) + 500)
    _ = model.observe(Self.sample(2000, Self.noon + 3_602_000, synchronised: true))
    let after = model.blockTime(monotonic: 2000)
    #expect(after == UInt64(Self.noon) + 3_602_000)
  }

  @Test func `too many steps before the first synchronisation are counted`() {
    var model = ClockModel(
      first: Self.sample(0, Self.noon, synchronised: false), lastBlockTime: nil)
    for index in 1...40 as ClosedRange<Int64> {
      _ = model.observe(
        Self.sample(UInt64(index) * 1000, Self.noon + index * 10_000, synchronised: false))
    }
    let change = model.observe(Self.sample(41_000, Self.noon, synchronised: true))
    #expect(change?.corrections.count == ReadingsLimits.clockSegments)
    #expect(model.uncorrectable == 9)
  }

  /// A true clock beside one that is stepped, lost and found at random.
  @Test func `whatever happens, stated uncertainties hold and block times never fall`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var (monotonic, error): (UInt64, Int64) = (random.next() % 100_000, 0)
      let start = Self.noon
      func wall() -> Int64 { start + Int64(monotonic) + error }
      error = Int64(random.next() % 2) * -Self.noon
      var stamps: [(stamp: ClockStamp, truth: Int64)] = []
      var corrections: [SegmentCorrection] = []
      var model = ClockModel(
        first: Self.sample(monotonic, wall(), synchronised: false),
        lastBlockTime: UInt64(start))
      var last: UInt64 = 0
      for _ in 0..<200 {
        monotonic += random.next() % 5000
        var isSynchronised = model.quality == .synchronised
        switch random.next() % 12 {
        case 0:
          error += [3_600_000, -3_600_000, -Self.noon, 1000][Int(random.next() % 4)]
          isSynchronised = false
        case 1: isSynchronised = false
        case 2:
          error = Int64(random.next() % 20) - 10
          isSynchronised = true
        case 3 where isSynchronised: error = Int64(random.next() % 20) - 10
        default: break
        }
        let change = model.observe(
          Self.sample(monotonic, wall(), synchronised: isSynchronised))
        corrections += change?.corrections ?? []
        let stamp = model.stamp(monotonic: monotonic)
        stamps.append((stamp, start + Int64(monotonic)))
        let block = model.blockTime(monotonic: monotonic)
        #expect(block >= last, "seed \(seed)")
        last = block
        if wall() < 0 { continue }
        let distance = (Int64(stamp.time) - start - Int64(monotonic)).magnitude
        #expect(
          stamp.uncertainty == ClockStamp.unknownUncertainty
            || distance <= UInt64(stamp.uncertainty),
          "seed \(seed): \(stamp) is wrong by \(distance)")
      }
      for correction in corrections {
        for (stamp, truth) in stamps where stamp.segment == correction.segment && stamp.time > 0 {
          let distance = (Int64(stamp.time) + correction.offset - truth).magnitude
          #expect(distance <= UInt64(correction.uncertainty), "seed \(seed)")
        }
      }
    }
  }

  @Test func `extreme samples do not trap`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    let walls: [Int64] = [.min, -1, 0, 1, .max, Self.noon]
    for _ in 0..<500 {
      func sample() -> ClockSample {
        ClockSample(
          monotonic: random.next() >> (random.next() % 64),
          wall: walls[Int(random.next() % 6)], isSynchronised: random.next() % 2 == 0,
          maximumError: random.next() >> (random.next() % 64))
      }
      var model = ClockModel(
        first: sample(), lastBlockTime: random.next() % 2 == 0 ? nil : random.next())
      var last: UInt64 = 0
      for _ in 0..<10 {
        _ = model.observe(sample())
        _ = model.stamp(monotonic: random.next())
        let block = model.blockTime(monotonic: random.next() >> (random.next() % 64))
        #expect(block >= last, "seed \(seed)")
        last = block
      }
    }
  }
}
