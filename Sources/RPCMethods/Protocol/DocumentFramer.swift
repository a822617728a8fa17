/// Cuts a stream of bytes into JSON documents. Clients of a Unix socket send one after the other,
/// with or without anything between, in pieces of any size; where an object or array ends is seen
/// from its brackets alone. What stands inside is for the parser to judge.
public struct DocumentFramer {
  /// Why a stream cannot be cut any further. The connection is of no use any more.
  public enum Fault: Error, Equatable, Sendable {
    case tooLong(limit: Int)
    /// Something else than an object or array began.
    case noDocument
    case tooDeep
  }

  /// Deeper nesting than any request has, and than the parser takes.
  static let depthLimit = 128

  let limit: Int
  private var bytes: [UInt8] = []
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// Documents of at most `limit` bytes.
  public init(limit: Int = 4 << 20) { self.limit = limit }

  /// Bytes of a document that has begun.
  public var pendingCount: Int { bytes.count }
}

extension DocumentFramer {
  /// The documents that end within these bytes.
  public mutating func append(_ input: Span<UInt8>) throws(Fault) -> [[UInt8]] {
    var documents: [[UInt8]] = []
    for index in 0..<input.count {
      let byte = input[index]
      if depth == 0, byte.isJSONSpace { continue }
      guard depth > 0 || byte.opensDocument else { throw .noDocument }
      guard bytes.count < limit else { throw .tooLong(limit: limit) }
      bytes.append(byte)
      try follow(byte)
      if depth == 0 {
        documents.append(bytes)
        bytes = []
      }
    }
    return documents
  }

  private mutating func follow(_ byte: UInt8) throws(Fault) {
    if isInString {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString = false
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): isInString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth > DocumentFramer.depthLimit { throw .tooDeep }
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    default: break
    }
  }
}

extension UInt8 {
  fileprivate var isJSONSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }
  fileprivate var opensDocument: Bool { self == UInt8(ascii: "{") || self == UInt8(ascii: "[") }
}
