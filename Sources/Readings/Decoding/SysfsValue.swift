/// What files of the kernel's sensor classes hold: one number and a line end.
public enum SysfsValue {
  /// The number in a file of one value.
  public static func number(_ file: [UInt8]) throws(SensorDataError) -> DecimalValue {
    guard file.count <= ReadingsLimits.lineLength else {
      throw .tooLong(limit: ReadingsLimits.lineLength)
    }
    let text = ByteScanner.trimmed(file[...])
    guard !text.isEmpty else { throw .empty }
    return try ByteScanner.number(text)
  }

  /// `(raw + offset) × scale` (kernel documentation, ABI/testing/sysfs-bus-iio); what a channel
  /// does not have is left out.
  public static func scaled(
    raw: [UInt8], offset: [UInt8]? = nil, scale: [UInt8]? = nil
  ) throws(SensorDataError) -> DecimalValue {
    var value = try number(raw)
    if let offset {
      let addend = try number(offset)
      value = try decimal { () throws(DecimalError) in try value.adding(addend) }
    }
    if let scale {
      let factor = try number(scale)
      value = try decimal { () throws(DecimalError) in try value.multiplied(by: factor) }
    }
    return value
  }
}

/// In what a kernel interface counts: value in `unit` = number × 10^power.
public struct SysfsQuantity: Hashable, Sendable {
  public let unit: SenMLUnit
  public let power: Int

  public init(_ unit: SenMLUnit, power: Int = 0) {
    self.unit = unit
    self.power = power
  }
}

extension SysfsQuantity {
  /// The number of a file in this quantity's unit.
  public func value(_ number: DecimalValue) throws(SensorDataError) -> DecimalValue {
    try decimal { () throws(DecimalError) in try number.shifted(by: power) }
  }

  /// `/sys/class/thermal/thermal_zone*/temp`: thousandths of a degree.
  public static var thermalZone: SysfsQuantity { SysfsQuantity(.celsius, power: -3) }

  /// What an IIO attribute such as `in_temp_input`, `in_voltage0_raw` or
  /// `in_massconcentration_pm2p5_input` counts, after offset and scale; nil where the ABI names no
  /// unit.
  public static func iio(attribute: String) -> SysfsQuantity? {
    let bytes = Array(attribute.utf8)
    guard bytes.starts(with: Array("in_".utf8)) else { return nil }
    var scanner = ByteScanner(bytes[3...])
    let kind = scanner.takeUntil { !isLetter($0) }
    return iioQuantity(String(decoding: kind, as: UTF8.self))
  }

  private static func iioQuantity(_ kind: String) -> SysfsQuantity? {
    switch kind {
    case "temp": SysfsQuantity(.celsius, power: -3)
    case "humidityrelative": SysfsQuantity(.relativeHumidity, power: -3)
    case "pressure": SysfsQuantity(.pascal, power: 3)
    case "voltage", "altvoltage": SysfsQuantity(.volt, power: -3)
    case "current": SysfsQuantity(.ampere, power: -3)
    case "power": SysfsQuantity(.watt, power: -3)
    case "energy": SysfsQuantity(.joule)
    case "resistance": SysfsQuantity(.ohm)
    case "capacitance": SysfsQuantity(.farad, power: -9)
    case "illuminance": SysfsQuantity(.lux)
    case "accel": SysfsQuantity(.metrePerSquareSecond)
    case "magn": SysfsQuantity(.tesla, power: -4)
    case "distance": SysfsQuantity(.metre)
    case "massconcentration": SysfsQuantity(.microgramPerCubicMetre)
    // The ABI counts hundredths; gases are spoken of in millionths.
    case "concentration": SysfsQuantity(.partsPerMillion, power: 4)
    case "ph": SysfsQuantity(.pH)
    case "electricalconductivity": SysfsQuantity(.siemensPerMetre)
    case "incli", "rot": SysfsQuantity(.degree)
    case "count": SysfsQuantity(.count)
    default: nil
    }
  }

  /// What a hwmon attribute such as `temp1_input` counts (kernel documentation,
  /// hwmon/sysfs-interface).
  public static func hwmon(attribute: String) -> SysfsQuantity? {
    var scanner = ByteScanner(Array(attribute.utf8)[...])
    let kind = scanner.takeUntil { !isLetter($0) }
    switch String(decoding: kind, as: UTF8.self) {
    case "temp": return SysfsQuantity(.celsius, power: -3)
    case "in": return SysfsQuantity(.volt, power: -3)
    case "curr": return SysfsQuantity(.ampere, power: -3)
    case "power": return SysfsQuantity(.watt, power: -6)
    case "energy": return SysfsQuantity(.joule, power: -6)
    case "humidity": return SysfsQuantity(.relativeHumidity, power: -3)
    case "fan": return SysfsQuantity(.perMinute)
    case "freq": return SysfsQuantity(.hertz)
    default: return nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
