import CJansson
import ChainTypes

/// Copies jansson's tree into values without C. Nil means too deep, all the way up.
enum TreeCopy {
  static func value(of node: UnsafeMutablePointer<json_t>, depth: Int) -> JSONValue? {
    // Safe: in this file, what the calls return belongs to the tree, which outlives them, and is
    // copied at once; which calls fit follows from the type.
    switch unsafe cairn_json_type(node) {
    case JSON_OBJECT: unsafe object(node, depth: depth + 1)
    case JSON_ARRAY: unsafe array(node, depth: depth + 1)
    case JSON_STRING: unsafe .string(string(node))
    case JSON_INTEGER: unsafe .integer(Int64(json_integer_value(node)))
    case JSON_REAL: unsafe .real(json_real_value(node))
    case JSON_NULL: .null
    default: unsafe .bool(cairn_json_is_true(node) != 0)
    }
  }

  private static func string(_ node: UnsafeMutablePointer<json_t>) -> String {
    let bytes = unsafe UnsafeRawBufferPointer(
      start: json_string_value(node), count: json_string_length(node))
    return unsafe String(decoding: bytes, as: UTF8.self)
  }

  private static func array(_ node: UnsafeMutablePointer<json_t>, depth: Int) -> JSONValue? {
    guard depth <= JSONTextLimits.depth else { return nil }
    let count = unsafe json_array_size(node)
    var elements: [JSONValue] = []
    elements.reserveCapacity(count)
    for index in 0..<count {
      guard let element = unsafe json_array_get(node, index),
        let copy = unsafe value(of: element, depth: depth)
      else { return nil }
      elements.append(copy)
    }
    return .array(elements)
  }

  private static func object(_ node: UnsafeMutablePointer<json_t>, depth: Int) -> JSONValue? {
    guard depth <= JSONTextLimits.depth else { return nil }
    var members: [(key: String, value: JSONValue)] = []
    members.reserveCapacity(unsafe json_object_size(node))
    var place = unsafe json_object_iter(node)
    while let member = unsafe place {
      guard let key = unsafe json_object_iter_key(member),
        let content = unsafe json_object_iter_value(member),
        let copy = unsafe value(of: content, depth: depth)
      else { return nil }
      members.append((unsafe String(cString: key), copy))
      unsafe place = json_object_iter_next(node, member)
    }
    return .object(members)
  }
}
