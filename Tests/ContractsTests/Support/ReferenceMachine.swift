import ChainTypes
import Foundation
import Testing

/// Revm in Python, when there is one: the environment variable `CAIRN_PYREVM` names a Python that
/// has the package `pyrevm`.
enum ReferenceMachine {
  static let python = ProcessInfo.processInfo.environment["CAIRN_PYREVM"]
  static let reason = Comment(
    "CAIRN_PYREVM names no Python with the package pyrevm (`pip install pyrevm==0.3.7`)")

  /// What differs when the other machine does the same: nothing, one hopes.
  static func differences(_ world: World, contracts: [Address]) throws -> String {
    var lines = ["chain \(world.context.environment.chainID)"] + world.transcript
    for contract in contracts {
      for slot in world.storage(of: contract) {
        lines.append("slot \(contract.hex) \(Hash(slot.key).hex) \(Hash(slot.value).hex)")
      }
    }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "cairn-\(UUID().uuidString).calls")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Oracle/replay.py")
    return try Program.output(of: python!, [script.path, file.path])
  }
}

/// Programs beside the tests.
enum Program {
  /// What it printed on both streams.
  static func output(of path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
