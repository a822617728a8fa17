import BoardConfig
import Foundation
import Testing

@testable import SensorInputs

@Suite struct Inventories {
  let board: FakeBoard

  init() throws {
    board = try FakeBoard()
    try board.addUsualDevices()
    try board.write("", to: "/dev/i2c-1")
    try board.write("", to: "/dev/gpiochip0")
    try board.write("", to: "/dev/ttyUSB0")
    try board.write("", to: "/dev/ttyAMA0")
    try FileManager.default.createDirectory(
      atPath: board.path + "/dev/serial/by-id", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: board.path + "/dev/serial/by-id/usb-FTDI_A1", withDestinationPath: "../../ttyUSB0")
  }

  @Test func `everything that the kernel knows is listed once`() {
    let found = BoardInventory(board.root).devices.map { device in
      "\(device.kind.rawValue) \(device.name): \(device.channels.map { $0.name }.sorted())"
    }
    #expect(
      found == [
        "iio bme280: [\"humidityrelative\", \"pressure\", \"temp\"]",
        "iio ads1115: [\"voltage0\"]", "hwmon sht4x: [\"humidity1\"]",
        "thermal cpu-thermal: [\"temp\"]", "w1 28-0316a2798aff: [\"temp\"]",
        "serial /dev/serial/by-id/usb-FTDI_A1: []", "serial /dev/ttyAMA0: []",
        "gpio gpiochip0: []", "i2c i2c-1: []",
      ])
  }

  @Test func `an empty board has nothing and suggests nothing`() throws {
    let empty = BoardInventory(try FakeBoard().root)
    #expect(empty.devices.isEmpty)
    #expect(empty.suggestion(for: .defaults) == "")
  }

  @Test func `what is suggested is a configuration that reads every channel`() throws {
    let inventory = BoardInventory(board.root)
    let settings = try settings("sensors:\n" + inventory.suggestion(for: .defaults))
    #expect(settings.sensors.count == 7)
    #expect(inventory.suggestion(for: settings) == "")
    let inputs = InputSet(settings, root: board.root)
    for index in settings.sensors.indices {
      let outcome = inputs.read(index, until: .after(milliseconds: 1000))
      guard case .sample = outcome else {
        Issue.record("\(settings.sensors[index].name): \(told(outcome))")
        continue
      }
      #expect(!inventory.isMissing(settings.sensors[index].driver))
    }
  }

  @Test func `what somebody reads is not suggested, and what is gone is missing`() throws {
    let own = try settings(
      "sensors: [{name: mine, driver: iio, device: bme280, channel: in_temp}]")
    let inventory = BoardInventory(board.root)
    #expect(!inventory.suggestion(for: own).contains("channel: temp\n"))
    #expect(inventory.suggestion(for: own).contains("channel: pressure\n"))
    board.remove("/sys/bus/iio/devices/iio:device0")
    #expect(BoardInventory(board.root).isMissing(own.sensors[0].driver))
  }

  @Test func `of twins each is suggested by its place`() throws {
    try board.write("sht4x\n", to: "/sys/class/hwmon/hwmon3/name")
    try board.write("51000\n", to: "/sys/class/hwmon/hwmon3/humidity1_input")
    let settings = try settings(
      "sensors:\n" + BoardInventory(board.root).suggestion(for: .defaults))
    let inputs = InputSet(settings, root: board.root)
    let values = settings.sensors.indices.filter { settings.sensors[$0].name.contains("sht4x") }
      .map { told(inputs.read($0, until: .after(milliseconds: 1000))) }
    #expect(values == ["48.250 %RH", "51.000 %RH"])
  }

  @Test func `names that a device should not have make no wrong configuration`() throws {
    try board.write("we'ird: #name\n", to: "/sys/class/hwmon/hwmon8/name")
    try board.write("1\n", to: "/sys/class/hwmon/hwmon8/temp1_input")
    let text = BoardInventory(board.root).suggestion(for: .defaults)
    let settings = try settings("sensors:\n" + text)
    #expect(
      settings.sensors.contains { $0.driver == .hwmon(device: "we'ird: #name", channel: "temp1") })
  }
}
