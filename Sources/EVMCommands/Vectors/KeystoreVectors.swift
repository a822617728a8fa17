import ChainTypes
import KeyCustody
import Signing
import SystemCrypto

/// Keystores of version 3 with their passwords and what is locked in them.
enum KeystoreVectors {
  static func run(
    _ members: [(key: String, value: JSONValue)], _ report: inout VectorReport
  ) {
    for (name, value) in members {
      let field = JSONField(value, path: .member(.root, name))
      report.check(name) { () throws(JSONError) in try check(field) }
    }
  }

  private static func check(_ field: JSONField) throws(JSONError) -> String? {
    let expected = try field.member("priv").blob()
    var password = Array(try field.member("password").string().utf8)
    let json = try field.member("json").value
    let found: [UInt8]
    do throws(KeyError) {
      found = try secret(in: json, SecretBytes(taking: &password))
    } catch {
      return error.text
    }
    // A secret of fewer bytes is the same number with zeros in front.
    let padded = [UInt8](repeating: 0, count: max(0, 32 - expected.count)) + expected
    return found == padded ? nil : "holds another key"
  }

  private static func secret(
    in json: JSONValue, _ password: consuming SecretBytes
  ) throws(KeyError) -> [UInt8] {
    let keystore: Keystore
    do throws(KeystoreError) { keystore = try Keystore(json) } catch { throw .keystore(error) }
    return try keystore.open(with: password).withSecret { bytes in
      bytes.indices.map { bytes[$0] }
    }
  }
}
