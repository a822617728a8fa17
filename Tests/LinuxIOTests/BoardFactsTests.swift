import Foundation
import Testing

@testable import LinuxIO

@Suite struct BoardFactsTests {
  /// A root with the given files below it.
  private func root(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(prefix: "facts")
    for (path, text) in files {
      let url = URL(fileURLWithPath: folder.path + path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: false, encoding: .utf8)
    }
    return folder
  }

  /// What the library's own folder removes is files only.
  private func end(_ folder: borrowing TemporaryFolder) {
    for name in ["sys", "proc"] {
      try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
    }
  }

  @Test func `the zone that is nearest to its passive point is told`() throws {
    let zone = "/sys/class/thermal/thermal_zone"
    let folder = try root([
      zone + "0/temp": "51234\n", zone + "0/trip_point_0_type": "critical\n",
      zone + "0/trip_point_0_temp": "110000\n", zone + "0/trip_point_1_type": "passive\n",
      zone + "0/trip_point_1_temp": "80000\n", zone + "1/temp": "60000\n",
      zone + "1/trip_point_0_type": "hot\n", zone + "1/trip_point_0_temp": "95000\n",
      zone + "2/temp": "99000\n",
    ])
    defer { end(folder) }
    let zones = ThermalZones(root: folder.path)
    #expect(zones.read() == ThermalZones.Reading(temperature: 51_234, passive: 80_000))
    #expect(ThermalZones(root: "/nowhere").read() == nil)
  }

  @Test func `the tighter of the limits of processor time counts`() throws {
    let folder = try root([
      "/proc/self/cgroup": "0::/system.slice/cairn.service\n",
      "/sys/fs/cgroup/cpu.max": "max 100000\n",
      "/sys/fs/cgroup/system.slice/cairn.service/cpu.max": "150000 100000\n",
    ])
    defer { end(folder) }
    #expect(Processors.quota(root: folder.path) == 150)
    #expect(Processors.quota(root: "/nowhere") == nil)
  }

  @Test func `capacities are those of the processors in their order`() throws {
    let cpu = "/sys/devices/system/cpu/cpu"
    let folder = try root([cpu + "0/cpu_capacity": "446\n", cpu + "1/cpu_capacity": "1024\n"])
    defer { end(folder) }
    #expect(Processors.capacities(root: folder.path) == [446, 1024])
    #expect(Processors.capacities(root: "/nowhere") == [])
  }
}
