import ChainTypes

/// Reads members of a genesis document; errors are those of a genesis.
struct GenesisReader {
  let field: JSONField
  let notes: GenesisNotes

  init(_ field: JSONField, _ notes: GenesisNotes) {
    self.field = field
    self.notes = notes
  }

  func required(_ key: String) throws(GenesisError) -> GenesisReader {
    do throws(JSONError) {
      return GenesisReader(try field.member(try spelling(key)), notes)
    } catch { throw .value(error) }
  }

  /// Nil when it is missing or null.
  func optional(_ key: String) throws(GenesisError) -> GenesisReader? {
    do throws(JSONError) {
      return try field.optionalMember(try spelling(key)).map { GenesisReader($0, notes) }
    } catch { throw .value(error) }
  }

  func members() throws(GenesisError) -> [(key: String, value: GenesisReader)] {
    do throws(JSONError) {
      return try field.members().map { (key: $0.key, value: GenesisReader($0.field, notes)) }
    } catch { throw .value(error) }
  }

  /// A number as go-ethereum's `HexOrDecimal256` has it: no digits are zero.
  func word() throws(GenesisError) -> Word {
    if case .string(let text) = field.value {
      if text.utf8.isEmpty { return .zero }
      if text.utf8.starts(with: "0X".utf8) {
        let digits = String(decoding: Array(text.utf8.dropFirst(2)), as: UTF8.self)
        guard !digits.utf8.starts(with: "0x".utf8), let word = Word(hex: digits) else {
          throw malformed("a number of at most 256 bits")
        }
        return word
      }
    }
    do throws(JSONError) { return try field.word() } catch { throw .value(error) }
  }

  func number() throws(GenesisError) -> UInt64 {
    guard let value = try word().asUInt64 else { throw .value(.outOfRange(field.path)) }
    return value
  }

  func bytes() throws(GenesisError) -> [UInt8] {
    if case .string(let text) = field.value, text.utf8.isEmpty { return [] }
    do throws(JSONError) { return try field.bytes() } catch { throw .value(error) }
  }

  func hash() throws(GenesisError) -> Hash {
    do throws(JSONError) { return try field.hash() } catch { throw .value(error) }
  }

  func address() throws(GenesisError) -> Address {
    do throws(JSONError) { return try field.address() } catch { throw .value(error) }
  }

  func bool() throws(GenesisError) -> Bool {
    do throws(JSONError) { return try field.bool() } catch { throw .value(error) }
  }

  func malformed(_ expected: String) -> GenesisError {
    .value(.malformed(field.path, expected: expected))
  }

  /// How the document writes a key: as it is, or with other capitals, as Go's reader takes it.
  private func spelling(_ key: String) throws(JSONError) -> String {
    if field.value[key] != nil { return key }
    for member in try field.members() where GenesisReader.equal(member.key, key) {
      return member.key
    }
    return key
  }

  private static func equal(_ a: String, _ b: String) -> Bool {
    a.utf8.count == b.utf8.count
      && zip(a.utf8, b.utf8).allSatisfy { small($0) == small($1) }
  }

  private static func small(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 0x20 : byte
  }

  /// Looks for members that nobody asks for. In a lane's genesis they are refused: a misspelt fork
  /// would begin never, unnoticed. Elsewhere they are noted and left out, as go-ethereum does.
  func knows(_ keys: [String], also more: [String] = []) throws(GenesisError) {
    for member in try members() {
      let isKnown = { (key: String) in GenesisReader.equal(member.key, key) }
      if keys.contains(where: isKnown) || more.contains(where: isKnown) { continue }
      if notes.isStrict { throw .unknownKey(member.value.field.path) }
      notes.ignored.append(member.value.field.path)
    }
  }
}

/// What was noticed in a document beside its values.
final class GenesisNotes {
  let isStrict: Bool
  var ignored: [JSONPath] = []

  init(isStrict: Bool) { self.isStrict = isStrict }
}
