import Foundation
import LinuxIO
import Readings
import Testing

@testable import SensorInputs

@Suite struct KernelSensors {
  let board: FakeBoard

  init() throws {
    board = try FakeBoard()
    try board.addUsualDevices()
  }

  private func read(_ keys: String) throws -> String {
    told(try readOnce("sensors: [{name: a, \(keys)}]", board.root))
  }

  @Test(arguments: [
    ("driver: iio, device: bme280, channel: temp", "21.340 Cel"),
    ("driver: iio, device: bme280, channel: in_temp", "21.340 Cel"),
    ("driver: iio, device: bme280, channel: humidityrelative", "45.678 %RH"),
    ("driver: iio, device: bme280, channel: pressure", "101325.000 Pa"),
    ("driver: iio, device: bme280, channel: pressure, unit: hPa", "1013.250 hPa"),
    ("driver: iio, device: ads1115, channel: voltage0", "0.150000 V"),
    ("driver: hwmon, device: sht4x, channel: humidity1", "48.250 %RH"),
    ("driver: thermal, zone: cpu-thermal", "51.234 Cel"),
    ("driver: thermal, zone: thermal_zone0", "51.234 Cel"),
    ("driver: w1, device: 28-0316a2798aff", "23.125 Cel"),
    ("driver: system, fact: cpu_temperature", "51.234 Cel"),
    ("driver: system, fact: load", "0.42 /"),
    ("driver: system, fact: memory_available", "307200000 B"),
    ("driver: system, fact: uptime", "1234.56 s"),
  ])
  func `a channel is read in its unit`(keys: String, expected: String) throws {
    let answer = try read(keys)
    #expect(answer == expected)
  }

  @Test func `a device keeps its name when it gets another number`() throws {
    let inputs = InputSet(
      try settings("sensors: [{name: a, driver: hwmon, device: sht4x, channel: humidity1}]"),
      root: board.root)
    #expect(told(inputs.read(0, until: .after(milliseconds: 1000))) == "48.250 %RH")
    board.remove("/sys/class/hwmon/hwmon2")
    #expect(told(inputs.read(0, until: .after(milliseconds: 1000))).contains("is not there"))
    try board.write("sht4x\n", to: "/sys/class/hwmon/hwmon7/name")
    try board.write("50000\n", to: "/sys/class/hwmon/hwmon7/humidity1_input")
    #expect(told(inputs.read(0, until: .after(milliseconds: 1000))) == "50.000 %RH")
  }

  @Test func `of two devices with one name the path decides`() throws {
    let links = "/sys/class/hwmon"
    for (number, place) in [(3, "1-0044"), (4, "1-0045")] {
      try board.write("sht4x\n", to: "\(links)/hwmon\(number)/name")
      try board.write("\(number)000\n", to: "\(links)/hwmon\(number)/humidity1_input")
      try FileManager.default.createSymbolicLink(
        atPath: board.path + "\(links)/hwmon\(number)/device",
        withDestinationPath: "../../../\(place)")
    }
    #expect(
      try read("driver: hwmon, device: sht4x@1-0045, channel: humidity1") == "4.000 %RH")
  }

  @Test func `what the hardware does wrong is never a value`() throws {
    let probe = "/sys/bus/w1/devices/28-0316a2798aff/w1_slave"
    let keys = "driver: w1, device: 28-0316a2798aff"
    try board.write(FakeBoard.badCRC, to: probe)
    #expect(try read(keys).contains("the sensor says that the transfer failed"))
    try board.write(FakeBoard.powerOn, to: probe)
    #expect(try read(keys) == "85.000 Cel suspect")
    try board.write("garbage\u{0}\u{1}", to: probe)
    #expect(try read(keys).contains("is no value"))
    board.remove(probe)
    #expect(try read(keys).contains("is not there"))
    try board.write("", to: "/sys/class/thermal/thermal_zone0/temp")
    #expect(try read("driver: thermal, zone: cpu-thermal").contains("nothing was read"))
  }

  @Test func `an I/O error of the kernel is told as such`() throws {
    // Reading memory of a process at address 0 is EIO.
    try FileManager.default.removeItem(atPath: board.path + "/sys/class/thermal/thermal_zone0/temp")
    try FileManager.default.createSymbolicLink(
      atPath: board.path + "/sys/class/thermal/thermal_zone0/temp",
      withDestinationPath: "/proc/self/mem")
    #expect(try read("driver: thermal, zone: cpu-thermal").contains("EIO"))
  }

  @Test func `values beyond the configured bounds are flagged and kept`() throws {
    let keys = "driver: thermal, zone: cpu-thermal"
    #expect(try read("\(keys), highest: 51.233") == "51.234 Cel out of range")
    #expect(try read("\(keys), highest: 51.234, lowest: 51.234") == "51.234 Cel")
    #expect(try read("\(keys), lowest: 51.235") == "51.234 Cel out of range")
  }

  @Test func `free room is the file system's`() throws {
    let space = try FileSystemSpace(holding: board.path)
    let outcome = try readOnce(
      "sensors: [{name: a, driver: system, fact: disk_free, path: /}]", board.root)
    guard case .sample(let sample) = outcome else { throw CocoaError(.featureUnsupported) }
    // Other tests write meanwhile.
    let distance = sample.measurement.value.mantissa - Int64(space.usableBytes)
    #expect(distance.magnitude < 10_000_000_000)
  }

  @Test func `how busy the processors were needs two looks`() throws {
    try board.write("cpu  100 0 100 800 0 0 0 0 0 0\n", to: "/proc/stat")
    let inputs = InputSet(
      try settings("sensors: [{name: a, driver: system, fact: cpu_busy}]"), root: board.root)
    #expect(inputs.read(0, until: .after(milliseconds: 1000)) == .nothingNew)
    try board.write("cpu  150 0 100 850 0 0 0 0 0 0\n", to: "/proc/stat")
    #expect(told(inputs.read(0, until: .after(milliseconds: 1000))) == "50.00 /100")
  }
}
