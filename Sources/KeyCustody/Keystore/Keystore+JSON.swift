import ChainTypes

extension Keystore {
  /// Reads a keystore. Everything that decides about memory and time is bounded here or in
  /// `KeyDerivation.excess`, before anything is computed.
  public init(_ value: JSONValue) throws(KeystoreError) {
    let head: Head
    do throws(JSONError) { head = try Head(value.root) } catch { throw .field(error) }
    if let problem = head.problem { throw problem }
    do throws(JSONError) { try self.init(value.root, head) } catch { throw .field(error) }
  }

  private init(_ root: JSONField, _ head: Head) throws(JSONError) {
    let crypto = head.crypto
    let parameters = try crypto.member("kdfparams")
    self.init(
      address: try root.optionalMember("address")?.address(),
      derivation: head.name == "scrypt"
        ? try Self.scrypt(parameters)
        : .pbkdf2(rounds: Int32(try parameters.member("c").integer(in: 1...Int64(Int32.max)))),
      id: try root.optionalMember("id")?.string() ?? "",
      salt: try Self.bytes(parameters.member("salt"), in: 0...Limits.salt),
      // 16 bytes for the cipher and 16 for the authenticator are used of it.
      keySize: Int(try parameters.member("dklen").integer(in: 32...64)),
      counter: try Self.bytes(crypto.member("cipherparams").member("iv"), in: 16...16),
      ciphertext: try Self.bytes(crypto.member("ciphertext"), in: 1...32),
      authenticator: try Self.bytes(crypto.member("mac"), in: 32...32))
  }

  private static func scrypt(_ parameters: JSONField) throws(JSONError) -> KeyDerivation {
    let large: ClosedRange<Int64> = 1...(1 << 40)
    let n = UInt64(try parameters.member("n").integer(in: large))
    // RFC 7914, section 6: a power of two above one.
    guard n > 1, n & (n - 1) == 0 else {
      throw .malformed(parameters.path, expected: "scrypt's n as a power of two above one")
    }
    return .scrypt(
      n: n, r: UInt64(try parameters.member("r").integer(in: large)),
      p: UInt64(try parameters.member("p").integer(in: large)))
  }

  /// Digits with or without `0x`, of so many bytes.
  private static func bytes(
    _ field: JSONField, in counts: ClosedRange<Int>
  ) throws(JSONError) -> [UInt8] {
    let text = try field.string()
    guard let bytes = try? Hex.decode(text), counts.contains(bytes.count) else {
      throw .malformed(
        field.path,
        expected: "\(counts.lowerBound) to \(counts.upperBound) bytes in hexadecimal digits")
    }
    return bytes
  }

  /// The text that geth, `eth_account` and others read, on one line.
  public var text: String {
    let parameters: JSONValue =
      switch derivation {
      case .scrypt(let n, let r, let p):
        [
          "dklen": .integer(Int64(keySize)), "n": .integer(Int64(n)), "p": .integer(Int64(p)),
          "r": .integer(Int64(r)), "salt": .string(Hex.digits(salt)),
        ]
      case .pbkdf2(let rounds):
        [
          "c": .integer(Int64(rounds)), "dklen": .integer(Int64(keySize)), "prf": "hmac-sha256",
          "salt": .string(Hex.digits(salt)),
        ]
      }
    let name = if case .scrypt = derivation { "scrypt" } else { "pbkdf2" }
    var value: JSONValue = .object([])
    if let address { value.set("address", .string(Hex.digits(address.bytes))) }
    value.set(
      "crypto",
      [
        "cipher": "aes-128-ctr", "ciphertext": .string(Hex.digits(ciphertext)),
        "cipherparams": ["iv": .string(Hex.digits(counter))], "kdf": .string(name),
        "kdfparams": parameters, "mac": .string(Hex.digits(authenticator)),
      ])
    value.set("id", .string(id))
    value.set("version", 3)
    return value.text()
  }
}

/// What says which kind of keystore it is.
private struct Head {
  let version: Int64
  let crypto: JSONField
  let cipher: String
  let name: String
  let hash: String

  init(_ root: JSONField) throws(JSONError) {
    version = try root.member("version").integer()
    // Old writers spell it with a capital.
    if let field = try root.optionalMember("crypto") {
      crypto = field
    } else {
      crypto = try root.member("Crypto")
    }
    cipher = try crypto.member("cipher").string()
    name = try crypto.member("kdf").string()
    hash = try crypto.member("kdfparams").optionalMember("prf")?.string() ?? "hmac-sha256"
  }

  /// Why it cannot be opened, whatever else stands in it.
  var problem: KeystoreError? {
    if version != 3 { return .unsupported(what: "version", found: "\(version)") }
    if cipher != "aes-128-ctr" { return .unsupported(what: "cipher", found: short(cipher)) }
    if name != "scrypt", name != "pbkdf2" {
      return .unsupported(what: "key derivation", found: short(name))
    }
    if hash != "hmac-sha256" { return .unsupported(what: "hash", found: short(hash)) }
    return nil
  }

  /// A file may hold anything, and it goes to a terminal.
  private func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(32)))
  }
}
