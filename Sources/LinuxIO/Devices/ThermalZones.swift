/// How hot the machine is (/sys/class/thermal, the kernel's sysfs-api of thermal).
public struct ThermalZones: Sendable {
  /// In thousandths of a degree: the zone that is nearest to being slowed down, and where that
  /// begins.
  public struct Reading: Sendable, Equatable {
    public let temperature: Int
    public let passive: Int

    public init(temperature: Int, passive: Int) {
      self.temperature = temperature
      self.passive = passive
    }
  }

  /// The files of each zone that has a passive trip point.
  private var zones: [(temperature: String, passive: Int)] = []

  /// `root` stands before `/sys`: tests lay out their own.
  public init(root: String = "") {
    let base = root + "/sys/class/thermal"
    for name in (try? Folder.names(base)) ?? [] where name.hasPrefix("thermal_zone") {
      let zone = "\(base)/\(name)"
      guard let passive = ThermalZones.passivePoint(zone) else { continue }
      zones.append((temperature: "\(zone)/temp", passive: passive))
    }
  }

  /// The lowest passive trip point. The Raspberry Pi's firmware slows down by itself and has only
  /// hot and critical points in older kernels: the lowest of those then.
  private static func passivePoint(_ zone: String) -> Int? {
    var (passive, other): (Int?, Int?)
    for number in 0..<Limits.tripPoints {
      guard let kind = SmallFile.text("\(zone)/trip_point_\(number)_type"),
        let point = SmallFile.integer("\(zone)/trip_point_\(number)_temp"), point > 0
      else { break }
      switch kind {
      case "passive": passive = min(passive ?? point, point)
      case "hot", "critical": other = min(other ?? point, point)
      default: break
      }
    }
    return passive ?? other
  }

  /// Nil when no zone tells.
  public func read() -> Reading? {
    var nearest: Reading?
    for zone in zones {
      guard let temperature = SmallFile.integer(zone.temperature) else { continue }
      let reading = Reading(temperature: temperature, passive: zone.passive)
      if let known = nearest, known.passive - known.temperature <= zone.passive - temperature {
        continue
      }
      nearest = reading
    }
    return nearest
  }
}

/// The small text files of /sys and /proc.
enum SmallFile {
  /// Without white space at the end; nil when it cannot be read.
  static func text(_ path: String) -> String? {
    guard let bytes = try? WholeFile.read(path, limit: Limits.smallFile) else { return nil }
    var end = bytes.count
    while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  static func integer(_ path: String) -> Int? { text(path).flatMap { Int($0) } }
}
