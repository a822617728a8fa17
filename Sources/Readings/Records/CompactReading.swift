import ChainTypes
import Statements

/// What of a reading changes from one to the next, in one word of 32 bytes: how transactions carry
/// it. Sensor, term, previous digest, unit, boot and calibration are the same as, or follow from,
/// what a contract has stored for the sensor.
///
///     bytes  0 …  7   mantissa, two's complement
///     bytes  8 … 15   counter
///     bytes 16 … 21   time, Unix milliseconds
///     bytes 22 … 25   uncertainty, milliseconds
///     bytes 26 … 28   segment of the clock
///     byte  29        exponent, two's complement
///     byte  30        clock quality × 16 + flags
///     byte  31        the sensor's place in the instrument's list
///
/// Most significant byte first.
public struct CompactReading: Hashable, Sendable {
  public let word: Word

  public init(word: Word) { self.word = word }

  /// Nil when time, segment or place do not fit.
  public init?(_ reading: Reading, place: UInt8) {
    guard reading.clock.time < 1 << 48, reading.clock.segment < 1 << 24 else { return nil }
    let limb1 = reading.clock.time << 16 | UInt64(reading.clock.uncertainty) >> 16
    let state = reading.clock.quality.rawValue << 4 | reading.flags.rawValue
    let limb0 =
      UInt64(reading.clock.uncertainty) << 48 | UInt64(reading.clock.segment) << 24
      | UInt64(UInt8(bitPattern: reading.value.exponent)) << 16 | UInt64(state) << 8
      | UInt64(place)
    word = Word(
      limb0, limb1, reading.sequence.counter, UInt64(bitPattern: reading.value.mantissa))
  }
}

extension CompactReading {
  public var place: UInt8 { UInt8(truncatingIfNeeded: word.limb0) }
  public var counter: UInt64 { word.limb2 }

  /// The reading that it stands for, behind what is known of its sensor; nil when a field means
  /// nothing.
  public func reading(
    sensor: Hash, term: UInt64, previous: Hash, unit: SenMLUnit, boot: UInt128, calibration: Hash
  ) -> Reading? {
    let state = UInt8(truncatingIfNeeded: word.limb0 >> 8)
    let exponent = Int8(truncatingIfNeeded: word.limb0 >> 16)
    let flags = StatusFlags(rawValue: state & 15)
    guard let quality = ClockQuality(rawValue: state >> 4), StatusFlags.known.isSuperset(of: flags),
      let value = DecimalValue(
        exactly: Int64(bitPattern: word.limb3), exponent: Int(exponent))
    else { return nil }
    let uncertainty = (word.limb1 & 0xffff) << 16 | word.limb0 >> 48
    return Reading(
      sensor: sensor, sequence: SequenceNumber(term: term, counter: counter), previous: previous,
      value: value, unit: unit,
      clock: ClockStamp(
        time: word.limb1 >> 16, quality: quality,
        uncertainty: UInt32(truncatingIfNeeded: uncertainty),
        segment: UInt32(truncatingIfNeeded: word.limb0 >> 24) & 0xff_ffff),
      boot: boot, flags: flags, calibration: calibration)
  }
}
