import ChainTypes
import SystemCrypto

/// Wycheproof's vectors of HMAC and PBKDF2: what keystores and derived keys are made with.
enum DerivationVectors {
  /// Nil for groups of another kind.
  static func check(
    _ group: JSONField, _ name: FileName
  ) -> ((JSONField) throws(JSONError) -> String?)? {
    let hash: KeyedHash = name.base.contains("sha512") ? .sha512 : .sha256
    switch group.value["type"]?.asString {
    case "MacTest":
      return { test throws(JSONError) in try checkAuthenticator(test, hash) }
    case "PbkdfTest":
      return { test throws(JSONError) in try checkPassword(test, hash) }
    default: return nil
    }
  }

  /// Tags may be shortened; invalid ones differ from what is computed.
  private static func checkAuthenticator(
    _ test: JSONField, _ hash: KeyedHash
  ) throws(JSONError) -> String? {
    let tag = try test.member("tag").blob()
    let found = hash.authenticate(
      try test.member("msg").blob(), key: try test.member("key").blob())
    let mustHold = try test.member("result").string() == "valid"
    let holds = tag.count <= found.count && Array(found[..<tag.count]) == tag
    return holds == mustHold ? nil : "the tag is \(Hex.encode(found))"
  }

  private static func checkPassword(
    _ test: JSONField, _ hash: KeyedHash
  ) throws(JSONError) -> String? {
    let expected = try test.member("dk").blob()
    let password = try test.member("password").blob()
    let salt = try test.member("salt").blob()
    let rounds = Int32(clamping: try test.member("iterationCount").integer())
    do throws(SystemCryptoError) {
      let found = try PasswordHash.pbkdf2(
        password, salt: salt, rounds: rounds, size: expected.count, with: hash)
      return found == expected ? nil : "derives \(Hex.encode(found))"
    } catch {
      return error.text
    }
  }
}
