import ChainTypes
import JSONText
import LinuxIO
import Signing
import SystemCrypto

/// Why there is no key. Never holds a secret or a password.
public enum KeyError: Error, Equatable, Sendable {
  case noLocation(String, reason: String)
  case file(SecretFileError)
  /// The service manager gave no credentials to this process.
  case noCredentials(name: String)
  /// Neither 32 bytes nor 64 hexadecimal digits.
  case noKey(at: String)
  /// The bytes are no secret of the curve.
  case badSecret(SigningError)
  /// A keystore was to be opened, or the location needs a password, and none was given.
  case passwordNeeded(String)
  /// Keys cannot be created or removed there.
  case readOnly(String)
  case keystore(KeystoreError)
  case crypto(SystemCryptoError)

  /// What is wrong, and what to do.
  public var text: String {
    switch self {
    case .noLocation(let text, let reason):
      "\"\(text)\" is no location of a key: \(reason). Write file:PATH, creds:NAME or "
        + "keystore:PATH."
    case .file(let error): error.text
    case .noCredentials(let name):
      "systemd gave this process no credential \(name). Add LoadCredential=\(name):PATH to the "
        + "unit, and start it through systemctl."
    case .noKey(let place):
      "\(place) holds no key: neither 32 bytes nor 64 hexadecimal digits."
    case .badSecret(let error): "\(error.text)."
    case .passwordNeeded(let place): "\(place) is locked with a password, and none was given."
    case .readOnly(let place): "\(place) can only be read. Create the key in file:PATH."
    case .keystore(let error): error.text
    case .crypto(let error): "\(error.text)."
    }
  }
}

/// Why a keystore cannot be opened.
public enum KeystoreError: Error, Equatable, Sendable {
  case noJSON(JSONTextError)
  case field(JSONError)
  /// A version, cipher or derivation that keystores of version 3 do not have, or we do not.
  case unsupported(what: String, found: String)
  /// More memory or time than allowed: hostile, or made for another machine.
  case tooCostly(Cost)
  case wrongPassword
  /// It opened, and holds the key of another account than it says.
  case otherAddress(said: Address, found: Address)

  /// What opening takes.
  public enum Cost: Equatable, Sendable {
    case memory(bytes: UInt64, limit: UInt64)
    case blocks(UInt64, limit: UInt64)
    case rounds(Int64, limit: Int64)
  }

  public var text: String {
    switch self {
    case .noJSON(let error): "The keystore is no JSON: \(error.text)."
    case .field(let error): "The keystore is not of version 3: \(error)."
    case .unsupported(let what, let found):
      "The keystore's \(what) is \(found), which is not supported."
    case .tooCostly(.memory(let bytes, let limit)):
      "Opening the keystore takes \(bytes / 1_000_000) MB, and \(limit / 1_000_000) MB are allowed."
    case .tooCostly(.blocks(let count, let limit)):
      "Opening the keystore mixes \(count) blocks, and \(limit) are allowed."
    case .tooCostly(.rounds(let count, let limit)):
      "Opening the keystore takes \(count) rounds, and \(limit) are allowed."
    case .wrongPassword: "The password is wrong, or the keystore is damaged."
    case .otherAddress(let said, let found):
      "The keystore says that it is of \(said.hex), and holds the key of \(found.hex)."
    }
  }
}
