/// Finds where a text becomes too deep. jansson's tree does not know its lines, and the scan is
/// needed for texts that are refused only.
enum DepthScan {
  static func error(in bytes: [UInt8]) -> JSONTextError {
    var (depth, line, column) = (0, 1, 0)
    var (inString, escaped) = (false, false)
    for byte in bytes {
      column += 1
      if inString {
        if escaped {
          escaped = false
        } else if byte == UInt8(ascii: "\\") {
          escaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "\n"): (line, column) = (line + 1, 0)
      default: break
      }
      if depth > JSONTextLimits.depth { break }
    }
    return JSONTextError(reason: .tooDeep, line: line, column: column)
  }
}
