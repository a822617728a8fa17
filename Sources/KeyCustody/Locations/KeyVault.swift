import LinuxIO
import Signing
import SystemCrypto

/// Loads, creates and removes secret keys.
public enum KeyVault {
  /// The key at a location that needs no password.
  public static func load(_ location: KeyLocation) throws(KeyError) -> SigningKey {
    switch location {
    case .file(let path):
      return try key(in: secretFile(path, limit: Limits.keyFile), at: location.text)
    case .credential(let name): return try credential(name)
    case .keystore: throw .passwordNeeded(location.text)
    }
  }

  /// The key at a location, whose password is used if it needs one. Opening a keystore takes memory
  /// and time: see `KeyDerivation.memory`.
  public static func load(
    _ location: KeyLocation, password: borrowing SecretBytes
  ) throws(KeyError) -> SigningKey {
    guard case .keystore(let path) = location else { return try load(location) }
    return try Keystore(contentsOf: path).open(with: password)
  }

  /// A new key from random bytes, held nowhere but in memory.
  public static func generate() throws(KeyError) -> SigningKey {
    while true {
      var bytes: [UInt8]
      do throws(SystemCryptoError) { bytes = try SecureRandom.bytes(32) } catch {
        throw .crypto(error)
      }
      // One in 2^128 draws is zero or not below the order.
      do throws(SigningError) { return try SigningKey(taking: &bytes) } catch { continue }
    }
  }

  /// Writes a key as 64 hexadecimal digits and a newline, which people can copy by hand. It never
  /// replaces a file, and it is on the medium when this returns.
  public static func store(
    _ key: borrowing SigningKey, at location: KeyLocation
  ) throws(KeyError) {
    guard case .file(let path) = location else { throw .readOnly(location.text) }
    var text = key.withSecret { secret in KeyText.digits(of: secret) }
    defer { Secrets.wipe(&text) }
    do throws(SecretFileError) { try SecretFile.create(path, text) } catch { throw .file(error) }
  }

  /// Makes a new key at a location where nothing is yet.
  public static func create(at location: KeyLocation) throws(KeyError) -> SigningKey {
    let key = try generate()
    try store(key, at: location)
    return key
  }

  /// Overwrites the key's file and removes it.
  public static func wipe(_ location: KeyLocation) throws(KeyError) {
    guard case .file(let path) = location else { throw .readOnly(location.text) }
    do throws(SecretFileError) { try SecretFile.wipe(path) } catch { throw .file(error) }
  }

  private static func credential(_ name: String) throws(KeyError) -> SigningKey {
    guard let folder = Environment.value("CREDENTIALS_DIRECTORY"), !folder.isEmpty else {
      throw .noCredentials(name: name)
    }
    let bytes = try secretFile(
      "\(folder)/\(name)", limit: Limits.keyFile, guardedBy: .serviceManager)
    return try key(in: bytes, at: "creds:\(name)")
  }

  static func secretFile(
    _ path: String, limit: Int, guardedBy keeper: SecretFile.Guard = .modeAndOwner
  ) throws(KeyError) -> [UInt8] {
    do throws(SecretFileError) {
      return try SecretFile.read(path, limit: limit, guardedBy: keeper)
    } catch {
      throw .file(error)
    }
  }

  static func key(in content: consuming [UInt8], at place: String) throws(KeyError) -> SigningKey {
    var content = content
    defer { Secrets.wipe(&content) }
    guard var secret = KeyText.secret(in: content) else { throw .noKey(at: place) }
    do throws(SigningError) { return try SigningKey(taking: &secret) } catch {
      throw .badSecret(error)
    }
  }
}
