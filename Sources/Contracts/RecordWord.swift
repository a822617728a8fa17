import ChainTypes

/// A record as it travels to the reading log, is logged and stored there: one word. The layout is
/// in ReadingLog.vy.
public struct RecordWord: Hashable, Sendable {
  public let word: Word

  /// From a word of a log, a slot or a call.
  public init(_ word: Word) { self.word = word }

  /// What both kinds say about the clock.
  public struct Clock: Hashable, Sendable {
    /// Unix milliseconds, below 2^48.
    public var time: UInt64
    public var quality: UInt8
    public var uncertainty: UInt32
    public var segment: UInt32

    public init(time: UInt64, quality: UInt8, uncertainty: UInt32, segment: UInt32) {
      self.time = time
      self.quality = quality
      self.uncertainty = uncertainty
      self.segment = segment
    }
  }

  /// A reading; nil when counter or time have more than 48 bits.
  public init?(mantissa: Int64, exponent: Int8, counter: UInt64, clock: Clock, flags: UInt8) {
    let content = UInt64(bitPattern: mantissa)
    self.init(
      kind: 1, low: content, byte: UInt8(bitPattern: exponent), counter: counter, clock: clock,
      flags: flags)
  }

  /// A gap of the counters from `first` to `last`; nil when one or the time has more than 48 bits.
  public init?(first: UInt64, last: UInt64, reason: UInt8, clock: Clock) {
    guard last < ContractsLimits.counter else { return nil }
    self.init(kind: 2, low: last, byte: reason, counter: first, clock: clock, flags: 0)
  }

  private init?(
    kind: UInt8, low: UInt64, byte: UInt8, counter: UInt64, clock: Clock, flags: UInt8
  ) {
    guard counter < ContractsLimits.counter, clock.time < ContractsLimits.time else { return nil }
    let second = UInt64(byte) | clock.time << 8 | counter << 56
    let third = counter >> 8 | UInt64(clock.uncertainty & 0xff_ffff) << 40
    let fourth =
      UInt64(clock.uncertainty >> 24) | UInt64(clock.quality) << 8 | UInt64(flags) << 16
      | UInt64(clock.segment) << 24 | UInt64(kind) << 56
    word = Word(low, second, third, fourth)
  }
}

extension RecordWord {
  public var isReading: Bool { kind == 1 }
  public var isGap: Bool { kind == 2 }
  private var kind: UInt8 { UInt8(truncatingIfNeeded: word.limb3 >> 56) }

  public var mantissa: Int64 { Int64(bitPattern: word.limb0) }
  public var exponent: Int8 { Int8(bitPattern: reason) }
  public var flags: UInt8 { UInt8(truncatingIfNeeded: word.limb3 >> 16) }
  /// Of a gap, its first.
  public var counter: UInt64 { (word.limb1 >> 56 | word.limb2 << 8) & 0xffff_ffff_ffff }
  /// Of a gap.
  public var last: UInt64 { word.limb0 }
  /// Of a gap.
  public var reason: UInt8 { UInt8(truncatingIfNeeded: word.limb1) }

  public var clock: Clock {
    let uncertainty = word.limb2 >> 40 | (word.limb3 & 0xff) << 24
    return Clock(
      time: word.limb1 >> 8 & 0xffff_ffff_ffff,
      quality: UInt8(truncatingIfNeeded: word.limb3 >> 8),
      uncertainty: UInt32(truncatingIfNeeded: uncertainty),
      segment: UInt32(truncatingIfNeeded: word.limb3 >> 24))
  }
}

/// Records of one sensor, one behind the other, as a call of the reading log has them. The leaves
/// of the batch's tree stand in the order of its groups and their records.
public struct RecordGroup: Hashable, Sendable {
  public var sensor: Hash
  /// ASCII, zeros behind it, at most 30 bytes.
  public var unit: Hash
  public var calibration: Hash
  public var records: [RecordWord]

  public init(sensor: Hash, unit: Hash, calibration: Hash, records: [RecordWord]) {
    self.sensor = sensor
    self.unit = unit
    self.calibration = calibration
    self.records = records
  }
}

extension RecordGroup {
  /// The call's words; nil when a unit is too long, a group is empty, or the batch does not fit
  /// into one call.
  public static func words(of groups: [RecordGroup]) -> [Word]? {
    var words: [Word] = []
    var count = 0
    for group in groups {
      guard !group.records.isEmpty, group.unit.word.limb0 & 0xffff == 0 else { return nil }
      count += group.records.count
      guard count <= ContractsLimits.records else { return nil }
      var header = group.unit.word
      header.limb0 |= UInt64(group.records.count)
      words.append(group.sensor.word)
      words.append(header)
      words.append(group.calibration.word)
      for record in group.records { words.append(record.word) }
    }
    return words.isEmpty || words.count > ContractsLimits.recordWords ? nil : words
  }
}
