import ChainTypes

/// Reads members of a genesis document; errors are those of a genesis.
struct GenesisReader {
  let field: JSONField

  init(_ field: JSONField) { self.field = field }

  func required(_ key: String) throws(GenesisError) -> GenesisReader {
    do throws(JSONError) { return GenesisReader(try field.member(key)) } catch {
      throw .value(error)
    }
  }

  /// Nil when it is missing or null.
  func optional(_ key: String) throws(GenesisError) -> GenesisReader? {
    do throws(JSONError) { return try field.optionalMember(key).map { GenesisReader($0) } } catch {
      throw .value(error)
    }
  }

  func members() throws(GenesisError) -> [(key: String, value: GenesisReader)] {
    do throws(JSONError) {
      return try field.members().map { (key: $0.key, value: GenesisReader($0.field)) }
    } catch { throw .value(error) }
  }

  func word() throws(GenesisError) -> Word {
    do throws(JSONError) { return try field.word() } catch { throw .value(error) }
  }

  func number() throws(GenesisError) -> UInt64 {
    do throws(JSONError) { return try field.unsigned() } catch { throw .value(error) }
  }

  func bytes() throws(GenesisError) -> [UInt8] {
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

  /// Refuses members that nobody asks for: a misspelt fork would begin never, unnoticed.
  func knows(_ keys: [String], also more: [String] = []) throws(GenesisError) {
    for member in try members() where !keys.contains(member.key) && !more.contains(member.key) {
      throw .unknownKey(member.value.field.path)
    }
  }
}
