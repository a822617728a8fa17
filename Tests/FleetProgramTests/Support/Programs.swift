import Foundation

/// Programs as an operator runs them.
enum Programs {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../..").standardizedFileURL

  static func path(_ name: String) throws -> String {
    if name.hasPrefix("/") { return name }
    let folder = Bundle.main.bundleURL
    for place in [folder, folder.deletingLastPathComponent(), URL(fileURLWithPath: ".build/debug")]
    {
      let program = place.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  struct Output {
    var status: Int32
    var text: String
    var error: String
    /// The text as JSON.
    var json: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
    }
  }

  /// Runs one to its end. Its output is small enough for a pipe.
  static func run(_ name: String, _ words: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path(name))
    process.arguments = words
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Output(
      status: process.terminationStatus, text: String(decoding: text, as: UTF8.self),
      error: String(decoding: complaint, as: UTF8.self))
  }

  struct Failed: Error, CustomStringConvertible { var description: String }

  /// The same where only 0 will do.
  @discardableResult
  static func succeed(_ name: String, _ words: [String]) throws -> Output {
    let output = try run(name, words)
    guard output.status == 0 else {
      throw Failed(
        description: "\(name) \(words.joined(separator: " ")): \(output.status): "
          + output.error + output.text)
    }
    return output
  }
}

/// A program that runs until it is told to stop.
final class Running {
  let process = Process()
  let log: String

  init(_ name: String, _ words: [String], log: String) throws {
    self.log = log
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    process.executableURL = URL(fileURLWithPath: try Programs.path(name))
    process.arguments = words
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  func kill() {
    if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Its exit status.
  func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }

  var lastWords: String {
    String(((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").suffix(2_000))
  }
}
