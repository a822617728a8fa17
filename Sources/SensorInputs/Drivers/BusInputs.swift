import BoardConfig
import LinuxIO
import ModbusBus
import Readings

/// A register of a Modbus device.
struct ModbusInput: Sendable {
  let client: ModbusClient
  let settings: ModbusSettings
  let unit: SenMLUnit

  func read(until deadline: Deadline) throws(InputFault) -> Measurement {
    let registers: [UInt16]
    do throws(ModbusError) {
      registers = try client.read(
        settings.table == .input ? .input : .holding, unit: settings.unit,
        from: UInt16(truncatingIfNeeded: settings.register),
        count: settings.layout.registerCount,
        milliseconds: deadline.millisecondsLeft)
    } catch {
      throw .modbus(error)
    }
    let value = try decoding { () throws(SensorDataError) in try settings.layout.value(registers) }
    return Measurement(value, unit)
  }
}

/// Registers of an I²C device that no driver of the kernel knows.
struct I2CInput: Sendable {
  let settings: I2CSettings
  let unit: SenMLUnit

  func read(_ root: InputFolder) throws(InputFault) -> Measurement {
    let field = settings.field
    let bytes = try asking { () throws(SystemError) in try exchange(root) }
    let data = try decoding { () throws(SensorDataError) in
      try I2CAnswer.data(bytes, settings.checksum)
    }
    let number = Array(data[settings.skip..<settings.skip + field.byteCount])
    let value = try decoding { () throws(SensorDataError) in try field.value(number) }
    return Measurement(value, unit)
  }

  private func exchange(_ root: InputFolder) throws(SystemError) -> [UInt8] {
    let bus = try I2CBus(opening: root.path("/dev/i2c-\(settings.bus)"))
    let count = I2CAnswer.byteCount(
      data: settings.skip + settings.field.byteCount, settings.checksum)
    if settings.wait == 0 {
      return try bus.transfer(to: settings.address, settings.send, reading: count)
    }
    _ = try bus.transfer(to: settings.address, settings.send, reading: 0)
    MonotonicClock.sleep(milliseconds: settings.wait)
    return try bus.transfer(to: settings.address, [], reading: count)
  }
}

/// The bytes that an I²C device answers, with or without check sums in between.
enum I2CAnswer {
  /// How many bytes have to be read to get so many of data.
  static func byteCount(data: Int, _ checksum: I2CSettings.Checksum) -> Int {
    checksum == .none ? data : (data + 1) / 2 * 3
  }

  /// The data alone, once its check sums are right.
  static func data(
    _ bytes: [UInt8], _ checksum: I2CSettings.Checksum
  ) throws(SensorDataError) -> [UInt8] {
    guard checksum == .sensirion else { return bytes }
    var data: [UInt8] = []
    for start in stride(from: 0, to: bytes.count - 2, by: 3) {
      let computed = crc(bytes[start..<start + 2])
      guard computed == bytes[start + 2] else {
        throw .checksum(sent: UInt16(bytes[start + 2]), computed: UInt16(computed))
      }
      data += bytes[start..<start + 2]
    }
    return data
  }

  /// x^8 + x^5 + x^4 + 1 from 0xff, most significant bit first (SHT3x data sheet, section 4.12).
  static func crc(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    var crc: UInt8 = 0xff
    for byte in bytes {
      crc ^= byte
      for _ in 0..<8 { crc = crc & 0x80 == 0 ? crc << 1 : crc << 1 ^ 0x31 }
    }
    return crc
  }
}

/// A general purpose line: its level, its edges, or what its pulses stand for.
struct PinInput: Sendable {
  let settings: GPIOSettings
  let unit: SenMLUnit?
  private var line: OpenPin?
  private var counter = EdgeCounter()

  init(_ settings: GPIOSettings, unit: SenMLUnit?) {
    self.settings = settings
    self.unit = unit
  }

  mutating func read(_ root: InputFolder) throws(InputFault) -> Measurement {
    let pin = try open(root)
    do throws(SystemError) {
      if settings.mode == .level {
        return Measurement(try pin.input.isActive() ? 1 : 0, unit ?? .count)
      }
      counter.count(try pin.input.edges())
    } catch {
      line = nil
      throw .system(error)
    }
    let count = DecimalValue(Int64(clamping: counter.total))
    guard case .pulses(let each) = settings.mode else { return Measurement(count, unit ?? .count) }
    let amount = try decoding { () throws(SensorDataError) in
      do throws(DecimalError) { return try count.multiplied(by: each) } catch {
        throw SensorDataError.number(error)
      }
    }
    return Measurement(amount, unit ?? .count)
  }

  private mutating func open(_ root: InputFolder) throws(InputFault) -> OpenPin {
    if let line { return line }
    let settings = settings
    let opened = try asking { () throws(SystemError) in
      let chip = try GPIOChip(opening: root.path("/dev/\(settings.chip)"))
      let input = try chip.input(
        line: settings.pin, edges: settings.mode == .level ? .none : settings.edge.edges,
        bias: settings.bias.bias, activeLow: settings.isActiveLow,
        debounceMicroseconds: settings.debounce)
      return OpenPin(input)
    }
    counter.begin()
    line = opened
    return opened
  }
}

/// Carries a line that cannot be copied.
final class OpenPin: Sendable {
  let input: GPIOInput

  init(_ input: consuming GPIOInput) { self.input = input }
}

/// Counts edges by the numbers that the kernel gives them, so that those which did not fit into its
/// buffer count too.
struct EdgeCounter: Sendable {
  private(set) var total: UInt64 = 0
  private var last: UInt32 = 0

  /// A line that is opened begins at 1 again.
  mutating func begin() { last = 0 }

  mutating func count(_ edges: [GPIOEdge]) {
    for edge in edges {
      total += UInt64(edge.sequence &- last)
      last = edge.sequence
    }
  }
}

extension GPIOSettings.Edge {
  fileprivate var edges: GPIOChip.Edges {
    switch self {
    case .rising: .rising
    case .falling: .falling
    case .both: .both
    }
  }
}

extension GPIOSettings.Bias {
  fileprivate var bias: GPIOChip.Bias {
    switch self {
    case .asIs: .asIs
    case .pullUp: .pullUp
    case .pullDown: .pullDown
    }
  }
}
