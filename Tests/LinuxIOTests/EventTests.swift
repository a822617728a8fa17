import Foundation
import LinuxIO
import Testing

@Suite struct Events {
  @Test func `a set tells which descriptor is ready`() throws {
    let quiet = try FileDescriptor.pipe()
    let loud = try FileDescriptor.pipe()
    try loud.writer.write(all: [1])
    var set = PollSet()
    set.add(quiet.reader, token: 7)
    set.add(loud.reader, token: 9)
    let ready = try set.wait(until: .after(milliseconds: 5000))
    #expect(ready.map { $0.token } == [9])
    #expect(ready[0].isReadable && !ready[0].isWritable && !ready[0].isHungUp)
  }

  @Test func `a deadline that passed leaves nothing ready`() throws {
    let pipe = try FileDescriptor.pipe()
    var set = PollSet()
    set.add(pipe.reader, token: 1)
    #expect(try set.wait(until: .after(milliseconds: 3)).isEmpty)
    #expect(try set.wait(until: Deadline(nanoseconds: 0)).isEmpty)
  }

  @Test func `a closed writer shows as hung up`() throws {
    var pipe = try FileDescriptor.pipe()
    pipe.writer = try FileDescriptor(opening: "/dev/null", for: .append)
    var set = PollSet()
    set.add(pipe.reader, token: 1)
    #expect(try set.wait(until: .after(milliseconds: 5000)).first?.isHungUp == true)
  }

  @Test func `a set wakes when a signal is raised from another thread`() throws {
    let wakeUp = try WakeSignal()
    var set = PollSet()
    set.add(wakeUp, token: 3)
    let thread = try NativeThread(name: "waker") { wakeUp.raise() }
    #expect(try set.wait(until: .after(milliseconds: 5000)).map { $0.token } == [3])
    thread.join()
    wakeUp.clear()
    #expect(try set.wait(until: .after(milliseconds: 0)).isEmpty)
  }

  @Test func `a signal is read instead of handled`() throws {
    // On a thread of its own: the mask belongs to the thread, and the signal is sent to it alone.
    let found = Guarded<[SignalReader.Signal]>([])
    let thread = try NativeThread(name: "signals") {
      guard let reader = try? SignalReader() else { return }
      pthread_kill(pthread_self(), SIGHUP)
      pthread_kill(pthread_self(), SIGTERM)
      while let signal = try? reader.next() { found.withLock { $0.append(signal) } }
    }
    thread.join()
    #expect(Set(found.withLock { $0 }) == [.hangUp, .terminate])
  }

  @Test func `a signal that is held waits for its reader`() throws {
    let found = Guarded<[SignalReader.Signal]>([])
    let thread = try NativeThread(name: "signals") {
      SignalReader.hold(.hangUp)
      pthread_kill(pthread_self(), SIGHUP)
      guard let reader = try? SignalReader() else { return }
      while let signal = try? reader.next() { found.withLock { $0.append(signal) } }
    }
    thread.join()
    #expect(found.withLock { $0 } == [.hangUp])
  }

  @Test func `two free ports are never one`() throws {
    for _ in 0..<200 {
      let (one, other) = try LoopbackSocket.twoFreePorts()
      #expect(one != other)
    }
  }

  @Test func `a writer without room gives up at the deadline`() throws {
    let terminal = try PseudoTerminal()
    let line = try SerialLine(opening: terminal.path, baud: 9600)
    let much = [UInt8](repeating: 1, count: 1 << 20)
    do {
      try line.send(much, until: .after(milliseconds: 20))
      Issue.record("a megabyte went into a line that nobody reads")
    } catch {
      #expect(error.code == .timedOut)
    }
  }
}

@Suite struct Sockets {
  let path = NSTemporaryDirectory() + "cairn-socket-\(UUID().uuidString.prefix(8))"

  @Test func `a listener takes a connection and the words go both ways`() throws {
    let listener = try LocalListener(path: path)
    #expect(try accepted(listener) == nil)
    let client = try LocalSocket.connect(to: path)
    #expect(try listener.descriptor.waitReadable(until: .after(milliseconds: 5000)))
    let server = try #require(try accepted(listener))
    try client.write(all: [1, 2, 3])
    var buffer = [UInt8](repeating: 0, count: 8)
    #expect(try server.file.read(into: &buffer, until: .after(milliseconds: 5000)) == .bytes(3))
    #expect(try server.file.read(into: &buffer) == .wouldBlock)
    try server.file.write(all: [9], until: .after(milliseconds: 5000))
    #expect(try client.read(into: &buffer) == .bytes(1))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o660)
  }

  @Test func `a socket that somebody listens at is not taken from them`() throws {
    let first = try LocalListener(path: path)
    do {
      _ = try LocalListener(path: path)
      Issue.record("two listeners share a path")
    } catch {
      #expect(error.code == .addressInUse)
    }
    #expect(try accepted(first) != nil)
  }

  @Test func `a socket that a killed program left is replaced`() throws {
    let abandoned = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(abandoned, $0, length) }
    }
    close(abandoned)
    #expect(bound == 0)
    _ = try LocalListener(path: path)
  }

  @Test func `a path that is too long for a socket is refused`() {
    do {
      _ = try LocalListener(path: "/tmp/" + String(repeating: "x", count: 120))
      Issue.record("the path fits")
    } catch {
      #expect(error.code.symbol == "ENAMETOOLONG")
    }
  }

  @Test func `systemd hears what the service says`() throws {
    let manager = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer {
      close(manager)
      unlink(path)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(manager, $0, length) }
    }
    setenv("NOTIFY_SOCKET", path, 1)
    setenv("WATCHDOG_USEC", "20000000", 1)
    let service = ServiceManager()
    unsetenv("NOTIFY_SOCKET")
    unsetenv("WATCHDOG_USEC")
    #expect(service.watchdogMilliseconds == 20_000)
    service.ready(status: "16 sensors")
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = recv(manager, &buffer, buffer.count, 0)
    #expect(String(decoding: buffer.prefix(count), as: UTF8.self) == "READY=1\nSTATUS=16 sensors")
  }

  @Test func `without systemd nothing is said and nothing fails`() {
    let service = ServiceManager()
    #expect(!service.isPresent)
    service.alive()
  }

  /// `#require` cannot carry a value that is not copyable.
  private final class Connection: Equatable {
    static func == (a: Connection, b: Connection) -> Bool { a === b }
    let file: FileDescriptor
    init(_ file: consuming FileDescriptor) { self.file = file }
  }

  private func accepted(_ listener: borrowing LocalListener) throws -> Connection? {
    guard let file = try listener.accept() else { return nil }
    return Connection(file)
  }
}
