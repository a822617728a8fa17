import Foundation
import Testing

/// The program of Tests/CrashWriter in a folder.
final class OtherProcess {
  let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts it, with its mode and folder as words.
  init(_ words: [String], environment: [String: String] = [:]) throws {
    // Tests and programs are built into the same folder.
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = URL(fileURLWithPath: tests).deletingLastPathComponent()
    process.executableURL = folder.appendingPathComponent("crash-writer")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// Starts it and waits until it says that it is ready.
  static func ready(_ mode: String, _ folder: String) throws -> OtherProcess {
    let other = try OtherProcess([mode, folder])
    let line = String(decoding: other.output.fileHandleForReading.availableData, as: UTF8.self)
    try #require(line == "ready\n")
    return other
  }

  var number: Int32 { process.processIdentifier }

  /// Lets it end by itself.
  func finish() {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// SIGKILL: it has no time to clean up.
  func kill() {
    Foundation.kill(number, SIGKILL)
    process.waitUntilExit()
  }

  deinit { if process.isRunning { kill() } }
}
