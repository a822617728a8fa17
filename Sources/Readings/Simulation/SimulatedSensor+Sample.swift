extension SimulatedSensor {
  /// The sample at a Unix time in milliseconds.
  public func sample(at time: UInt64) -> SimulatedSample {
    var random = SplitMix(seed: seed ^ time &* 0x9e37_79b9_7f4a_7c15)
    if random.happens(faults.silent) { return .silent }
    if random.happens(faults.garbage) {
      return .garbage((0..<12).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
    var value = self.value(at: heldTime(time))
    if random.happens(faults.spike) {
      let sign: Int64 = random.next() & 1 == 0 ? 1 : -1
      let size = Int64(clamping: min(max(noise.magnitude, 1), 1 << 40))
      value = saturating(value, sign * 100 * size)
    }
    let cut = min(max(value, limits.lowerBound), limits.upperBound)
    var flags: StatusFlags = .substituted
    if cut != value { flags.insert(.outOfRange) }
    guard let decimal = DecimalValue(exactly: cut, exponent: exponent) else { return .silent }
    return .value(Measurement(decimal, unit, flags: flags))
  }

  /// The model's value, before limits and faults.
  func value(at time: UInt64) -> Int64 {
    let day: UInt64 = 86_400_000
    let phase = (time % day + day - dayPhase % day) % day
    let cycle = Self.scaled(dayAmplitude, Self.sine(phase, of: day), Self.one)
    // From 2020 on, so that a drift of years does not sit on the base.
    let age = Int64(clamping: time) - 1_577_836_800_000
    let drift = Self.scaled(driftPerDay, age, Int64(day))
    var random = SplitMix(seed: ~seed &+ time)
    return saturating(saturating(saturating(base, cycle), drift), random.noise(noise))
  }

  /// A span in which the sensor is stuck shows the value of its begin.
  private func heldTime(_ time: UInt64) -> UInt64 {
    guard faults.stuck > 0, faults.stuckSpan > 0 else { return time }
    let span = time / faults.stuckSpan
    var random = SplitMix(seed: seed &+ span &* 0xbf58_476d_1ce4_e5b9)
    return random.happens(faults.stuck) ? span * faults.stuckSpan : time
  }

  private func saturating(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? (b < 0 ? .min : .max) : sum
  }

  /// a · b / c, halves towards zero, within 64 bits.
  private static func scaled(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 {
    let product = a.multipliedFullWidth(by: b)
    // Where the product does not fit, the model's numbers are no physics.
    let fits = product.high == (Int64(bitPattern: product.low) < 0 ? -1 : 0)
    return fits ? Int64(bitPattern: product.low) / c : 0
  }
}

extension SimulatedSensor {
  static var one: Int64 { 1_000_000 }

  /// sin(2π · part / whole) in millionths, from a table of a quarter, between whose points it is
  /// straight.
  static func sine(_ part: UInt64, of whole: UInt64) -> Int64 {
    let steps = UInt64(quarter.count - 1)
    // In units of a 2^20th of a step.
    let position = part % whole &* (4 * steps) &* (1 << 20) / whole
    let (step, rest) = (position >> 20, Int64(position & 0xf_ffff))
    let (turn, place) = (step / steps, Int(step % steps))
    let (from, to) =
      turn % 2 == 0
      ? (quarter[place], quarter[place + 1])
      : (quarter[Int(steps) - place], quarter[Int(steps) - place - 1])
    let value = from + (((to - from) * rest) >> 20)
    return turn < 2 ? value : -value
  }

  /// sin(i · 90° / 32) in millionths.
  private static let quarter: [Int64] = [
    0, 49068, 98017, 146730, 195090, 242980, 290285, 336890, 382683, 427555, 471397, 514103,
    555570, 595699, 634393, 671559, 707107, 740951, 773010, 803208, 831470, 857729, 881921, 903989,
    923880, 941544, 956940, 970031, 980785, 989177, 995185, 998795, 1_000_000,
  ]
}

/// SplitMix64 (S. Vigna, https://prng.di.unimi.it/splitmix64.c).
struct SplitMix {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// True for so many of a million draws.
  mutating func happens(_ millionths: UInt64) -> Bool {
    millionths > 0 && next() % 1_000_000 < millionths
  }

  /// The sum of 12 uniform draws, whose deviation is near enough 1/1 of `deviation` and whose tails
  /// end at six of them.
  mutating func noise(_ deviation: Int64) -> Int64 {
    guard deviation != 0 else { return 0 }
    var sum: Int64 = 0
    for _ in 0..<12 { sum += Int64(next() >> 44) - (1 << 19) }
    let bounded = min(max(deviation, -(1 << 38)), 1 << 38)
    return (bounded * sum) >> 20
  }
}
