import LinuxIO
import Readings

/// A channel of a device that a driver of the kernel reads: IIO or hwmon.
///
/// Devices are found by name, since their numbers change between boots (`hwmon3`, `iio:device0`);
/// of several with the same name by a part of the device's path, behind an `@`.
struct KernelInput: Sendable {
  enum Class: Sendable {
    case iio
    case hwmon

    var folder: String { self == .iio ? "/sys/bus/iio/devices" : "/sys/class/hwmon" }
    var prefix: String { self == .iio ? "iio:device" : "hwmon" }
  }

  let kind: Class
  let device: String
  let channel: String
  let unit: SenMLUnit?
  /// Where the device was when it was last read.
  private var found: String?

  init(_ kind: Class, device: String, channel: String, unit: SenMLUnit?) {
    self.kind = kind
    self.device = device
    let isPrefixed = kind == .iio && channel.hasPrefix("in_")
    self.channel = isPrefixed ? String(channel.dropFirst(3)) : channel
    self.unit = unit
  }

  mutating func read(_ root: InputFolder) throws(InputFault) -> Measurement {
    let folder = try place(root)
    do throws(InputFault) {
      return try kind == .iio ? readIIO(root, folder) : readHwmon(root, folder)
    } catch {
      // It may have got another number: look for it next time.
      found = nil
      throw error
    }
  }

  private mutating func place(_ root: InputFolder) throws(InputFault) -> String {
    if let found { return found }
    let parts = device.split(separator: "@", maxSplits: 1)
    let wanted = parts.isEmpty ? "" : String(parts[0])
    let hint = parts.count > 1 ? String(parts[1]) : ""
    for name in root.names(kind.folder) where name.hasPrefix(kind.prefix) {
      let folder = "\(kind.folder)/\(name)"
      guard root.line("\(folder)/name") == wanted else { continue }
      if !KernelDevice.place(of: folder, root).holds(hint) { continue }
      found = folder
      return folder
    }
    throw .absent("device \(device)")
  }

  /// `_input` is the value; without it the value is (raw + offset) × scale, of which offset and
  /// scale may be shared by all channels of the kind.
  private func readIIO(
    _ root: InputFolder, _ folder: String
  ) throws(InputFault) -> Measurement {
    let attribute = "in_\(channel)"
    let number: DecimalValue
    if let input = try root.readIfThere("\(folder)/\(attribute)_input") {
      number = try decoding { () throws(SensorDataError) in try SysfsValue.number(input) }
    } else {
      let raw = try root.read("\(folder)/\(attribute)_raw")
      let offset = try shared("offset", root, folder)
      let scale = try shared("scale", root, folder)
      number = try decoding { () throws(SensorDataError) in
        try SysfsValue.scaled(raw: raw, offset: offset, scale: scale)
      }
    }
    return try UnitRule.measurement(number, SysfsQuantity.iio(attribute: attribute), unit)
  }

  private func shared(
    _ what: String, _ root: InputFolder, _ folder: String
  ) throws(InputFault) -> [UInt8]? {
    if let own = try root.readIfThere("\(folder)/in_\(channel)_\(what)") { return own }
    let letters = channel.utf8.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    let kind = String(decoding: Array(letters), as: UTF8.self)
    return try root.readIfThere("\(folder)/in_\(kind)_\(what)")
  }

  private func readHwmon(
    _ root: InputFolder, _ folder: String
  ) throws(InputFault) -> Measurement {
    let bytes = try root.read("\(folder)/\(channel)_input")
    let number = try decoding { () throws(SensorDataError) in try SysfsValue.number(bytes) }
    return try UnitRule.measurement(number, SysfsQuantity.hwmon(attribute: channel), unit)
  }
}

/// What tells a device of the kernel from its likes.
enum KernelDevice {
  /// The text in which a hint behind `@` is looked for: the folder's own name, the link to the
  /// device, and its node in the device tree.
  static func place(of folder: String, _ root: InputFolder) -> String {
    let target = LinkTarget.read(root.path("\(folder)/device")) ?? ""
    let node = LinkTarget.read(root.path("\(folder)/of_node")) ?? ""
    let link = LinkTarget.read(root.path(folder)) ?? ""
    return "\(folder) \(link) \(target) \(node)"
  }
}

extension String {
  /// Whether these bytes stand somewhere within; `contains` of a text is not in Embedded Swift.
  func holds(_ part: String) -> Bool {
    let (bytes, wanted) = (Array(utf8), Array(part.utf8))
    guard bytes.count >= wanted.count else { return false }
    return (0...bytes.count - wanted.count).contains { bytes[$0...].starts(with: wanted) }
  }
}

/// From what the kernel counts in to the unit that is asked for.
enum UnitRule {
  static func measurement(
    _ number: DecimalValue, _ quantity: SysfsQuantity?, _ wanted: SenMLUnit?
  ) throws(InputFault) -> Measurement {
    guard let quantity else {
      // The ABI names no unit for this channel: whoever configured it does.
      guard let wanted else { throw .nonsense(.missing("unit")) }
      return Measurement(number, wanted)
    }
    let value = try decoding { () throws(SensorDataError) in try quantity.value(number) }
    guard let wanted, wanted != quantity.unit else { return Measurement(value, quantity.unit) }
    return Measurement(try convert(value, quantity.unit, wanted), wanted)
  }

  static func convert(
    _ value: DecimalValue, _ from: SenMLUnit, _ to: SenMLUnit
  ) throws(InputFault) -> DecimalValue {
    do throws(DecimalError) {
      if let rule = to.conversion, rule.base == from { return try rule.fromBase(value) }
      if let rule = from.conversion, rule.base == to { return try rule.toBase(value) }
    } catch { throw .nonsense(.number(error)) }
    throw .nonsense(.missing("a way from \(from.symbol) to \(to.symbol)"))
  }
}
