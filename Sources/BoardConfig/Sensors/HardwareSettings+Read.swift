import ConfigFile
import Readings

extension ModbusSettings {
  init(_ reader: inout SettingReader) {
    unit = reader.integer("unit_number", in: 0...247) ?? 1
    table = reader.choice("table", [("input", .input), ("holding", .holding)], default: .input)
    if let number = reader.integer("register", in: 0...65535) {
      register = number
    } else {
      register = 0
      reader.requireOnce("register", "Write its address as the protocol counts, from 0.")
    }
    let format = reader.choice(
      "format", NumberFormat.allCases.map { ($0.rawValue, $0) }, default: .float32)
    let order = reader.choice(
      "order", ByteOrder.allCases.map { ($0.rawValue, $0) }, default: .abcd)
    layout = RegisterLayout(
      format, order: order, scale: reader.decimal("scale") ?? 1,
      offset: reader.decimal("offset") ?? 0)
  }
}

extension GPIOSettings {
  init(_ reader: inout SettingReader) {
    chip = reader.text("chip") ?? "gpiochip0"
    pin = reader.integer("pin", in: 0...1023) ?? 0
    reader.requireOnce("pin", "Write the line's number on its chip.")
    let each = reader.decimal("each")
    let mode = reader.choice(
      "mode", [("level", Mode.level), ("count", .count), ("pulses", .pulses(each: each ?? 1))],
      default: .level)
    self.mode = mode
    if each != nil, let node = reader.node("each") {
      switch mode {
      case .pulses: break
      default: reader.complain(node, "\"each\" belongs to mode: pulses")
      }
    }
    edge = reader.choice(
      "edge", [("rising", .rising), ("falling", .falling), ("both", .both)], default: .rising)
    bias = reader.choice(
      "bias", [("as_is", .asIs), ("pull_up", .pullUp), ("pull_down", .pullDown)], default: .asIs)
    isActiveLow = reader.flag("active_low", default: false)
    debounce = (reader.duration("debounce", in: 0...1000) ?? 0) * 1000
  }
}

extension I2CSettings {
  init(_ reader: inout SettingReader) {
    bus = reader.integer("bus", in: 0...255) ?? 1
    // The other addresses are reserved (UM10204, section 3.1.12).
    address = reader.integer("address", in: 0x08...0x77) ?? 0x08
    reader.requireOnce("address", "Write it as the data sheet does, such as 0x40.")
    send = Self.bytes(&reader)
    wait = reader.duration("wait", in: 0...2000) ?? 0
    skip = reader.integer("skip", in: 0...62) ?? 0
    checksum = reader.choice(
      "checksum", [("none", .none), ("sensirion", .sensirion)], default: .none)
    field = Self.field(&reader)
  }

  private static func field(_ reader: inout SettingReader) -> ByteField {
    let count = reader.integer("count", in: 1...8) ?? 2
    let isLittle = reader.choice(
      "byte_order", [("big", false), ("little", true)], default: false)
    let shift = reader.integer("shift", in: 0...63) ?? 0
    let width = reader.integer("width", in: 1...64)
    let isSigned = reader.flag("signed", default: false)
    let scale = reader.decimal("scale") ?? 1
    let offset = reader.decimal("offset") ?? 0
    let field = ByteField(
      byteCount: count, isLittleEndian: isLittle, shift: shift, width: width, isSigned: isSigned,
      scale: scale, offset: offset)
    if let field { return field }
    if let node = reader.node("width") ?? reader.node("shift") {
      reader.complain(node, "the bits are not within the \(count) bytes")
    }
    guard let usual = ByteField(byteCount: 2) else { preconditionFailure("two bytes are a field") }
    return usual
  }

  private static func bytes(_ reader: inout SettingReader) -> [UInt8] {
    guard let node = reader.node("send") else { return [] }
    let numbers = (node.values ?? [node]).map { $0.text.flatMap { SettingReader.integer($0) } }
    let bytes = numbers.compactMap { number in number.flatMap { UInt8(exactly: $0) } }
    if bytes.count != numbers.count || bytes.count > 32 {
      reader.complain(node, "\"send\" has to be at most 32 bytes", "Write them as [0x2c, 0x06].")
    }
    return bytes
  }
}

extension SystemFact {
  init(_ reader: inout SettingReader) {
    let path = reader.text("path")
    let words: [(String, SystemFact)] = [
      ("cpu_temperature", .cpuTemperature), ("load", .load), ("cpu_busy", .cpuBusy),
      ("memory_available", .memoryAvailable), ("disk_free", .diskFree(path: path ?? "/")),
      ("uptime", .uptime),
    ]
    let fact = reader.requiredChoice("fact", words) ?? .uptime
    if let node = reader.node("path"), fact != .diskFree(path: path ?? "/") {
      reader.complain(node, "\"path\" belongs to fact: disk_free")
    }
    self = fact
  }
}

extension ReplaySettings {
  init(_ reader: inout SettingReader) {
    file = reader.requiredText("file", "Name the file with the recorded values.")
    column = reader.text("column") ?? "1"
    let text = reader.text("separator") ?? ","
    separator = text == "tab" ? 9 : text.utf8.first ?? 44
    if text != "tab", text.utf8.count != 1, let node = reader.node("separator") {
      reader.complain(node, "\"separator\" has to be one character, or tab")
    }
    repeats = reader.flag("repeat", default: true)
  }
}

extension SimulatorSettings {
  init(_ reader: inout SettingReader) {
    base = reader.decimal("base") ?? 20
    dayCycle = reader.decimal("day_cycle") ?? 0
    noise = reader.decimal("noise") ?? 0
    driftPerDay = reader.decimal("drift_per_day") ?? 0
    decimals = reader.integer("decimals", in: 0...9) ?? 2
    faultsPerThousand = reader.integer("faults_per_thousand", in: 0...1000) ?? 0
    seed = reader.integer("seed", in: 0...Int(Int32.max)) ?? 1
    if noise.isNegative, let node = reader.node("noise") {
      reader.complain(node, "\"noise\" cannot be below zero")
    }
  }
}
