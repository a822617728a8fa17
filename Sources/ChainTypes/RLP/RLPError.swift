/// Why bytes are not the RLP that was asked for. `offset` is the place of the offending item's
/// first byte (or of the byte named) in the whole input.
public enum RLPError: Error, Equatable, Sendable {
  /// The input is longer than the limit allows.
  case inputTooLong(length: Int, limit: Int)
  /// An item was asked for where the list or input ends.
  case missingItem(offset: Int)
  /// An item reaches beyond the end of its list or of the input.
  case truncated(offset: Int, needed: UInt64, available: Int)
  /// A byte below 0x80 stands behind a prefix 0x81, but is its own encoding.
  case singleByteWithPrefix(offset: Int)
  /// The length of a long item begins with a zero byte.
  case lengthWithLeadingZero(offset: Int)
  /// A length below 56 is written in the long form.
  case longFormForShortItem(offset: Int, length: Int)
  /// Lists are nested deeper than the limit allows.
  case tooDeep(offset: Int, limit: Int)
  /// The tree has more items than the limit allows.
  case tooManyItems(offset: Int, limit: Int)
  /// A list stands where a string was asked for.
  case expectedBytes(offset: Int)
  /// A string stands where a list was asked for.
  case expectedList(offset: Int)
  /// A string has another length than was asked for.
  case wrongLength(offset: Int, expected: Int, found: Int)
  /// An integer begins with a zero byte: RLP integers are minimal, zero is the empty string.
  case integerWithLeadingZero(offset: Int)
  /// An integer is larger than its type.
  case integerTooLarge(offset: Int, limitBytes: Int, found: Int)
  /// Something follows the last item that was asked for.
  case trailingBytes(offset: Int, count: Int)
}

extension RLPError: CustomStringConvertible {
  public var description: String { "RLP: " + reason }

  private var reason: String {
    switch self {
    case .inputTooLong(let length, let limit): "input of \(length) bytes, at most \(limit) are read"
    case .missingItem(let offset): "item missing at byte \(offset)"
    case .truncated(let offset, let needed, let available):
      "item at byte \(offset) needs \(needed) bytes, \(available) are there"
    case .singleByteWithPrefix(let offset): "needless prefix of a single byte at byte \(offset)"
    case .lengthWithLeadingZero(let offset): "length with a leading zero at byte \(offset)"
    case .longFormForShortItem(let offset, let length):
      "long form for a length of \(length) at byte \(offset)"
    case .tooDeep(let offset, let limit): "more than \(limit) nested lists at byte \(offset)"
    case .tooManyItems(let offset, let limit): "more than \(limit) items at byte \(offset)"
    case .expectedBytes(let offset): "a list instead of a string at byte \(offset)"
    case .expectedList(let offset): "a string instead of a list at byte \(offset)"
    case .wrongLength(let offset, let expected, let found):
      "string of \(found) bytes instead of \(expected) at byte \(offset)"
    case .integerWithLeadingZero(let offset): "integer with a leading zero at byte \(offset)"
    case .integerTooLarge(let offset, let limitBytes, let found):
      "integer of \(found) bytes, at most \(limitBytes) fit, at byte \(offset)"
    case .trailingBytes(let offset, let count): "\(count) bytes too many from byte \(offset) on"
    }
  }
}
