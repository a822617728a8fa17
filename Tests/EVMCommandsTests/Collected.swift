import ChainTypes
import CommandLineKit
import Foundation
import Testing

@testable import EVMCommands

/// Runs the program and keeps what it writes.
final class Collected {
  var output = ""
  var error = ""
  var status = ExitStatus.yes

  init(_ arguments: String...) {
    let console = Console(output: { self.output += $0 }, error: { self.error += $0 })
    status = EVMProgram.program.run(["cairn-evm"] + arguments, console: console)
  }
}

/// A folder that goes with the test.
final class Scratch {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("cairn-evm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    let file = path + "/" + name
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return file
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}

/// Where the conformance data is unpacked, if it is.
enum ConformanceData {
  static var folder: String? { ProcessInfo.processInfo.environment["CAIRN_ETHEREUM_TESTS"] }
  static var isPresent: Bool { folder != nil }
}
