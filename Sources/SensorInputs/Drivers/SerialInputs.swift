import BoardConfig
import LinuxIO
import Readings

/// One number of a dust sensor's frames.
struct DustInput: Sendable {
  let source: SerialSource
  let field: String
  private var taken: UInt64 = 0

  init(_ source: SerialSource, field: String) {
    self.source = source
    self.field = field
  }

  mutating func read(until deadline: Deadline) throws(InputFault) -> Measurement {
    let last = taken
    let frame = try source.wait(until: deadline) {
      (state) throws(InputFault) -> (frame: PMS5003Frame, number: UInt64)? in
      guard let newest = state.dustFrame, newest.number > last else { return nil }
      return newest
    }
    taken = frame.number
    guard let value = frame.frame.measurement(field) else { throw .absent("the field \(field)") }
    return value
  }
}

/// One number of a receiver's positions.
struct PositionInput: Sendable {
  let source: SerialSource
  let field: NMEAField
  private var taken: UInt64 = 0

  init(_ source: SerialSource, field: NMEAField) {
    self.source = source
    self.field = field
  }

  mutating func read(until deadline: Deadline) throws(InputFault) -> Measurement {
    let (last, field) = (taken, field)
    var hasNoFix = false
    do throws(InputFault) {
      let found = try source.wait(until: deadline) {
        (state) throws(InputFault) -> (Measurement, UInt64)? in
        for (sentence, number) in state.sentences.reversed() where number > last {
          do throws(SensorDataError) {
            let position = try NMEAPosition(sentence)
            if let value = Self.value(field, position) { return (value, number) }
          } catch {
            if error == .missing("fix") { hasNoFix = true }
          }
        }
        return nil
      }
      taken = found.1
      return found.0
    } catch {
      // The receiver speaks, and knows no position: that is what the fitter has to hear.
      if hasNoFix { throw .nonsense(.missing("a fix of the satellites")) }
      throw error
    }
  }

  private static func value(_ field: NMEAField, _ position: NMEAPosition) -> Measurement? {
    switch field {
    case .latitude: Measurement(position.latitude, .latitude)
    case .longitude: Measurement(position.longitude, .longitude)
    case .altitude: position.altitude.map { Measurement($0, .metre) }
    case .speed: position.speed.map { Measurement($0, .metrePerSecond) }
    case .satellites: position.satellites.map { Measurement(DecimalValue($0), .count) }
    }
  }
}

/// A number in lines of text.
struct LineInput: Sendable {
  let source: SerialSource
  let pattern: LinePattern
  let unit: SenMLUnit
  private var taken: UInt64 = 0

  init(_ source: SerialSource, pattern: LinePattern, unit: SenMLUnit) {
    self.source = source
    self.pattern = pattern
    self.unit = unit
  }

  mutating func read(until deadline: Deadline) throws(InputFault) -> Measurement {
    let (last, pattern) = (taken, pattern)
    let found = try source.wait(until: deadline) {
      (state) throws(InputFault) -> (DecimalValue, UInt64)? in
      for (line, number) in state.lines.kept.reversed() where number > last {
        if let value = try? pattern.value(of: "value", in: line) { return (value, number) }
      }
      return nil
    }
    taken = found.1
    return Measurement(found.0, unit)
  }
}
