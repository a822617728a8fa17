import Foundation
import Glibc

/// A Mosquitto of the test's own, in a folder and on a port of its own.
final class TestBroker {
  static let path = "/usr/sbin/mosquitto"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }
  static let reason = "needs the package mosquitto; boards/setup installs it"

  let folder: URL
  let port: Int
  private let settings: String
  private var process: Process?

  /// `settings` are lines of mosquitto.conf(5) behind the listener's.
  init(_ settings: String = "allow_anonymous true", port: Int? = nil) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cairn-broker-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.port = port ?? TestPort.free()
    self.settings = settings
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The path of a file in the broker's folder.
  func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func start() throws {
    try start(configuration: "")
  }

  /// With a configuration of its own, or the test's few lines.
  func start(configuration: String) throws {
    // Mosquitto gives root's rights away unless told who it is.
    let text = """
      listener \(port) 127.0.0.1
      user root
      log_dest file \(file("log"))
      log_type all
      \(settings.replacingOccurrences(of: "FOLDER", with: folder.path))

      """
    try (configuration.isEmpty ? text : configuration).write(
      toFile: file("conf"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = ["-c", file("conf")]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var tries = 0
    while !TestPort.answers(port), tries < 6_000 {
      tries += 1
      usleep(10_000)
    }
  }

  /// Ends it at once, without a word to its clients.
  func kill() {
    guard let process, process.isRunning else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The connections stay open, and nobody answers.
  func freeze() { if let process { Glibc.kill(process.processIdentifier, SIGSTOP) } }

  func thaw() { if let process { Glibc.kill(process.processIdentifier, SIGCONT) } }

  var log: String { (try? String(contentsOfFile: file("log"), encoding: .utf8)) ?? "" }
}

enum TestPort {
  /// A port that was free a moment ago.
  static func free() -> Int {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(number, $0, size)
        _ = getsockname(number, $0, &size)
      }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  static func answers(_ port: Int) -> Bool {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = loopback(port)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

/// Runs a tool to its end and returns its status and what it wrote.
@discardableResult
func runTool(_ path: String, _ arguments: [String], in folder: URL? = nil) throws -> (Int32, String)
{
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  process.currentDirectoryURL = folder
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}
