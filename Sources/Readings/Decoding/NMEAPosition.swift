/// Position and time of a receiver, from a GGA or an RMC sentence.
public struct NMEAPosition: Hashable, Sendable {
  /// Degrees north, to 10^-7 (11 mm).
  public var latitude: DecimalValue
  /// Degrees east.
  public var longitude: DecimalValue
  /// Metres above mean sea level; GGA only.
  public var altitude: DecimalValue?
  /// Metres a second; RMC only.
  public var speed: DecimalValue?
  /// Satellites in use; GGA only.
  public var satellites: Int64?
  /// Unix milliseconds; RMC only, for GGA has no date.
  public var time: UInt64?
}

extension NMEAPosition {
  /// Throws `.missing("fix")` while the receiver knows no position.
  public init(_ sentence: NMEASentence) throws(SensorDataError) {
    switch sentence.type {
    case "GGA": try self.init(gga: sentence)
    case "RMC": try self.init(rmc: sentence)
    default: throw .missing("GGA or RMC")
    }
  }

  private init(gga sentence: NMEASentence) throws(SensorDataError) {
    guard try sentence.field(5, "fix") != [UInt8(ascii: "0")] else { throw .missing("fix") }
    latitude = try Self.degrees(sentence, 1, limit: 90)
    longitude = try Self.degrees(sentence, 3, limit: 180)
    satellites = (try? sentence.number(6, "satellites"))?.truncated
    altitude = try? sentence.number(8, "altitude")
  }

  private init(rmc sentence: NMEASentence) throws(SensorDataError) {
    guard try sentence.field(1, "fix") == [UInt8(ascii: "A")] else { throw .missing("fix") }
    latitude = try Self.degrees(sentence, 2, limit: 90)
    longitude = try Self.degrees(sentence, 4, limit: 180)
    if let knots = try? sentence.number(6, "speed") {
      // A knot is 1852 metres an hour.
      speed = try? knots.multiplied(by: 1852).divided(by: 3600).rounded(toExponent: -3)
    }
    time = try Self.time(try sentence.field(0, "time"), try sentence.field(8, "date"))
  }

  /// `ddmm.mmmm,N`: degrees and minutes in one number.
  private static func degrees(
    _ sentence: NMEASentence, _ index: Int, limit: Int64
  ) throws(SensorDataError) -> DecimalValue {
    let name = limit == 90 ? "latitude" : "longitude"
    let number = try sentence.number(index, name)
    let side = try sentence.field(index + 1, name)
    let isNegative: Bool
    switch side {
    case [UInt8(ascii: "N")], [UInt8(ascii: "E")]: isNegative = false
    case [UInt8(ascii: "S")], [UInt8(ascii: "W")]: isNegative = true
    default: throw .missing(name)
    }
    guard !number.isNegative, number < DecimalValue((limit + 1) * 100) else {
      throw .number(.outOfRange)
    }
    guard let whole = number.truncated else { throw .number(.outOfRange) }
    let degrees = whole / 100
    let value = try decimal { () throws(DecimalError) in
      let minutes = try number.subtracting(DecimalValue(degrees * 100))
      return try minutes.divided(by: 60).adding(DecimalValue(degrees)).rounded(toExponent: -7)
    }
    guard value <= DecimalValue(limit) else { throw .number(.outOfRange) }
    return isNegative
      ? try decimal { () throws(DecimalError) in try value.multiplied(by: -1) } : value
  }

  /// `hhmmss.sss` and `ddmmyy`.
  private static func time(
    _ clock: [UInt8], _ date: [UInt8]
  ) throws(SensorDataError) -> UInt64 {
    guard date.count == 6 else { throw .missing("date") }
    let (day, month, year) = (try pair(date, 0), try pair(date, 2), try pair(date, 4))
    let (hour, minute, second) = (try pair(clock, 0), try pair(clock, 2), try pair(clock, 4))
    guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
    else { throw .number(.outOfRange) }
    var milliseconds: Int64 = 0
    if clock.count > 6 {
      let fraction = try ByteScanner.number(clock[6...])
      let rounded = try decimal { () throws(DecimalError) in try fraction.rounded(toExponent: -3) }
      guard !rounded.isNegative, rounded.mantissa <= 1000 else { throw .number(.outOfRange) }
      milliseconds = rounded.mantissa
    }
    let days = CivilDate.days(year: 2000 + year, month: month, day: day)
    return UInt64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + UInt64(milliseconds)
  }

  private static func pair(_ text: [UInt8], _ index: Int) throws(SensorDataError) -> Int64 {
    guard index + 2 <= text.count else { throw .malformed(at: index) }
    let (tens, ones) = (text[index] &- 0x30, text[index + 1] &- 0x30)
    guard tens < 10, ones < 10 else { throw .malformed(at: index) }
    return Int64(tens) * 10 + Int64(ones)
  }
}

/// Days of the Gregorian calendar since 1970-01-01.
public enum CivilDate {
  /// The year begins in March here, so that the leap day is its last.
  public static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
