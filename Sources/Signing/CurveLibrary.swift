import CSecp256k1
import ChainTypes

/// The calls into libsecp256k1, with numbers in and numbers out. All that is unsafe about them is
/// in this file.
enum CurveLibrary {
  /// Made once, blinded once, afterwards only read, so all threads share it.
  // Safe: written by the one-time initialiser, never changed or freed after it.
  nonisolated(unsafe) private static let context: OpaquePointer = {
    guard let context = unsafe cairn_secp256k1_context() else {
      fatalError("libsecp256k1 could not allocate its context")
    }
    return unsafe context
  }()

  static func recover(digest: Word, r: Word, s: Word, recoveryID: UInt8) -> PublicKey? {
    // Safe: 64 bytes of signature and 32 of digest, as libsecp256k1 states, alive during the calls.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 96) { bytes in
      let start = bytes.baseAddress!
      unsafe r.store(bigEndian: start)
      unsafe s.store(bigEndian: start + 32)
      unsafe digest.store(bigEndian: start + 64)
      var signature = secp256k1_ecdsa_recoverable_signature()
      var key = secp256k1_pubkey()
      guard
        unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(
          context, &signature, start, Int32(recoveryID)) == 1,
        unsafe secp256k1_ecdsa_recover(context, &key, &signature, start + 64) == 1
      else { return nil }
      return unsafe publicKey(&key)
    }
  }

  /// Nil when the secret is zero or not below the order.
  static func publicKey(of secret: SecretStorage) -> PublicKey? {
    var key = secp256k1_pubkey()
    // Safe: `secret` holds 32 bytes and lives until the call returns.
    guard unsafe secp256k1_ec_pubkey_create(context, &key, secret.bytes) == 1 else { return nil }
    return unsafe publicKey(&key)
  }

  static func sign(digest: Word, with secret: SecretStorage) -> RecoverableSignature {
    // Safe: 64 bytes of signature and 32 of digest, as libsecp256k1 states, alive during the calls.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 96) { bytes in
      let start = bytes.baseAddress!
      unsafe digest.store(bigEndian: start + 64)
      var signature = secp256k1_ecdsa_recoverable_signature()
      let signed = unsafe secp256k1_ecdsa_sign_recoverable(
        context, &signature, start + 64, secret.bytes, nil, nil)
      // Documented to fail for a bad secret only, and this one made a public key before.
      precondition(signed == 1, "libsecp256k1 refused a key that it accepted before")
      var recoveryID: Int32 = 0
      _ = unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(
        context, start, &recoveryID, &signature)
      return unsafe RecoverableSignature(
        r: Word(bigEndian: start), s: Word(bigEndian: start + 32), recoveryID: UInt8(recoveryID))
    }
  }

  /// For the bench: the same two calls on memory that is there already.
  static func signBare(repetitions: Int) -> UInt64 {
    // Safe: 32 bytes of digest, 32 of secret and 64 of signature, alive during the calls.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { bytes in
      unsafe bytes.initialize(repeating: 1)
      let start = bytes.baseAddress!
      var signature = secp256k1_ecdsa_recoverable_signature()
      var recoveryID: Int32 = 0
      for _ in 0..<repetitions {
        _ = unsafe secp256k1_ecdsa_sign_recoverable(
          context, &signature, start + 64, start + 32, nil, nil)
        _ = unsafe secp256k1_ecdsa_recoverable_signature_serialize_compact(
          context, start + 64, &recoveryID, &signature)
      }
      return unsafe UInt64(start[64])
    }
  }

  /// The library's own form is opaque and differs by version: coordinates are read through the
  /// uncompressed encoding, a 4 and two numbers of 32 bytes (SEC 1, 2.3.3).
  private static func publicKey(_ key: UnsafePointer<secp256k1_pubkey>) -> PublicKey {
    // Safe: 65 bytes are offered and 65 are written.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 65) { bytes in
      let start = bytes.baseAddress!
      var length = 65
      _ = unsafe secp256k1_ec_pubkey_serialize(
        context, start, &length, key, cairn_secp256k1_uncompressed())
      return unsafe PublicKey(x: Word(bigEndian: start + 1), y: Word(bigEndian: start + 33))
    }
  }
}
