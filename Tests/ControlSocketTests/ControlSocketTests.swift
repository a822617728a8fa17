import ChainTypes
import ControlSocket
import LinuxIO
import RPCMethods
import Testing

/// A server that answers on a thread of its own until it goes.
private final class Served: @unchecked Sendable {
  let path: String
  private let folder: TemporaryFolder
  private let stop: WakeSignal
  private let thread: NativeThread

  init(limits: ControlLimits = ControlLimits()) throws {
    let folder = try TemporaryFolder(prefix: "cairn-control")
    let stop = try WakeSignal()
    let path = folder.path + "/cairn.ipc"
    let server = try ControlServer(path: path, firstToken: 10, limits: limits)
    nonisolated(unsafe) let unsharedServer = server
    self.folder = folder
    self.stop = stop
    self.path = path
    thread = try NativeThread(name: "control") {
      Served.serve(unsharedServer, until: stop)
    }
  }

  deinit {
    stop.raise()
    thread.join()
  }

  /// Echoes each request's parameters; a method named "big" answers so many bytes.
  private static func serve(_ server: ControlServer, until stop: WakeSignal) {
    while true {
      var set = PollSet()
      set.add(stop, token: 0)
      server.add(to: &set)
      for ready in (try? set.wait(until: nil)) ?? [] {
        if ready.token == 0 { return }
        _ = server.handle(ready) { answer($0) }
      }
    }
  }

  private static func answer(_ document: JSONValue) -> JSONValue? {
    guard let id = document["id"] else { return nil }
    var result = document["params"] ?? .null
    if document["method"] == "big", let count = result[0]?.asInteger {
      result = .string(String(repeating: "x", count: Int(count)))
    }
    return ["jsonrpc": "2.0", "id": id, "result": result]
  }
}

@Suite("Control socket")
struct ControlSocketTests {
  @Test func `several threads' clients get their own answers`() throws {
    let served = try Served()
    var first = try ControlClient(path: served.path)
    var second = try ControlClient(path: served.path)
    #expect(try first.call("a", [1]) == [1])
    #expect(try second.call("b", ["x"]) == ["x"])
    #expect(try first.call("c") == [])
  }

  @Test func `an answer larger than the socket's buffer arrives whole`() throws {
    let served = try Served()
    var client = try ControlClient(path: served.path)
    let count: Int64 = 3_000_000
    #expect(try client.call("big", [.integer(count)]).asString?.utf8.count == Int(count))
  }

  @Test func `requests in one write are all answered, whatever their pieces`() throws {
    let served = try Served()
    let socket = try LocalSocket.connect(to: served.path)
    let one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":[1]}"
    try socket.write(all: Array((one + one + "\n" + one.prefix(9)).utf8))
    try socket.write(all: Array(one.dropFirst(9).utf8))
    let answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[1]}\n"
    #expect(try receive(socket, count: 3 * answer.utf8.count) == answer + answer + answer)
  }

  @Test func `what is not JSON gets a parse error and the connection lives on`() throws {
    let served = try Served()
    let socket = try LocalSocket.connect(to: served.path)
    try socket.write(all: Array("{x}{\"id\":5}".utf8))
    let text = try receive(socket, count: 110)
    #expect(text.contains("-32700") && text.contains("\"id\":5"))
  }

  @Test func `a request that is too long ends the connection with a sentence`() throws {
    let served = try Served(limits: ControlLimits(requestBytes: 64))
    let socket = try LocalSocket.connect(to: served.path)
    try socket.write(all: [UInt8(ascii: "[")] + [UInt8](repeating: 0x31, count: 200))
    let text = try receive(socket, count: 10_000)
    #expect(text.contains("a request has at most 64 bytes"))
  }

  @Test func `more clients than allowed wait until one goes`() throws {
    let served = try Served(limits: ControlLimits(connections: 1))
    var second: ControlClient
    do {
      var first = try ControlClient(path: served.path)
      #expect(try first.call("a", [1]) == [1])
      second = try ControlClient(path: served.path, milliseconds: 5_000)
    }
    #expect(try second.call("b", [2]) == [2])
  }

  @Test func `a second server at the same path is refused`() throws {
    let served = try Served()
    #expect(throws: SystemError.self) {
      _ = try ControlServer(path: served.path, firstToken: 10)
    }
  }

  /// Reads until so many bytes came or the other side closed.
  private func receive(_ socket: borrowing FileDescriptor, count: Int) throws -> String {
    let deadline = Deadline.after(milliseconds: 5_000)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while bytes.count < count {
      guard case .bytes(let read) = try socket.read(into: &buffer, until: deadline) else { break }
      bytes += buffer[..<read]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
