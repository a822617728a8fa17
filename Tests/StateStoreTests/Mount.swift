import Foundation
import Testing

/// A file system that is there for the time of a test. Only root may mount.
final class Mount {
  private let path: String

  static var isPossible: Bool {
    getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/bin/mount") && tries
  }

  /// Root of a container may not mount either.
  private static let tries: Bool = {
    let path = NSTemporaryDirectory() + "cairn-mount-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { rmdir(path) }
    guard let mount = try? Mount(on: path, ["-t", "tmpfs", "none"]) else { return false }
    mount.end()
    return true
  }()

  init(on path: String, _ words: [String]) throws {
    self.path = path
    try #require(Mount.run("/bin/mount", words + [path]) == 0)
  }

  func end() { _ = Mount.run("/bin/umount", ["-l", path]) }

  private static func run(_ program: String, _ words: [String]) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
