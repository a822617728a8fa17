import ChainTypes
import JSONText
import LinuxIO

/// A key locked with a password, in the form that Ethereum's wallets exchange: version 3 of the
/// Web3 Secret Storage Definition. AES-128 in counter mode, keyed by scrypt or PBKDF2 and
/// authenticated by Keccak-256.
public struct Keystore: Equatable, Sendable {
  /// Of the account, when it is told; not authenticated.
  public let address: Address?
  public let derivation: KeyDerivation
  /// A random name in the form of a UUID.
  public let id: String
  let salt: [UInt8]
  let keySize: Int
  let counter: [UInt8]
  let ciphertext: [UInt8]
  let authenticator: [UInt8]

  init(
    address: Address?, derivation: KeyDerivation, id: String, salt: [UInt8], keySize: Int,
    counter: [UInt8], ciphertext: [UInt8], authenticator: [UInt8]
  ) {
    self.address = address
    self.derivation = derivation
    self.id = id
    self.salt = salt
    self.keySize = keySize
    self.counter = counter
    self.ciphertext = ciphertext
    self.authenticator = authenticator
  }

  /// Reads a keystore's text.
  public init(_ bytes: [UInt8]) throws(KeystoreError) {
    let value: JSONValue
    do throws(JSONTextError) {
      value = try JSONReader.parse(bytes, limit: Limits.keystore)
    } catch {
      throw .noJSON(error)
    }
    try self.init(value)
  }

  /// Reads a keystore's file, whose content is no secret without its password.
  public init(contentsOf path: String) throws(KeyError) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try WholeFile.read(path, limit: Limits.keystore)
    } catch {
      throw .file(.system(error))
    }
    do throws(KeystoreError) { try self.init(bytes) } catch { throw .keystore(error) }
  }
}
