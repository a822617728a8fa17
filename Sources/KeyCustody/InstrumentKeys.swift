import Signing
import SystemCrypto

extension SigningKey {
  /// The key that follows from this one and a context, hardened: who has it learns neither this one
  /// nor one of another context.
  ///
  ///     secret = first 32 bytes of HMAC-SHA512("cairn instrument key",
  ///                0x00 ‖ this secret (32) ‖ context ‖ attempt (1))
  ///
  /// `attempt` begins at 0 and rises while the 32 bytes are no secret of the curve, which nobody
  /// will see. The context of an instrument's key is what `InstrumentKeyRule` of Readings states:
  /// fleet id, lane, instrument id, index.
  public borrowing func derived(context: [UInt8]) -> SigningKey {
    var attempt: UInt8 = 0
    while true {
      var bytes = candidate(context, attempt)
      do throws(SigningError) { return try SigningKey(taking: &bytes) } catch {
        precondition(attempt < .max, "HMAC-SHA512 gives secrets")
        attempt += 1
      }
    }
  }

  private borrowing func candidate(_ context: [UInt8], _ attempt: UInt8) -> [UInt8] {
    var message: [UInt8] = []
    // One allocation: growing would leave copies of the secret behind.
    message.reserveCapacity(34 + context.count)
    message.append(0)
    withSecret { secret in
      for index in secret.indices { message.append(secret[index]) }
    }
    message += context
    message.append(attempt)
    defer { Secrets.wipe(&message) }
    var output = KeyedHash.sha512.authenticate(message, key: Array("cairn instrument key".utf8))
    defer { Secrets.wipe(&output) }
    return Array(output.prefix(32))
  }
}
