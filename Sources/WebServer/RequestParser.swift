/// Finds requests in the bytes of a connection. Everything in it is bounded: the bytes of a
/// request, its fields, its path. What is ambiguous (a line without carriage return, a folded
/// field, two lengths) is refused rather than guessed: guesses of two programs in a row differ.
public struct RequestParser: Sendable {
  private var waiting: [UInt8] = []
  /// Up to where no end of a request was found.
  private var searched = 0
  private let limit: Int

  public init(limit: Int = WebLimits().requestBytes) { self.limit = limit }

  /// Whether a request has begun.
  public var hasBegun: Bool { !waiting.isEmpty }

  public mutating func append(_ bytes: [UInt8]) { waiting += bytes }

  /// The next whole request; nil when more bytes are wanted.
  public mutating func next() throws(RequestFault) -> HTTPRequest? {
    // A robust server ignores an empty line in front (RFC 9112, 2.2).
    if searched == 0, waiting.starts(with: [0x0d, 0x0a]) { waiting.removeFirst(2) }
    guard let end = endOfHead() else {
      if waiting.count > limit { throw .tooLong }
      return nil
    }
    guard end <= limit else { throw .tooLong }
    let lines = try RequestParser.lines(Array(waiting[..<(end - 2)]))
    waiting.removeFirst(end)
    searched = 0
    return try RequestParser.request(lines)
  }

  /// Behind the empty line that ends the fields.
  private mutating func endOfHead() -> Int? {
    var place = searched
    while place + 3 < waiting.count {
      if waiting[place] == 0x0d, waiting[place + 1] == 0x0a, waiting[place + 2] == 0x0d,
        waiting[place + 3] == 0x0a
      {
        return place + 4
      }
      place += 1
    }
    searched = max(0, waiting.count - 3)
    return nil
  }

  /// Lines without their ends, which are CR and LF together and nowhere one of them alone.
  private static func lines(_ head: [UInt8]) throws(RequestFault) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    var place = 0
    while place < head.count {
      let byte = head[place]
      if byte == 0x0d, place + 1 < head.count, head[place + 1] == 0x0a {
        guard lines.count <= WebLimits.fields else { throw .tooLong }
        lines.append(line)
        line = []
        place += 2
        continue
      }
      guard byte == 0x09 || (byte >= 0x20 && byte != 0x7f) else { throw .malformed }
      line.append(byte)
      place += 1
    }
    return lines
  }

  private static func request(_ lines: [[UInt8]]) throws(RequestFault) -> HTTPRequest {
    guard let first = lines.first else { throw .malformed }
    let words = first.split(separator: 0x20, omittingEmptySubsequences: false).map { Array($0) }
    guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy({ isToken($0) }) else {
      throw .malformed
    }
    let isNew = try version(words[2])
    var request = HTTPRequest(
      method: .get, path: "", query: nil, keepsAlive: isNew)
    switch words[0] {
    case Array("GET".utf8): request.method = .get
    case Array("HEAD".utf8): request.method = .head
    default: throw .method
    }
    try target(words[1], &request)
    try fields(lines.dropFirst(), isNew, &request)
    return request
  }

  /// True for HTTP/1.1.
  private static func version(_ word: [UInt8]) throws(RequestFault) -> Bool {
    if word == Array("HTTP/1.1".utf8) { return true }
    if word == Array("HTTP/1.0".utf8) { return false }
    throw word.starts(with: Array("HTTP/".utf8)) && word.count == 8 ? .version : .malformed
  }

  private static func target(
    _ word: [UInt8], _ request: inout HTTPRequest
  ) throws(RequestFault) {
    guard word.count <= WebLimits.pathBytes else { throw .pathTooLong }
    guard word.first == UInt8(ascii: "/"), word.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
      !word.contains(UInt8(ascii: "#"))
    else { throw .malformed }
    let mark = word.firstIndex(of: UInt8(ascii: "?"))
    request.path = String(decoding: word[..<(mark ?? word.count)], as: UTF8.self)
    if let mark { request.query = String(decoding: word[(mark + 1)...], as: UTF8.self) }
  }

  private static func fields(
    _ lines: ArraySlice<[UInt8]>, _ isNew: Bool, _ request: inout HTTPRequest
  ) throws(RequestFault) {
    var (hosts, lengths) = (0, 0)
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
        line[..<colon].allSatisfy({ isToken($0) })
      else { throw .malformed }
      let name = lowercased(line[..<colon])
      let value = trimmed(line[(colon + 1)...])
      switch name {
      case "host": hosts += 1
      case "transfer-encoding": throw .hasBody
      case "content-length":
        lengths += 1
        guard lengths == 1, !value.isEmpty, value.utf8.allSatisfy({ isDigit($0) }) else {
          throw .malformed
        }
        guard value.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) else { throw .hasBody }
      case "connection":
        let words = value.split(separator: ",").map { trimmed(Array($0.utf8)[...]) }
        if words.contains("close") { request.keepsAlive = false }
        if !isNew, words.contains("keep-alive") { request.keepsAlive = true }
      default: break
      }
    }
    // RFC 9112, 3.2: exactly one.
    guard hosts == 1 || (!isNew && hosts == 0) else { throw .malformed }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// RFC 9110, 5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case _ where isDigit(byte): true
    default: Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
  }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.map { lower($0) }, as: UTF8.self)
  }

  /// Without spaces around it, in small letters: of a few fields that are compared with words.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var rest = bytes
    while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
    while let byte = rest.last, byte == 0x20 || byte == 0x09 { rest.removeLast() }
    return lowercased(rest)
  }
}
