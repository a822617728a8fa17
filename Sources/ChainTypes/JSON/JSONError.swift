/// The kinds of JSON values, by the names that errors call them.
public enum JSONKind: Sendable, Equatable {
  case null, bool, integer, real, string, array, object

  public var name: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer: "an integer"
    case .real: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .integer: .integer
    case .real: .real
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

/// The way from the root of a document to one of its values.
public indirect enum JSONPath: Sendable, Equatable {
  case root
  case member(JSONPath, String)
  case element(JSONPath, Int)

  /// For people: `$.tx[3].to`.
  public var text: String {
    switch self {
    case .root: "$"
    case .member(let parent, let key): parent.text + "." + key
    case .element(let parent, let index): parent.text + "[\(index)]"
    }
  }
}

/// Why a JSON value is not what was asked for, and where it stands.
public enum JSONError: Error, Sendable, Equatable {
  /// The object has no such member, or the array no such element.
  case missing(JSONPath)
  case wrongKind(JSONPath, expected: JSONKind, found: JSONKind)
  /// A number that does not fit what it stands for.
  case outOfRange(JSONPath)
  /// A string that is not the text of what it stands for, which `expected` names.
  case malformed(JSONPath, expected: String)
}

extension JSONError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .missing(let path): "\(path.text) is missing"
    case .wrongKind(let path, let expected, let found):
      "\(path.text) is \(found.name) instead of \(expected.name)"
    case .outOfRange(let path): "\(path.text) is out of range"
    case .malformed(let path, let expected): "\(path.text) is not \(expected)"
    }
  }
}
