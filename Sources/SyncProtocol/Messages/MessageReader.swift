import ChainTypes
import Statements

/// Reads fields one behind the other, each checked against what is left: hostile bytes are an
/// error, never a trap, and nothing is allocated that was not received.
struct MessageReader {
  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8], from position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var left: Int { bytes.count - position }

  mutating func byte() throws(MessageError) -> UInt8 {
    guard left >= 1 else { throw .truncated(at: position) }
    position += 1
    return bytes[position - 1]
  }

  mutating func uint16() throws(MessageError) -> Int {
    let high = try byte()
    return Int(high) << 8 | Int(try byte())
  }

  mutating func uint32() throws(MessageError) -> Int {
    let high = try uint16()
    return high << 16 | (try uint16())
  }

  /// True for 1, false for 0, nothing else.
  mutating func flag() throws(MessageError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .invalid(at: position - 1)
    }
  }

  mutating func take(_ count: Int) throws(MessageError) -> [UInt8] {
    guard count >= 0, count <= left else { throw .truncated(at: position) }
    position += count
    return Array(bytes[position - count..<position])
  }

  /// Bytes behind their length.
  mutating func counted() throws(MessageError) -> [UInt8] { try take(try uint32()) }

  mutating func signed<Content: Statement>(
    _ type: Content.Type
  ) throws(MessageError) -> Signed<Content> {
    let start = position
    let count = Content.packedCount + StatementSignature.byteCount
    guard count <= left else { throw .truncated(at: position) }
    position += count
    do throws(SignedError) { return try Signed(bytes: bytes, within: start..<position) } catch {
      throw .statement(error, at: start)
    }
  }

  func finish() throws(MessageError) {
    guard left == 0 else { throw .trailingBytes(at: position) }
  }
}

/// Why a message is none.
public enum MessageError: Error, Equatable, Sendable {
  case tooLong(Int)
  case unknownForm(UInt8)
  case unknownType(UInt8)
  case truncated(at: Int)
  case trailingBytes(at: Int)
  case invalid(at: Int)
  case statement(SignedError, at: Int)
}

extension Statement {
  /// Bytes of `packed`: all statements are of fixed width.
  static var packedCount: Int {
    switch kind {
    case .readingBatch: 20 + 8 + 32 + 8 + 32 + 4 + 32 + 32 + 32
    case .delegation: 20 + 8 + 32 + 4 + 20
    case .correction: 20 + 8 + 16 + 4 + 8 + 4
    case .seal: 28 + 8 + 32 + 32 + 32
    case .cosignature: 28 + 8 + 32 + 32 + 32 + 8
    case .receipt: 28 + 8 + 32 + 32 + 8
    case .checkpoint: 20 + 8 + 32 + 32 + 8 + 32
    case .want: 28 + 1 + 8 + 8 + 32 + 20 + 8
    case .succession: 28 + 8 + 32 + 28 + 1 + 32
    case .thaw: 28 + 8 + 32 + 32 + 32
    case .manifest: 8 + 32 + 32
    case .enrolment: 28 + 32 + 32 + 32
    }
  }
}
