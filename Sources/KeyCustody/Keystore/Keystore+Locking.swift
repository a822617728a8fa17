import ChainTypes
import Signing
import SystemCrypto

extension Keystore {
  /// Locks a key with a password. Takes `derivation.memory` bytes while it does.
  public init(
    locking key: borrowing SigningKey, with password: borrowing SecretBytes,
    derivation: KeyDerivation
  ) throws(KeyError) {
    let (salt, counter, id) = try Self.randomParts()
    var lock = try Self.lock(password, derivation, salt, size: 32)
    defer { Secrets.wipe(&lock) }
    var secret = key.withSecret { bytes in Array(copying: bytes) }
    defer { Secrets.wipe(&secret) }
    let ciphertext = try Self.cipher(secret, lock, counter)
    self.init(
      address: key.address, derivation: derivation, id: id, salt: salt, keySize: 32,
      counter: counter, ciphertext: ciphertext,
      authenticator: Self.authenticator(lock, ciphertext))
  }

  /// The key, if the password is right. Takes `derivation.memory` bytes while it is found out, and
  /// at most `memoryLimit`.
  public func open(
    with password: borrowing SecretBytes, memoryLimit: UInt64 = Limits.keystoreMemory
  ) throws(KeyError) -> SigningKey {
    var secret = try secret(with: password, memoryLimit: memoryLimit)
    // A few old wallets left zeros in front away.
    secret = [UInt8](repeating: 0, count: 32 - secret.count) + secret
    let key: SigningKey
    do throws(SigningError) { key = try SigningKey(taking: &secret) } catch {
      throw .badSecret(error)
    }
    if let address, address != key.address {
      throw .keystore(.otherAddress(said: address, found: key.address))
    }
    return key
  }

  /// What is locked in it, whether it is a key or not.
  func secret(
    with password: borrowing SecretBytes, memoryLimit: UInt64
  ) throws(KeyError) -> [UInt8] {
    if let excess = derivation.excess(memoryLimit: memoryLimit) {
      throw .keystore(.tooCostly(excess))
    }
    var lock = try Self.lock(password, derivation, salt, size: keySize)
    defer { Secrets.wipe(&lock) }
    guard Secrets.areEqual(Self.authenticator(lock, ciphertext), authenticator) else {
      throw .keystore(.wrongPassword)
    }
    return try Self.cipher(ciphertext, lock, counter)
  }

  private static func lock(
    _ password: borrowing SecretBytes, _ derivation: KeyDerivation, _ salt: [UInt8], size: Int
  ) throws(KeyError) -> [UInt8] {
    do throws(SystemCryptoError) {
      return try password.withBytes { (bytes) throws(SystemCryptoError) in
        try derivation.key(bytes, salt: salt, size: size)
      }
    } catch {
      throw .crypto(error)
    }
  }

  /// The first 16 bytes of the lock encrypt.
  private static func cipher(
    _ bytes: [UInt8], _ lock: [UInt8], _ counter: [UInt8]
  ) throws(KeyError) -> [UInt8] {
    var key = Array(lock[..<16])
    defer { Secrets.wipe(&key) }
    do throws(SystemCryptoError) {
      return try AES128Counter.apply(bytes, key: key, counter: counter)
    } catch {
      throw .crypto(error)
    }
  }

  /// The next 16 authenticate what was encrypted.
  private static func authenticator(_ lock: [UInt8], _ ciphertext: [UInt8]) -> [UInt8] {
    var text = Array(lock[16..<32]) + ciphertext
    defer { Secrets.wipe(&text) }
    return Keccak256.hash(text).bytes
  }

  private static func randomParts() throws(KeyError) -> ([UInt8], [UInt8], String) {
    do throws(SystemCryptoError) {
      let salt = try SecureRandom.bytes(32)
      let counter = try SecureRandom.bytes(16)
      return (salt, counter, RandomName.text(from: try SecureRandom.bytes(16)))
    } catch {
      throw .crypto(error)
    }
  }
}

/// A UUID of version 4 (RFC 9562, section 5.4): random, but for six bits.
enum RandomName {
  static func text(from random: [UInt8]) -> String {
    var bytes = random
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    var groups: [String] = []
    for range in [0..<4, 4..<6, 6..<8, 8..<10, 10..<16] {
      groups.append(Hex.digits(bytes[range]))
    }
    return groups.joined(separator: "-")
  }
}

extension Array where Element == UInt8 {
  /// In one allocation: growing would leave copies behind.
  init(copying bytes: Span<UInt8>) {
    self = []
    reserveCapacity(bytes.count)
    for index in bytes.indices { append(bytes[index]) }
  }
}
