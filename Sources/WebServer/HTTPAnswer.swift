/// What a client gets.
public struct HTTPAnswer: Hashable, Sendable {
  public var status: Int
  public var type: String
  public var body: [UInt8]

  public init(status: Int = 200, type: String, body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// One line for people.
  public init(status: Int, text: String) {
    self.init(
      status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
  }

  public static let notFound = HTTPAnswer(status: 404, text: "there is nothing here")

  private var reason: String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 431: "Request Header Fields Too Large"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: "Answer"
    }
  }

  /// As it is sent. The length stands in it also where the body is left out (RFC 9110, 9.3.2).
  func bytes(withBody: Bool, keepsAlive: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(reason)\r\n"
    head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
    // What stands here is never older than it says, and no page is to be made of it.
    head += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    if status == 405 { head += "Allow: GET, HEAD\r\n" }
    head += "Connection: \(keepsAlive ? "keep-alive" : "close")\r\n\r\n"
    return Array(head.utf8) + (withBody ? body : [])
  }
}
