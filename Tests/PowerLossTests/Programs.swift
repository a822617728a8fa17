import Foundation
import Testing

/// What the tests compile and run.
enum Programs {
  /// How often something random is tried: fully in optimised builds, a fiftieth of it in others,
  /// where it would take minutes, and what the environment says before either.
  static func trials(_ full: Int, variable: String) -> Int {
    let asked = ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    #if DEBUG
      return asked ?? full / 50
    #else
      return asked ?? full
    #endif
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static var hasCompiler: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/cc") }

  /// The program of Tests/CrashWriter: tests and programs are built into the same folder.
  static func crashWriter() throws -> URL {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests).deletingLastPathComponent()
      .appendingPathComponent("crash-writer")
  }

  /// Compiles the recorder into a folder and returns its path.
  static func recorder(in place: String) throws -> String {
    let library = place + "/recorder.so"
    let source = folder.appendingPathComponent("Recorder/recorder.c").path
    let status = try run(
      URL(fileURLWithPath: "/usr/bin/cc"),
      ["-O1", "-Wall", "-shared", "-fPIC", "-o", library, source, "-ldl"])
    try #require(status == 0)
    return library
  }

  @discardableResult
  static func run(
    _ program: URL, _ words: [String], environment: [String: String] = [:]
  ) throws -> Int32 {
    let process = Process()
    process.executableURL = program
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// A folder that goes with the test; in memory where there is such a place, because thousands of
/// files are made in it.
final class TestFolder {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let parent =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = parent + "/cairn-power-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A process that answers each folder by the head that it finds there. It is another one, because a
/// damaged file may end it.
final class Checker {
  private let mode: String
  private var process = Process()
  private var input = Pipe()
  private var output = Pipe()

  init(mode: String) throws {
    self.mode = mode
    try start()
  }

  deinit { stop() }

  private func start() throws {
    process = Process()
    (input, output) = (Pipe(), Pipe())
    process.executableURL = try Programs.crashWriter()
    process.arguments = [mode, "-"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  private func stop() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func restart(because reason: String) throws -> String {
    stop()
    try start()
    return reason
  }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var wait = pollfd(
      fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, milliseconds) > 0
  }

  /// The head, or in words what is wrong.
  func head(of folder: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data((folder + "\n").utf8))
    var answer = Data()
    while answer.last != 0x0a {
      guard isReadable(within: 5_000) else {
        // LMDB may walk in circles in a file that its own syncs would not have let come about.
        // Tests run with signals blocked, and hand that down: only this one gets through.
        kill(process.processIdentifier, SIGKILL)
        return try restart(because: "the process hangs")
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { return try restart(because: "the process ended") }
      answer += more
    }
    return String(decoding: answer.dropLast(), as: UTF8.self)
  }
}
