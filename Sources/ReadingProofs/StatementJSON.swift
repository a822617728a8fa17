import ChainTypes
import Statements

// A typed record as a JSON object: a member for each field of `typeText`, in its order. Addresses
// and bytes are hexadecimal behind `0x`, numbers are JSON numbers, or decimal strings from 2^53 on,
// where readers in other languages would round.

/// A field of a type's text.
struct StatementField {
  let type: String
  let name: String

  /// `Name(type field,type field)` taken apart.
  static func all(of typeText: String) -> [StatementField] {
    let bytes = Array(typeText.utf8)
    guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")")
    else { return [] }
    return bytes[(open + 1)..<(bytes.count - 1)].split(separator: UInt8(ascii: ",")).map { part in
      let words = part.split(separator: UInt8(ascii: " "))
      return StatementField(
        type: String(decoding: words.first ?? [], as: UTF8.self),
        name: String(decoding: words.last ?? [], as: UTF8.self))
    }
  }
}

/// Takes a record's fields as members.
private struct MemberSink: FieldSink {
  let fields: [StatementField]
  var members: [(key: String, value: JSONValue)] = []

  mutating func append(_ value: Hash) { add(.string(value.hex)) }
  mutating func append(_ value: Address) { add(.string(value.hex)) }
  mutating func append(_ value: UInt64) { add(ProofNumber.json(value)) }
  mutating func append(_ value: UInt32) { add(.integer(Int64(value))) }
  mutating func append(_ value: UInt8) { add(.integer(Int64(value))) }
  mutating func append(_ value: Int64) { add(ProofNumber.json(value)) }
  mutating func append(_ value: Int8) { add(.integer(Int64(value))) }

  mutating func append(_ value: UInt128) {
    var writer = PackedWriter()
    writer.append(value)
    add(.string(Hex.encode(writer.bytes)))
  }

  private mutating func add(_ value: JSONValue) {
    members.append((key: fields[members.count].name, value: value))
  }
}

enum ProofNumber {
  /// Numbers below this are exact in every reader of JSON.
  static let exact: UInt64 = 1 << 53

  static func json(_ value: UInt64) -> JSONValue {
    value < exact ? .integer(Int64(value)) : .string(value.description)
  }

  static func json(_ value: Int64) -> JSONValue {
    value.magnitude < exact ? .integer(value) : .string(value.description)
  }
}

extension TypedRecord {
  var members: [(key: String, value: JSONValue)] {
    var sink = MemberSink(fields: StatementField.all(of: Self.typeText))
    write(to: &sink)
    return sink.members
  }
}

extension Signed {
  var members: [(key: String, value: JSONValue)] {
    content.members + [("signature", .string(Hex.encode(signature.bytes)))]
  }
}

/// Why a text is no proof file, and where.
public enum ProofFileError: Error, Equatable, Sendable {
  case json(JSONError)
  case unknownMember(JSONPath)
  /// A value that cannot be what it stands for.
  case value(JSONPath, String)
  case format(String)
  /// No JSON at all: why.
  case text(String)
}

extension ProofFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .json(let error): error.description
    case .unknownMember(let path): "\(path.text) is no member of a proof"
    case .value(let path, let why): "\(path.text): \(why)"
    case .text(let why): why
    case .format(let found): "$.format is \"\(found)\", and this reads \"\(ProofFile.format)\""
    }
  }
}

extension JSONField {
  func read<R>(_ body: (JSONField) throws(JSONError) -> R) throws(ProofFileError) -> R {
    do throws(JSONError) { return try body(self) } catch { throw .json(error) }
  }

  func child(_ key: String) throws(ProofFileError) -> JSONField {
    try read { (field) throws(JSONError) in try field.member(key) }
  }

  func optional(_ key: String) throws(ProofFileError) -> JSONField? {
    try read { (field) throws(JSONError) in try field.optionalMember(key) }
  }

  func list(_ limit: Int) throws(ProofFileError) -> [JSONField] {
    let items = try read { (field) throws(JSONError) in try field.elements() }
    guard items.count <= limit else { throw .value(path, "more than \(limit) elements") }
    return items
  }

  func hashes(_ limit: Int) throws(ProofFileError) -> [Hash] {
    var hashes: [Hash] = []
    for item in try list(limit) { hashes.append(try item.hashValue32()) }
    return hashes
  }

  func byteStrings(_ limit: Int) throws(ProofFileError) -> [[UInt8]] {
    var strings: [[UInt8]] = []
    for item in try list(limit) { strings.append(try item.hexBytes()) }
    return strings
  }

  func hexBytes() throws(ProofFileError) -> [UInt8] {
    try read { (field) throws(JSONError) in try field.bytes() }
  }

  func hashValue32() throws(ProofFileError) -> Hash {
    guard let hash = Hash(bytes: try hexBytes()) else {
      throw .value(path, "not 32 bytes in hexadecimal digits")
    }
    return hash
  }

  func addressValue() throws(ProofFileError) -> Address {
    guard let address = Address(bytes: try hexBytes()) else {
      throw .value(path, "not 20 bytes in hexadecimal digits")
    }
    return address
  }

  func number<Value: FixedWidthInteger>(_ type: Value.Type) throws(ProofFileError) -> Value {
    if let value = value.asInteger {
      guard value.magnitude < ProofNumber.exact, let number = Value(exactly: value) else {
        throw .value(path, "the number is out of range")
      }
      return number
    }
    guard let text = value.asString, let number = Value(text), number.description == text,
      number.magnitude >= ProofNumber.exact
    else { throw .value(path, "not a whole number within its range") }
    return number
  }

  /// Refuses members that nobody reads: nothing in a proof goes unchecked.
  func allow(_ keys: [String]) throws(ProofFileError) {
    let members = try read { (field) throws(JSONError) in try field.members() }
    var seen: [String] = []
    for member in members {
      guard keys.contains(member.key), !seen.contains(member.key) else {
        throw .unknownMember(member.field.path)
      }
      seen.append(member.key)
    }
  }

  /// A record of which this object holds the fields, and `more` members beside them.
  func record<Record: TypedRecord>(
    _ type: Record.Type, more: [String] = []
  ) throws(ProofFileError) -> Record {
    let fields = StatementField.all(of: Record.typeText)
    try allow(fields.map { $0.name } + more)
    var writer = PackedWriter()
    for field in fields { try child(field.name).write(field.type, to: &writer) }
    do throws(FieldError) { return try Record(packed: writer.bytes) } catch {
      throw .value(path, error.description)
    }
  }

  func signed<Content: Statement>(
    _ type: Content.Type, more: [String] = []
  ) throws(ProofFileError) -> Signed<Content> {
    let content = try record(type, more: ["signature"] + more)
    let field = try child("signature")
    do throws(SignatureError) {
      return Signed(content, signature: try StatementSignature(bytes: try bytesOf(field)))
    } catch {
      throw .value(field.path, error.description)
    }
  }

  /// The bytes of a signature; those of a text that has none are none.
  private func bytesOf(_ field: JSONField) throws(SignatureError) -> [UInt8] {
    do throws(JSONError) { return try field.bytes() } catch { throw .wrongLength(0) }
  }

  private func write(_ type: String, to writer: inout PackedWriter) throws(ProofFileError) {
    switch type {
    case "address": writer.append(try addressValue())
    case "bytes32": writer.append(try hashValue32())
    case "uint64": writer.append(try number(UInt64.self))
    case "uint32": writer.append(try number(UInt32.self))
    case "uint8": writer.append(try number(UInt8.self))
    case "int64": writer.append(try number(Int64.self))
    case "int8": writer.append(try number(Int8.self))
    default:
      let bytes = try hexBytes()
      guard bytes.count == 16 else { throw .value(path, "not 16 bytes in hexadecimal digits") }
      writer.append(bytes.reduce(0 as UInt128) { $0 << 8 | UInt128($1) })
    }
  }
}
