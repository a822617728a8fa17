import CJansson
import ChainTypes

/// Reads JSON texts (RFC 8259), strictly: UTF-8 only, no key twice, no number that loses digits.
public enum JSONReader {
  /// The value of the whole text.
  public static func parse(
    _ bytes: [UInt8], limit: Int = JSONTextLimits.bytes
  ) throws(JSONTextError) -> JSONValue {
    guard bytes.count <= limit else {
      throw JSONTextError(reason: .tooLarge(bytes.count, limit: limit), line: 1, column: 1)
    }
    let document = try Document(bytes)
    guard let value = document.value else { throw DepthScan.error(in: bytes) }
    return value
  }

  /// The value of the whole text.
  public static func parse(_ text: String) throws(JSONTextError) -> JSONValue {
    try parse([UInt8](text.utf8))
  }
}

/// jansson's tree of a text, freed when it goes.
@safe
private struct Document: ~Copyable {
  private let root: UnsafeMutablePointer<json_t>

  init(_ bytes: [UInt8]) throws(JSONTextError) {
    var error = json_error_t()
    let flags = Int(JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
    // Safe: jansson reads the bytes during the call and keeps none.
    let root = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        unsafe json_loadb(text.baseAddress, text.count, flags, &error)
      }
    }
    guard let root = unsafe root else { throw unsafe JSONTextError(&error) }
    unsafe self.root = root
  }

  deinit {
    // Safe: the one reference that json_loadb gave us.
    unsafe cairn_json_release(root)
  }

  /// A copy without C; nil when the nesting is too deep.
  var value: JSONValue? { unsafe TreeCopy.value(of: root, depth: 0) }
}

extension JSONTextError {
  fileprivate init(_ error: UnsafePointer<json_error_t>) {
    let position = unsafe error.pointee
    // An empty text is reported at line -1 or 0, according to version.
    let line = max(1, Int(position.line))
    let column = max(1, Int(position.column))
    let reason: Reason =
      switch unsafe json_error_code(error) {
      case json_error_stack_overflow: .tooDeep
      case json_error_duplicate_key: .duplicateKey
      case json_error_numeric_overflow: .integerTooLarge
      case json_error_out_of_memory: .outOfMemory
      // Safe: a text within `error`, copied at once.
      default: .syntax(unsafe String(cString: cairn_json_error_text(error)))
      }
    self.init(reason: reason, line: line, column: column)
  }
}
