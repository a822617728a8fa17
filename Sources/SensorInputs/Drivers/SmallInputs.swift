import BoardConfig
import LinuxIO
import Readings

/// A thermal zone by its type.
struct ThermalInput: Sendable {
  let zone: String
  private var found: String?

  init(zone: String) { self.zone = zone }

  mutating func read(_ root: InputFolder) throws(InputFault) -> Measurement {
    if found == nil { found = Self.find(zone, root) }
    guard let folder = found else { throw .absent("thermal zone \(zone)") }
    do throws(InputFault) {
      let bytes = try root.read("\(folder)/temp")
      let number = try decoding { () throws(SensorDataError) in try SysfsValue.number(bytes) }
      return try UnitRule.measurement(number, .thermalZone, nil)
    } catch {
      found = nil
      throw error
    }
  }

  private static func find(_ zone: String, _ root: InputFolder) -> String? {
    let folder = "/sys/class/thermal"
    return root.names(folder).filter { $0.hasPrefix("thermal_zone") }.map { "\(folder)/\($0)" }
      .first { root.line("\($0)/type") == zone || $0.hasSuffix("/\(zone)") }
  }
}

/// A 1-Wire thermometer: each read starts a conversion of up to 750 ms.
struct OneWireInput: Sendable {
  let device: String

  func read(_ root: InputFolder) throws(InputFault) -> Measurement {
    let file = try root.read("/sys/bus/w1/devices/\(device)/w1_slave")
    return try decoding { () throws(SensorDataError) in try W1Slave.temperature(file) }
  }
}

/// Facts about the board itself.
struct SystemInput: Sendable {
  let fact: SystemFact
  private var thermal = ThermalInput(zone: "cpu-thermal")
  private var ticks: ProcessorTicks?

  init(_ fact: SystemFact) { self.fact = fact }

  mutating func read(_ root: InputFolder) throws(InputFault) -> Measurement? {
    switch fact {
    case .cpuTemperature: return try temperature(root)
    case .cpuBusy: return try busy(root)
    case .diskFree(let path):
      let space: FileSystemSpace
      do throws(SystemError) {
        space = try FileSystemSpace(holding: root.path(path))
      } catch {
        throw .system(error)
      }
      return Measurement(DecimalValue(Int64(clamping: space.usableBytes)), .byte)
    case .load:
      let file = try root.read("/proc/loadavg")
      let load = try decoding { () throws(SensorDataError) in try ProcFile.loadAverage(file) }
      return Measurement(load.one, .ratio)
    case .memoryAvailable:
      let file = try root.read("/proc/meminfo")
      let bytes = try decoding { () throws(SensorDataError) in
        try ProcFile.memory("MemAvailable", in: file)
      }
      return Measurement(bytes, .byte)
    case .uptime:
      let file = try root.read("/proc/uptime")
      let seconds = try decoding { () throws(SensorDataError) in try ProcFile.uptime(file) }
      return Measurement(seconds, .second)
    }
  }

  /// The zone has this name on a Raspberry Pi; elsewhere the first zone is the processor's.
  private mutating func temperature(_ root: InputFolder) throws(InputFault) -> Measurement {
    do throws(InputFault) { return try thermal.read(root) } catch {
      guard case .absent = error, thermal.zone == "cpu-thermal" else { throw error }
      thermal = ThermalInput(zone: "thermal_zone0")
      return try thermal.read(root)
    }
  }

  /// Since the last read; the first one has nothing to compare with.
  private mutating func busy(_ root: InputFolder) throws(InputFault) -> Measurement? {
    let file = try root.read("/proc/stat")
    let now = try decoding { () throws(SensorDataError) in try ProcFile.processorTicks(file) }
    defer { ticks = now }
    guard let ticks, let percent = now.busyPercent(since: ticks) else { return nil }
    return Measurement(percent, .percent)
  }
}
