import BoardConfig
import LinuxIO
import Readings

/// A column of a recorded file, one line each time. Its readings are flagged as substituted.
struct ReplayInput: Sendable {
  let settings: ReplaySettings
  let unit: SenMLUnit
  private var rows = ReplayRows()
  private var column: Int?

  init(_ settings: ReplaySettings, unit: SenMLUnit) {
    self.settings = settings
    self.unit = unit
    // A column by number has no name in the first line.
    if let number = Int(settings.column), number > 0 { column = number - 1 }
  }

  /// Nil at the end of a file that is not repeated.
  mutating func read(_ root: InputFolder) throws(InputFault) -> Measurement? {
    if rows.isAtStart, column == nil || Int(settings.column) == nil { try findColumn(root) }
    guard let column, let line = try next(root) else { return nil }
    let separator = settings.separator
    let value = try decoding { () throws(SensorDataError) in
      try CSVRow(line, separator: separator).number(column)
    }
    return Measurement(value, unit, flags: .substituted)
  }

  private mutating func findColumn(_ root: InputFolder) throws(InputFault) {
    guard let header = try rows.next(root.path(settings.file)) else {
      throw .nonsense(.empty)
    }
    let (name, separator) = (settings.column, settings.separator)
    let row = try decoding { () throws(SensorDataError) in
      try CSVRow(header, separator: separator)
    }
    guard let index = row.column(named: name) else {
      rows = ReplayRows()
      throw .absent("the column \(name)")
    }
    column = index
  }

  private mutating func next(_ root: InputFolder) throws(InputFault) -> [UInt8]? {
    let path = root.path(settings.file)
    if let line = try rows.next(path) { return line }
    guard settings.repeats else { return nil }
    rows = ReplayRows()
    // The first line of a file with names is no value.
    if Int(settings.column) == nil { _ = try rows.next(path) }
    guard let line = try rows.next(path) else { throw .nonsense(.empty) }
    return line
  }
}

/// The lines of a file, one after the other, without holding the file.
struct ReplayRows: Sendable {
  private var file: OpenFile?
  private var held: [UInt8] = []
  private var hasEnded = false

  var isAtStart: Bool { file == nil }

  /// The next line that is not empty; nil at the end.
  mutating func next(_ path: String) throws(InputFault) -> [UInt8]? {
    if file == nil {
      file = OpenFile(
        try asking { () throws(SystemError) in try FileDescriptor(opening: path, for: .read) })
    }
    while true {
      if let end = held.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(held[..<end])
        held.removeFirst(end + 1)
        if line.contains(where: { $0 > 0x20 }) { return line }
      } else if hasEnded {
        let line = held
        held = []
        return line.contains { $0 > 0x20 } ? line : nil
      } else {
        try fill()
      }
    }
  }

  private mutating func fill() throws(InputFault) {
    guard let file, held.count <= SensorInputLimits.fileBytes else {
      throw .nonsense(.tooLong(limit: SensorInputLimits.lineBytes))
    }
    var chunk = [UInt8](repeating: 0, count: SensorInputLimits.replayChunk)
    let result = try asking { () throws(SystemError) in try file.file.read(into: &chunk) }
    if case .bytes(let count) = result { held += chunk[..<count] } else { hasEnded = true }
  }
}

/// Carries a file that cannot be copied.
final class OpenFile: Sendable {
  let file: FileDescriptor

  init(_ file: consuming FileDescriptor) { self.file = file }
}

/// A physical model in place of a sensor. Its readings are flagged as substituted.
struct SimulatedInput: Sendable {
  private let model: SimulatedSensor

  /// Nil when the settings do not fit the model's whole numbers.
  init?(_ settings: SimulatorSettings, unit: SenMLUnit) {
    let exponent = -settings.decimals
    func units(_ value: DecimalValue) -> Int64? {
      (try? value.rounded(toExponent: exponent))?.mantissa
    }
    guard let base = units(settings.base), let cycle = units(settings.dayCycle),
      let drift = units(settings.driftPerDay), let noise = units(settings.noise)
    else { return nil }
    // A fault is silence, garbage or a value far off, each as often as the others.
    let third = UInt64(settings.faultsPerThousand) * 1000 / 3
    let faults = SimulatedFaults(silent: third, spike: third, garbage: third)
    model = SimulatedSensor(
      unit: unit, exponent: exponent, base: base, dayAmplitude: cycle, driftPerDay: drift,
      noise: noise, faults: faults, seed: UInt64(settings.seed))
  }

  func read(at time: UInt64) throws(InputFault) -> Measurement {
    switch model.sample(at: time) {
    case .value(let measurement): return measurement
    case .silent: throw .silent(milliseconds: 0)
    case .garbage: throw .nonsense(.malformed(at: 0))
    }
  }
}
