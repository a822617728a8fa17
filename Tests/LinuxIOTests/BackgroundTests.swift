import Foundation
import LinuxIO
import Testing

@Suite struct BackgroundProcesses {
  @Test func `a program runs beside this one until it is told to end`() throws {
    let folder = try TemporaryFolder(prefix: "cairn-background-")
    let path = "\(folder.path)/log"
    let process = try BackgroundProcess(["/bin/sh", "-c", "echo here; sleep 60"], output: path)
    #expect(process.state == .running)
    process.terminate()
    #expect(process.wait(milliseconds: 10_000))
    #expect(process.state == .killed(signal: 15))
    let other = try BackgroundProcess(["/bin/sh", "-c", "echo there; exit 3"], output: path)
    #expect(other.wait(milliseconds: 10_000))
    #expect(other.state == .exited(3))
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("there\n"))
  }

  @Test func `a program that is not there ends with 127`() throws {
    let process = try BackgroundProcess(["/nowhere/at/all"], output: "/dev/null")
    #expect(process.wait(milliseconds: 10_000))
    #expect(process.state == .exited(127))
  }

  @Test func `its owner letting go ends it`() throws {
    var process: BackgroundProcess? = try BackgroundProcess(
      ["/bin/sh", "-c", "sleep 60"], output: "/dev/null")
    let number = try #require(process?.number)
    process = nil
    #expect(kill(pid_t(number), 0) != 0)
  }

  @Test func `a temporary folder goes with the folders in it`() throws {
    func use() throws -> String {
      let folder = try TemporaryFolder(prefix: "cairn-nested-")
      try Folder.create("\(folder.path)/a")
      try WholeFile.write([1], to: "\(folder.path)/a/file")
      return folder.path
    }
    #expect(Folder.kind(try use()) == nil)
  }

  @Test func `a folder is removed with all below it, and links are not followed`() throws {
    let folder = try TemporaryFolder(prefix: "cairn-remove-")
    let kept = "\(folder.path)/kept"
    let gone = "\(folder.path)/gone"
    let manager = FileManager.default
    try manager.createDirectory(atPath: kept, withIntermediateDirectories: false)
    try manager.createDirectory(atPath: "\(gone)/a/b", withIntermediateDirectories: true)
    try WholeFile.write([1], to: "\(kept)/file")
    try WholeFile.write([1], to: "\(gone)/a/b/file")
    try manager.createSymbolicLink(atPath: "\(gone)/link", withDestinationPath: kept)
    Folder.removeAll(gone)
    #expect(Folder.kind(gone) == nil)
    #expect(Folder.kind("\(kept)/file") == .file)
    Folder.removeAll(kept)
  }
}

@Suite struct LoopbackSockets {
  @Test func `a connection to a free port arrives, and one to a closed port is refused`() throws {
    let listener = try LoopbackListener()
    let client = try LoopbackSocket.connect(port: listener.port)
    #expect(try listener.descriptor.waitReadable(until: .after(milliseconds: 10_000)))
    guard let accepted = try listener.accept() else {
      Issue.record("nobody asks for a connection")
      return
    }
    try client.write(all: Array("hello".utf8))
    var buffer = [UInt8](repeating: 0, count: 16)
    let read = try accepted.read(into: &buffer, until: .after(milliseconds: 10_000))
    #expect(read == .bytes(5))
    #expect(try isRefusedSomewhere())
  }

  /// A port that was free a moment ago may be another test's by now.
  private func isRefusedSomewhere() throws -> Bool {
    for _ in 0..<8 {
      let port = try LoopbackSocket.freePort()
      do { _ = try LoopbackSocket.connect(port: port) } catch { return true }
    }
    return false
  }
}
