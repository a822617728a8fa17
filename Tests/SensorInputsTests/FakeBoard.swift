import BoardConfig
import Foundation
import LinuxIO
import Readings
import Testing

@testable import SensorInputs

/// A folder that looks like `/` of a board.
final class FakeBoard {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "cairn-board-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var root: InputFolder { InputFolder(path) }

  func write(_ text: String, to place: String) throws {
    let whole = path + place
    let folder = (whole as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try text.write(toFile: whole, atomically: false, encoding: .utf8)
  }

  func remove(_ place: String) { try? FileManager.default.removeItem(atPath: path + place) }

  /// In place of a file, something whose opening never ends: a pipe without a writer.
  func hang(_ place: String) {
    remove(place)
    mkfifo(path + place, 0o644)
  }

  /// Ends a hang: whoever waits reads these bytes.
  func release(_ place: String, with text: String) {
    let number = open(path + place, O_WRONLY)
    _ = text.withCString { Foundation.write(number, $0, strlen($0)) }
    close(number)
  }

  /// Names in `/sys/bus/iio/devices`, `/sys/class/hwmon` and so on.
  func addUsualDevices() throws {
    let iio = "/sys/bus/iio/devices"
    try write("bme280\n", to: "\(iio)/iio:device0/name")
    try write("21340\n", to: "\(iio)/iio:device0/in_temp_input")
    try write("45678\n", to: "\(iio)/iio:device0/in_humidityrelative_input")
    try write("101.325000\n", to: "\(iio)/iio:device0/in_pressure_input")
    try write("ads1115\n", to: "\(iio)/iio:device1/name")
    try write("1200\n", to: "\(iio)/iio:device1/in_voltage0_raw")
    try write("0.125\n", to: "\(iio)/iio:device1/in_voltage_scale")
    try write("sht4x\n", to: "/sys/class/hwmon/hwmon2/name")
    try write("48250\n", to: "/sys/class/hwmon/hwmon2/humidity1_input")
    try write("cpu-thermal\n", to: "/sys/class/thermal/thermal_zone0/type")
    try write("51234\n", to: "/sys/class/thermal/thermal_zone0/temp")
    try write(FakeBoard.warm, to: "/sys/bus/w1/devices/28-0316a2798aff/w1_slave")
    try write("0.42 0.30 0.25 1/123 4567\n", to: "/proc/loadavg")
    try write("MemTotal: 500000 kB\nMemAvailable:   300000 kB\n", to: "/proc/meminfo")
    try write("1234.56 5000.00\n", to: "/proc/uptime")
  }

  static let warm =
    "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n"
  static let powerOn =
    "50 05 4b 46 7f ff 0c 10 1c : crc=1c YES\n50 05 4b 46 7f ff 0c 10 1c t=85000\n"
  static let badCRC =
    "72 01 4b 46 7f ff 0e 10 57 : crc=12 NO\n72 01 4b 46 7f ff 0e 10 57 t=23125\n"
}

/// Settings from a text, with the reason when it is refused.
func settings(_ text: String) throws -> BoardSettings {
  do {
    return try BoardSettings(parsing: Array(text.utf8))
  } catch {
    Issue.record(Comment(rawValue: error.text(file: "test.yaml")))
    throw error
  }
}

/// The outcome of one read of the first sensor in a text.
func readOnce(
  _ text: String, _ root: InputFolder, milliseconds: Int = 5000
) throws -> InputOutcome {
  InputSet(try settings(text), root: root).read(0, until: .after(milliseconds: milliseconds))
}

/// `21.34 Cel`, with flags behind it, or the fault in words.
func told(_ outcome: InputOutcome) -> String {
  switch outcome {
  case .sample(let sample):
    let value = "\(sample.measurement.value.text) \(sample.measurement.unit.symbol)"
    return sample.measurement.flags == .good ? value : "\(value) \(sample.measurement.flags.text)"
  case .nothingNew: return "nothing new"
  case .fault(let fault): return fault.text
  }
}
