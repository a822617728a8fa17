import Foundation
import LinuxIO
import Testing

@Suite struct Files {
  let path = NSTemporaryDirectory() + "cairn-test-\(UUID().uuidString)"

  @Test func `what was written is read back`() throws {
    defer { unlink(path) }
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let file = try FileDescriptor(opening: path, for: .replace)
    try file.write(all: bytes)
    try file.synchronize()
    try file.close()
    let again = try FileDescriptor(opening: path, for: .read)
    #expect(try again.readAll(limit: bytes.count) == bytes)
  }

  @Test func `a file above the limit is refused, one at the limit is read`() throws {
    defer { unlink(path) }
    try FileDescriptor(opening: path, for: .replace).write(all: [1, 2, 3])
    #expect(try FileDescriptor(opening: path, for: .read).readAll(limit: 3) == [1, 2, 3])
    #expect(throws: SystemError(.tooLarge, call: "read")) {
      _ = try FileDescriptor(opening: path, for: .read).readAll(limit: 2)
    }
  }

  @Test func `a missing file is told with its path, symbol and advice`() {
    do {
      _ = try FileDescriptor(opening: "/no/such", for: .read)
      Issue.record("the file exists")
    } catch {
      #expect(error.code == .notFound)
      #expect(error.text == "open of /no/such failed: it does not exist (ENOENT). Check the path.")
    }
  }

  @Test func `a secret is created for its owner only and never overwritten`() throws {
    defer { unlink(path) }
    try FileDescriptor(opening: path, for: .createSecret).write(all: [7])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: SystemError(.exists, call: "open", subject: path)) {
      _ = try FileDescriptor(opening: path, for: .createSecret)
    }
  }

  @Test func `a descriptor closes itself when its owner lets go`() throws {
    var pipe = try FileDescriptor.pipe()
    try pipe.writer.write(all: [1, 2])
    pipe.writer = try FileDescriptor(opening: "/dev/null", for: .append)
    // The old writing end is closed, or this would wait for ever.
    #expect(try pipe.reader.readAll(limit: 10) == [1, 2])
  }

  @Test func `a full disk is told as such`() throws {
    let file = try FileDescriptor(opening: "/dev/full", for: .readWrite)
    #expect(throws: SystemError(.noSpace, call: "write")) { try file.write(all: [1]) }
  }

  @Test(arguments: [
    (ErrorCode.noSpace, "ENOSPC"), (.accessDenied, "EACCES"), (.wouldBlock, "EAGAIN"),
  ])
  func `a code bears the symbol of the manual pages`(_ code: ErrorCode, _ symbol: String) {
    #expect(code.symbol == symbol)
    #expect(!code.advice.isEmpty)
  }
}

@Suite struct Clocks {
  @Test func `the wall clock is the one that Foundation shows`() {
    let before = Date().timeIntervalSince1970 - 1
    let now = Double(WallClock.now()) / 1e9
    #expect(before < now && now < before + 60)
  }

  @Test func `the monotonic clock never runs backwards`() {
    let times = (0..<100_000).map { _ in MonotonicClock.now() }
    #expect(times == times.sorted())
    #expect(times.last! > times[0])
  }

  @Test func `the arguments of this process are those that Foundation shows`() throws {
    #expect(try ProcessArguments.all() == ProcessInfo.processInfo.arguments)
  }

  @Test func `at least one processor is usable and none is invented`() {
    #expect(1...ProcessInfo.processInfo.processorCount ~= Processors.usable)
  }
}
