import Foundation
import LinuxIO
import Testing

@Suite struct ChildProcesses {
  private func run(_ script: String, _ milliseconds: Int = 10_000) throws -> ProcessResult {
    try ChildProcess.run(["/bin/sh", "-c", script], until: .after(milliseconds: milliseconds))
  }

  @Test func `output, errors and status come back`() throws {
    let result = try run("echo 21.5; echo oops >&2; exit 3")
    #expect(result.end == .exited(3))
    #expect(result.output == Array("21.5\n".utf8))
    #expect(result.errors == Array("oops\n".utf8))
  }

  @Test func `a program that hangs is ended with its children`() throws {
    let result = try run("sleep 600 & echo $!; sleep 600", 200)
    #expect(result.end == .timedOut)
    let child = try #require(
      Int32(String(decoding: result.output, as: UTF8.self).trimmingCharacters(in: .newlines)))
    var left = 500
    // Signal 0 asks whether the process is there; a zombie of somebody else counts as ended.
    while kill(child, 0) == 0, !isZombie(child), left > 0 {
      usleep(10_000)
      left -= 1
    }
    #expect(left > 0, "process \(child) outlives its parent")
  }

  @Test func `a program that closes its output and stays is ended at the deadline`() throws {
    #expect(try run("exec >&- 2>&-; sleep 600", 200).end == .timedOut)
  }

  @Test func `output without end is cut off`() throws {
    let result = try ChildProcess.run(
      ["yes"], until: .after(milliseconds: 10_000), outputLimit: 1000)
    #expect(result.end == .printedTooMuch)
  }

  @Test func `a program that is not there is told by name`() {
    do {
      _ = try ChildProcess.run(["cairn-no-such-program"], until: .after(milliseconds: 1000))
      Issue.record("it ran")
    } catch {
      #expect(error.code == .notFound)
      #expect(error.subject == "cairn-no-such-program")
    }
  }

  @Test func `the signal that ended a program is told`() throws {
    #expect(try run("kill -USR1 $$").end == .killed(signal: Int(SIGUSR1)))
  }

  @Test func `no descriptor leaks into or out of a hundred programs`() throws {
    let count = { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
    let inside = try run("ls /proc/self/fd").output
    // Input, output, errors and the folder itself.
    #expect(String(decoding: inside, as: UTF8.self) == "0\n1\n2\n3\n")
    let before = try count()
    for _ in 0..<100 { _ = try ChildProcess.run(["true"], until: .after(milliseconds: 10_000)) }
    // Other tests open and close files meanwhile.
    #expect(try count() < before + 50)
  }

  private func isZombie(_ process: Int32) -> Bool {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return text?.contains(") Z ") ?? true
  }
}

@Suite struct MachineFacts {
  @Test func `the boot's number is the kernel's`() throws {
    let text = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    let uuid = try #require(UUID(uuidString: text.trimmingCharacters(in: .newlines)))
    let bytes = withUnsafeBytes(of: uuid.uuid) { Array($0) }
    #expect(try BootIdentity.read() == bytes)
  }

  @Test func `room on the disk is what Foundation shows`() throws {
    let facts = try FileManager.default.attributesOfFileSystem(forPath: "/tmp")
    let space = try FileSystemSpace(holding: "/tmp")
    #expect(space.totalBytes == (facts[.systemSize] as? NSNumber)?.uint64Value)
    #expect(space.usableBytes <= space.totalBytes)
    #expect(throws: SystemError.self) { _ = try FileSystemSpace(holding: "/no/such") }
  }

  @Test func `the clock's state names the file of the time service`() throws {
    let path = NSTemporaryDirectory() + "cairn-clock-\(UUID().uuidString)"
    guard let before = try? ClockState.now(file: path) else { return }
    #expect(!before.wasSetSinceBoot)
    #expect(before.errorMicroseconds >= 0)
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    defer { unlink(path) }
    #expect(try ClockState.now(file: path).wasSetSinceBoot)
  }
}
