/// A value together with its place in the document, so that whoever reads it can say where
/// something is wrong: `try document.root.member("tx").element(3).member("to").address()`.
public struct JSONField: Sendable {
  public let value: JSONValue
  public let path: JSONPath

  public init(_ value: JSONValue, path: JSONPath = .root) {
    self.value = value
    self.path = path
  }
}

extension JSONValue {
  /// This value as the root of a document.
  public var root: JSONField { JSONField(self) }
}

extension JSONField {
  /// The member of that name.
  public func member(_ key: String) throws(JSONError) -> JSONField {
    guard case .object = value else { throw wrongKind(.object) }
    let path = JSONPath.member(path, key)
    guard let found = value[key] else { throw .missing(path) }
    return JSONField(found, path: path)
  }

  /// The member of that name; nil when it is missing or null.
  public func optionalMember(_ key: String) throws(JSONError) -> JSONField? {
    guard case .object = value else { throw wrongKind(.object) }
    guard let found = value[key], !found.isNull else { return nil }
    return JSONField(found, path: .member(path, key))
  }

  /// The element at that place.
  public func element(_ index: Int) throws(JSONError) -> JSONField {
    guard case .array = value else { throw wrongKind(.array) }
    let path = JSONPath.element(path, index)
    guard let found = value[index] else { throw .missing(path) }
    return JSONField(found, path: path)
  }

  /// All elements of an array.
  public func elements() throws(JSONError) -> [JSONField] {
    guard case .array(let elements) = value else { throw wrongKind(.array) }
    return elements.enumerated().map { JSONField($1, path: .element(path, $0)) }
  }

  /// All members of an object, in their order.
  public func members() throws(JSONError) -> [(key: String, field: JSONField)] {
    guard case .object(let members) = value else { throw wrongKind(.object) }
    return members.map { ($0.key, JSONField($0.value, path: .member(path, $0.key))) }
  }

  func wrongKind(_ expected: JSONKind) -> JSONError {
    .wrongKind(path, expected: expected, found: value.kind)
  }
}
