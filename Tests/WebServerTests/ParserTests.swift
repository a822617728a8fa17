import Testing

@testable import WebServer

@Suite("Requests over HTTP")
struct ParserTests {
  private func parse(_ text: String) throws -> HTTPRequest? {
    var parser = RequestParser()
    parser.append(Array(text.utf8))
    return try parser.next()
  }

  private func fault(_ text: String) -> RequestFault? {
    do { _ = try parse(text) } catch { return error as? RequestFault }
    return nil
  }

  @Test func `what Prometheus and curl send is understood`() throws {
    let request = try #require(
      try parse("GET /metrics?a=b HTTP/1.1\r\nHost: x:9464\r\nAccept: */*\r\n\r\n"))
    #expect(request.path == "/metrics")
    #expect(request.query == "a=b")
    #expect(request.keepsAlive)
    let old = try #require(try parse("HEAD / HTTP/1.0\r\n\r\n"))
    #expect(old.method == .head)
    #expect(!old.keepsAlive)
    let ends = try parse("GET / HTTP/1.1\r\nhost: x\r\nConnection: Close\r\n\r\n")
    #expect(ends?.keepsAlive == false)
  }

  @Test func `a request arrives byte by byte, and another behind it`() throws {
    let bytes = Array(
      "\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    var parser = RequestParser()
    var found: [String] = []
    for byte in bytes {
      parser.append([byte])
      while let request = try parser.next() { found.append(request.path) }
    }
    #expect(found == ["/a", "/b"])
    #expect(!parser.hasBegun)
  }

  @Test func `what is ambiguous or unknown is refused`() {
    #expect(fault("POST / HTTP/1.1\r\nHost: x\r\n\r\n") == .method)
    #expect(fault("GET / HTTP/1.1\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/2.0\r\nHost: x\r\n\r\n") == .version)
    #expect(fault("GET  / HTTP/1.1\r\nHost: x\r\n\r\n") == .malformed)
    #expect(fault("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/1.1\r\nHost : x\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/1.1\r\nHost: x\r\n more\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/1.1\nHost: x\r\n\r\n") == .malformed)
    #expect(fault("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n") == .hasBody)
    #expect(fault("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n") == nil)
    #expect(
      fault("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n")
        == .malformed)
    #expect(fault("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n") == .hasBody)
  }

  @Test func `each bound holds on both sides`() throws {
    func request(path: Int, fields: Int = 0) -> String {
      "GET /" + String(repeating: "a", count: path - 1) + " HTTP/1.1\r\nHost: x\r\n"
        + String(repeating: "a: b\r\n", count: fields) + "\r\n"
    }
    #expect(fault(request(path: 1_024)) == nil)
    #expect(fault(request(path: 1_025)) == .pathTooLong)
    #expect(fault(request(path: 1, fields: 63)) == nil)
    #expect(fault(request(path: 1, fields: 64)) == .tooLong)
    var parser = RequestParser(limit: 64)
    parser.append([UInt8](repeating: 0x61, count: 64))
    #expect(try parser.next() == nil)
    parser.append([0x61])
    #expect(throws: RequestFault.tooLong) { _ = try parser.next() }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `no bytes bring the parser down`(seed: UInt64) {
    var state = seed &* 0x9e37_79b9_7f4a_7c15
    func draw(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % bound
    }
    let good = Array("GET /metrics?x HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n".utf8)
    var understood = 0
    for _ in 0..<5_000 {
      var bytes = good
      for _ in 0..<draw(4) {
        switch draw(3) {
        case 0: bytes[draw(bytes.count)] = UInt8(draw(256))
        case 1: bytes.insert(Array("\r\n :?/\u{0}".utf8)[draw(7)], at: draw(bytes.count))
        default: bytes.remove(at: draw(bytes.count))
        }
      }
      var parser = RequestParser(limit: 256)
      let cut = draw(bytes.count)
      parser.append(Array(bytes[..<cut]))
      do {
        if try parser.next() != nil { understood += 1 }
        parser.append(Array(bytes[cut...]))
        if try parser.next() != nil { understood += 1 }
      } catch {}
    }
    #expect(understood > 500, "seed \(seed)")
  }
}
