import BoardConfig
import ChainTypes
import CommandLineKit
import LinuxIO
import Readings
import SensorInputs

enum SensorsVerb {
  static var verb: Verb {
    Verb(
      "sensors", "list what the board has and what the configuration names",
      options: ConfigurationFile.options, example: "--config configs/board.yaml", body: run)
  }

  @Sendable
  private static func run(
    _ invocation: Invocation, _ console: Console
  ) throws(CommandError) -> ExitStatus {
    let settings = try ConfigurationFile.readIfThere(invocation, console)
    let root = ConfigurationFile.root(invocation, settings)
    let inventory = BoardInventory(root)
    if invocation.wantsJSON {
      tellJSON(inventory, settings, console)
    } else {
      tell(inventory, settings, console)
    }
    return .yes
  }

  private static func tell(
    _ inventory: BoardInventory, _ settings: BoardSettings, _ console: Console
  ) {
    console.line("The board has:")
    if inventory.devices.isEmpty { console.line("  nothing that could be a sensor") }
    for device in inventory.devices {
      console.line("  \(device.kind.rawValue) \(device.name) (\(device.path))")
      for channel in device.channels {
        let readers = inventory.readers(of: channel.name, device, in: settings)
        let unit = channel.unit.map { " in \($0.symbol)" } ?? ""
        let use = readers.isEmpty ? "nobody reads it" : "read by \(readers.joined(separator: ", "))"
        console.line("    \(channel.name)\(unit): \(use)")
      }
    }
    console.line("\nThe configuration names:")
    if settings.sensors.isEmpty { console.line("  no sensors") }
    for sensor in settings.sensors {
      let state = sensor.isEnabled ? "every \(sensor.period) ms" : "switched off"
      console.line("  \(sensor.name): \(sensor.driver.word), \(state)\(absence(sensor, inventory))")
    }
    let suggestion = inventory.suggestion(for: settings)
    if !suggestion.isEmpty {
      console.line("\nFor what nobody reads, add below \"sensors:\":\n\n\(suggestion)")
    }
  }

  private static func absence(_ sensor: SensorSettings, _ inventory: BoardInventory) -> String {
    inventory.isMissing(sensor.driver) ? " — NOT THERE: check the wiring and the overlay" : ""
  }

  private static func tellJSON(
    _ inventory: BoardInventory, _ settings: BoardSettings, _ console: Console
  ) {
    for device in inventory.devices {
      let channels = device.channels.map { channel in
        JSONValue.object([
          ("name", .string(channel.name)),
          ("unit", channel.unit.map { .string($0.symbol) } ?? .null),
          (
            "sensors",
            .array(
              inventory.readers(of: channel.name, device, in: settings).map { .string($0) })
          ),
        ])
      }
      let line = JSONValue.object([
        ("device", .string(device.name)), ("kind", .string(device.kind.rawValue)),
        ("path", .string(device.path)), ("channels", .array(channels)),
      ])
      console.line(line.text())
    }
    for sensor in settings.sensors {
      let line = JSONValue.object([
        ("sensor", .string(sensor.name)), ("driver", .string(sensor.driver.word)),
        ("enabled", .bool(sensor.isEnabled)), ("every_ms", .integer(Int64(sensor.period))),
        ("missing", .bool(inventory.isMissing(sensor.driver))),
      ])
      console.line(line.text())
    }
  }
}
