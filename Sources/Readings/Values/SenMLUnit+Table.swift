/// A unit of the IANA registry of SenML: the units of RFC 8428 (section 12.1), those added by RFC
/// 8798 and later, and the secondary units (RFC 8798, section 3), which are linear in one of them.
public enum SenMLUnit: UInt8, CaseIterable, Sendable {
  case metre, kilogram, gram, second, ampere, kelvin, candela, mole, hertz, radian, steradian,
    newton, pascal, joule, watt, coulomb, volt, farad, ohm, siemens, weber, tesla, henry,
    celsius, lumen, lux, becquerel, gray, sievert, katal, squareMetre, cubicMetre, litre,
    metrePerSecond, metrePerSquareSecond, cubicMetrePerSecond, litrePerSecond,
    wattPerSquareMetre, candelaPerSquareMetre, bit, bitPerSecond, latitude, longitude, pH,
    decibel, decibelWatt, bel, count, ratio, percentRatio, relativeHumidity, batteryPercent,
    batterySeconds, perSecond, perMinute, beatPerMinute, beats, siemensPerMetre, byte,
    voltAmpere, voltAmpereSecond, voltAmpereReactive, voltAmpereReactiveSecond, joulePerMetre,
    kilogramPerCubicMetre, degree, turbidity
  // Secondary units.
  case millisecond, minute, hour, megahertz, kilowatt, kilovoltAmpere, kilovar, ampereHour,
    wattHour, kilowattHour, varHour, kilovarHour, kilovoltAmpereHour, wattHourPerKilometre,
    kibibyte, gigabyte, megabitPerSecond, bytePerSecond, megabytePerSecond, millivolt,
    milliampere, decibelMilliwatt, microgramPerCubicMetre, millimetrePerHour, metrePerHour,
    partsPerMillion, percent, permille, hectopascal, millimetre, centimetre, kilometre,
    kilometrePerHour, partsPerBillion, partsPerTrillion, voltAmpereHour, milligramPerLitre,
    microgramPerLitre, gramPerLitre
}

extension SenMLUnit {
  /// The registered symbol; case counts: `S` is siemens, `s` is second.
  public var symbol: String {
    switch self {
    case .metre: "m"
    case .kilogram: "kg"
    case .gram: "g"
    case .second: "s"
    case .ampere: "A"
    case .kelvin: "K"
    case .candela: "cd"
    case .mole: "mol"
    case .hertz: "Hz"
    case .radian: "rad"
    case .steradian: "sr"
    case .newton: "N"
    case .pascal: "Pa"
    case .joule: "J"
    case .watt: "W"
    case .coulomb: "C"
    case .volt: "V"
    case .farad: "F"
    case .ohm: "Ohm"
    case .siemens: "S"
    case .weber: "Wb"
    case .tesla: "T"
    case .henry: "H"
    case .celsius: "Cel"
    case .lumen: "lm"
    case .lux: "lx"
    case .becquerel: "Bq"
    case .gray: "Gy"
    case .sievert: "Sv"
    case .katal: "kat"
    case .squareMetre: "m2"
    case .cubicMetre: "m3"
    case .litre: "l"
    case .metrePerSecond: "m/s"
    case .metrePerSquareSecond: "m/s2"
    case .cubicMetrePerSecond: "m3/s"
    case .litrePerSecond: "l/s"
    case .wattPerSquareMetre: "W/m2"
    case .candelaPerSquareMetre: "cd/m2"
    case .bit: "bit"
    case .bitPerSecond: "bit/s"
    case .latitude: "lat"
    case .longitude: "lon"
    case .pH: "pH"
    case .decibel: "dB"
    case .decibelWatt: "dBW"
    case .bel: "Bspl"
    case .count: "count"
    case .ratio: "/"
    case .percentRatio: "%"
    case .relativeHumidity: "%RH"
    case .batteryPercent: "%EL"
    case .batterySeconds: "EL"
    case .perSecond: "1/s"
    case .perMinute: "1/min"
    case .beatPerMinute: "beat/min"
    case .beats: "beats"
    case .siemensPerMetre: "S/m"
    case .byte: "B"
    case .voltAmpere: "VA"
    case .voltAmpereSecond: "VAs"
    case .voltAmpereReactive: "var"
    case .voltAmpereReactiveSecond: "vars"
    case .joulePerMetre: "J/m"
    case .kilogramPerCubicMetre: "kg/m3"
    case .degree: "deg"
    case .turbidity: "NTU"
    case .millisecond: "ms"
    case .minute: "min"
    case .hour: "h"
    case .megahertz: "MHz"
    case .kilowatt: "kW"
    case .kilovoltAmpere: "kVA"
    case .kilovar: "kvar"
    case .ampereHour: "Ah"
    case .wattHour: "Wh"
    case .kilowattHour: "kWh"
    case .varHour: "varh"
    case .kilovarHour: "kvarh"
    case .kilovoltAmpereHour: "kVAh"
    case .wattHourPerKilometre: "Wh/km"
    case .kibibyte: "KiB"
    case .gigabyte: "GB"
    case .megabitPerSecond: "Mbit/s"
    case .bytePerSecond: "B/s"
    case .megabytePerSecond: "MB/s"
    case .millivolt: "mV"
    case .milliampere: "mA"
    case .decibelMilliwatt: "dBm"
    case .microgramPerCubicMetre: "ug/m3"
    case .millimetrePerHour: "mm/h"
    case .metrePerHour: "m/h"
    case .partsPerMillion: "ppm"
    case .percent: "/100"
    case .permille: "/1000"
    case .hectopascal: "hPa"
    case .millimetre: "mm"
    case .centimetre: "cm"
    case .kilometre: "km"
    case .kilometrePerHour: "km/h"
    case .partsPerBillion: "ppb"
    case .partsPerTrillion: "ppt"
    case .voltAmpereHour: "VAh"
    case .milligramPerLitre: "mg/l"
    case .microgramPerLitre: "ug/l"
    case .gramPerLitre: "g/l"
    }
  }

  /// How a secondary unit follows from a unit; nil for those that do not.
  public var conversion: UnitConversion? {
    switch self {
    case .millisecond: UnitConversion(.second, 1, over: 1000)
    case .minute: UnitConversion(.second, 60)
    case .hour: UnitConversion(.second, 3600)
    case .megahertz: UnitConversion(.hertz, 1_000_000)
    case .kilowatt: UnitConversion(.watt, 1000)
    case .kilovoltAmpere: UnitConversion(.voltAmpere, 1000)
    case .kilovar: UnitConversion(.voltAmpereReactive, 1000)
    case .ampereHour: UnitConversion(.coulomb, 3600)
    case .wattHour: UnitConversion(.joule, 3600)
    case .kilowattHour: UnitConversion(.joule, 3_600_000)
    case .varHour: UnitConversion(.voltAmpereReactiveSecond, 3600)
    case .kilovarHour: UnitConversion(.voltAmpereReactiveSecond, 3_600_000)
    case .kilovoltAmpereHour: UnitConversion(.voltAmpereSecond, 3_600_000)
    case .wattHourPerKilometre: UnitConversion(.joulePerMetre, 36, over: 10)
    case .kibibyte: UnitConversion(.byte, 1024)
    case .gigabyte: UnitConversion(.byte, 1_000_000_000)
    case .megabitPerSecond: UnitConversion(.bitPerSecond, 1_000_000)
    case .bytePerSecond: UnitConversion(.bitPerSecond, 8)
    case .megabytePerSecond: UnitConversion(.bitPerSecond, 8_000_000)
    case .millivolt: UnitConversion(.volt, 1, over: 1000)
    case .milliampere: UnitConversion(.ampere, 1, over: 1000)
    case .decibelMilliwatt: UnitConversion(.decibelWatt, 1, plus: -30)
    case .microgramPerCubicMetre: UnitConversion(.kilogramPerCubicMetre, 1, over: 1_000_000_000)
    case .millimetrePerHour: UnitConversion(.metrePerSecond, 1, over: 3_600_000)
    case .metrePerHour: UnitConversion(.metrePerSecond, 1, over: 3600)
    case .partsPerMillion: UnitConversion(.ratio, 1, over: 1_000_000)
    case .percent: UnitConversion(.ratio, 1, over: 100)
    case .permille: UnitConversion(.ratio, 1, over: 1000)
    case .hectopascal: UnitConversion(.pascal, 100)
    case .millimetre: UnitConversion(.metre, 1, over: 1000)
    case .centimetre: UnitConversion(.metre, 1, over: 100)
    case .kilometre: UnitConversion(.metre, 1000)
    case .kilometrePerHour: UnitConversion(.metrePerSecond, 10, over: 36)
    case .partsPerBillion: UnitConversion(.ratio, 1, over: 1_000_000_000)
    case .partsPerTrillion: UnitConversion(.ratio, 1, over: 1_000_000_000_000)
    case .voltAmpereHour: UnitConversion(.voltAmpereSecond, 3600)
    case .milligramPerLitre: UnitConversion(.kilogramPerCubicMetre, 1, over: 1000)
    case .microgramPerLitre: UnitConversion(.kilogramPerCubicMetre, 1, over: 1_000_000)
    case .gramPerLitre: UnitConversion(.kilogramPerCubicMetre, 1)
    default: nil
    }
  }
}
