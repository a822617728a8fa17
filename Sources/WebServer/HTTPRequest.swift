/// What a client asks for (RFC 9112). There are no requests with a body.
public struct HTTPRequest: Hashable, Sendable {
  public enum Method: Hashable, Sendable { case get, head }

  public var method: Method
  /// Without the query, as it was sent.
  public var path: String
  /// What stands behind the question mark; nil when there is none.
  public var query: String?
  /// Whether the client wants to ask again on the same connection.
  public var keepsAlive: Bool
}

/// Why a request is refused; its connection ends.
public enum RequestFault: Error, Hashable, Sendable {
  case malformed
  /// Longer than the limit, or with more fields.
  case tooLong
  case pathTooLong
  case method
  case hasBody
  case version

  var answer: HTTPAnswer {
    switch self {
    case .malformed: HTTPAnswer(status: 400, text: "the request is no HTTP")
    case .tooLong: HTTPAnswer(status: 431, text: "the request is too long")
    case .pathTooLong: HTTPAnswer(status: 414, text: "the path is too long")
    case .method: HTTPAnswer(status: 405, text: "there is only GET and HEAD")
    case .hasBody: HTTPAnswer(status: 413, text: "a request has no body here")
    case .version: HTTPAnswer(status: 505, text: "there is only HTTP/1.1 and 1.0")
    }
  }
}
