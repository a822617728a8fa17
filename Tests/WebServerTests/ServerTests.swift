import Foundation
import LinuxIO
import Testing

@testable import WebServer

@Suite("The server for what watches a server")
struct ServerTests {
  /// One client, and a server that is turned by hand.
  private final class World {
    let server: HTTPServer
    var now: UInt64 = 1_000

    init(_ limits: WebLimits = WebLimits()) throws {
      server = try HTTPServer(address: "127.0.0.1", port: 0, firstToken: 5, limits: limits)
    }

    func turn(_ times: Int = 6) throws {
      for _ in 0..<times {
        var set = PollSet()
        server.add(to: &set)
        for ready in try set.wait(until: .after(milliseconds: 5)) {
          _ = server.handle(ready, now: now) { request in
            request.path == "/big"
              ? HTTPAnswer(type: "x/y", body: [UInt8](repeating: 7, count: 3 << 20))
              : request.path == "/" ? HTTPAnswer(status: 200, text: "hello") : .notFound
          }
        }
        server.dropSlow(now: now)
      }
    }

    /// What has come for a client; nil behind it when the server hung up.
    func take(_ client: borrowing FileDescriptor) throws -> (text: String, isOpen: Bool) {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        switch try client.read(into: &buffer) {
        case .bytes(let count): bytes += buffer[..<count]
        case .endOfFile: return (String(decoding: bytes, as: UTF8.self), false)
        case .wouldBlock: return (String(decoding: bytes, as: UTF8.self), true)
        }
      }
    }
  }

  @Test func `a client asks several times on one connection`() throws {
    let world = try World()
    let client = try LoopbackSocket.connect(port: world.server.port)
    try client.write(all: Array("GET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD /no HTTP/1.1\r\n".utf8))
    try world.turn()
    let first = try world.take(client)
    #expect(first.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(first.text.contains("\r\nContent-Length: 6\r\n"))
    #expect(first.text.hasSuffix("\r\n\r\nhello\n"))
    try client.write(all: Array("Host: x\r\nConnection: close\r\n\r\n".utf8))
    try world.turn()
    let second = try world.take(client)
    #expect(second.text.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
    #expect(second.text.hasSuffix("\r\n\r\n"))
    #expect(!second.isOpen)
    #expect(world.server.clientCount == 0)
  }

  @Test func `nonsense gets its status, and the connection ends`() throws {
    let world = try World()
    let client = try LoopbackSocket.connect(port: world.server.port)
    try client.write(all: Array("BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    try world.turn()
    let answer = try world.take(client)
    #expect(answer.text.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
    #expect(answer.text.contains("Allow: GET, HEAD\r\n"))
    #expect(!answer.isOpen)
  }

  @Test func `an answer that is larger than the socket's buffer arrives whole`() throws {
    let world = try World()
    let client = try LoopbackSocket.connect(port: world.server.port)
    try client.write(all: Array("GET /big HTTP/1.0\r\n\r\n".utf8))
    var count = 0
    var isOpen = true
    for _ in 0..<500 where isOpen {
      try world.turn(1)
      let part = try world.take(client)
      count += part.text.utf8.count
      isOpen = part.isOpen
    }
    #expect(!isOpen)
    #expect(count > 3 << 20)
  }

  @Test func `who says nothing, or half of it, is dropped when patience ends`() throws {
    let world = try World(WebLimits(connections: 2, patience: 100, idle: 300))
    let silent = try LoopbackSocket.connect(port: world.server.port)
    let slow = try LoopbackSocket.connect(port: world.server.port)
    let third = try LoopbackSocket.connect(port: world.server.port)
    try slow.write(all: Array("GET / HTT".utf8))
    try third.write(all: Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    try world.turn()
    #expect(world.server.clientCount == 2)
    #expect(world.server.nextDeadline == 1_100)
    #expect(try world.take(third).text.isEmpty)
    world.now = 1_100
    try world.turn()
    #expect(try !world.take(silent).isOpen)
    #expect(try !world.take(slow).isOpen)
    #expect(try world.take(third).text.hasPrefix("HTTP/1.1 200"))
    world.now = 1_399
    try world.turn()
    #expect(world.server.clientCount == 1)
    world.now = 1_400
    try world.turn()
    #expect(world.server.clientCount == 0)
  }

  @Test func `an address that is a name is refused`() {
    #expect(throws: SystemError.self) {
      _ = try HTTPServer(address: "localhost", port: 0, firstToken: 5)
    }
  }
}
