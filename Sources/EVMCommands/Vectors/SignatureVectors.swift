import ChainTypes
import Signing
import SystemCrypto

/// Wycheproof's ECDSA vectors with signatures of two fixed-length numbers, on the two curves that
/// the machine knows. DER signatures occur nowhere in Ethereum.
enum SignatureVectors {
  static func run(_ field: JSONField, _ name: FileName, _ report: inout VectorReport) {
    guard let groups = try? field.member("testGroups").elements() else { return }
    for group in groups {
      let tests = (try? group.member("tests").elements()) ?? []
      if let check = DerivationVectors.check(group, name) {
        run(tests, name, &report, check)
        continue
      }
      guard name.base.contains("p1363"), let key = try? Key(group) else {
        report.skip("DER signatures occur nowhere in Ethereum", tests.count)
        continue
      }
      run(tests, name, &report) { test throws(JSONError) in try check(test, key) }
    }
  }

  private static func run(
    _ tests: [JSONField], _ name: FileName, _ report: inout VectorReport,
    _ check: (JSONField) throws(JSONError) -> String?
  ) {
    for test in tests {
      let id = test.value["tcId"]?.asInteger ?? 0
      report.check("\(name.base) \(id)") { () throws(JSONError) in try check(test) }
    }
  }

  private struct Key {
    var isP256: Bool
    var x: Word
    var y: Word

    init(_ group: JSONField) throws(JSONError) {
      let key = try group.member("publicKey")
      isP256 = try key.member("curve").string() == "secp256r1"
      let point = try key.member("uncompressed").blob()
      guard point.count == 65, let x = Word(bigEndianBytes: point[1..<33]),
        let y = Word(bigEndianBytes: point[33...])
      else { throw .malformed(key.path, expected: "a point of 65 bytes") }
      self.x = x
      self.y = y
    }
  }

  private static func check(_ test: JSONField, _ key: Key) throws(JSONError) -> String? {
    let digest = SystemHash.sha256(try test.member("msg").blob())
    let signature = try test.member("sig").blob()
    let mustHold = try test.member("result").string() == "valid"
    let holds = signature.count == 64 && verify(signature, digest, key)
    if holds == mustHold { return nil }
    return mustHold ? "refused, but is valid" : "accepted, but is invalid"
  }

  private static func verify(_ signature: [UInt8], _ digest: Hash, _ key: Key) -> Bool {
    guard let r = Word(bigEndianBytes: signature[..<32]),
      let s = Word(bigEndianBytes: signature[32...])
    else { return false }
    if key.isP256 { return P256.verify(digest: digest, r: r, s: s, x: key.x, y: key.y) }
    // Ethereum verifies by recovering: of the four candidates one must be the key.
    for recoveryID: UInt8 in 0..<4 {
      let found = Secp256k1.recoverPublicKey(digest: digest, r: r, s: s, recoveryID: recoveryID)
      if let found, found.x == key.x, found.y == key.y { return true }
    }
    return false
  }
}
