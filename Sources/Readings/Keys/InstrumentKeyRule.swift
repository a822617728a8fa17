import ChainTypes
import Statements

/// How an instrument's secret key follows from the board's.
///
///     message = 0x00 ‖ board secret (32) ‖ fleet id (32) ‖ board address (20) ‖ term (8)
///               ‖ instrument id (32) ‖ index (4) ‖ attempt (1)            130 bytes
///     secret  = first 32 bytes of HMAC-SHA512(key: "cairn instrument key", message)
///
/// Integers most significant byte first. `attempt` begins at 0 and rises while the 32 bytes are
/// zero or not below the order of secp256k1's group, which nobody will see. Like BIP-32's hardened
/// children (BIP-32, "Private parent key → private child key"), a child needs the parent's
/// *secret*: who knows an instrument's key learns neither the board's nor another's. Unlike them
/// nothing is added to the parent, so that parent and child have no relation at all without the
/// secret, and no chain code has to be kept.
public enum InstrumentKeyRule {
  /// The key of the HMAC.
  public static var hmacKey: [UInt8] { Array("cairn instrument key".utf8) }

  /// The message of the HMAC. It holds the board's secret: wipe it after use.
  public static func message(
    boardSecret: [UInt8], fleet: Hash, lane: Lane, instrument: Hash, index: UInt32, attempt: UInt8
  ) -> [UInt8] {
    precondition(boardSecret.count == 32, "a secret key has 32 bytes")
    var message: [UInt8] = []
    // One allocation: growing would leave copies of the secret behind.
    message.reserveCapacity(130)
    message.append(0)
    message += boardSecret
    var writer = PackedWriter()
    writer.append(fleet)
    lane.write(to: &writer)
    writer.append(instrument)
    writer.append(index)
    writer.append(attempt)
    message += writer.bytes
    return message
  }

  /// True for 32 bytes that are a secret key.
  public static func isSecret(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count == 32, let word = Word(bigEndianBytes: bytes) else { return false }
    return !word.isZero && word < StatementSignature.order
  }

  /// The instrument's secret. `hmac` is HMAC-SHA512 of key and message, 64 bytes.
  public static func secret(
    boardSecret: [UInt8], fleet: Hash, lane: Lane, instrument: Hash, index: UInt32,
    hmac: (_ key: [UInt8], _ message: [UInt8]) -> [UInt8]
  ) -> [UInt8] {
    var attempt: UInt8 = 0
    while true {
      var message = message(
        boardSecret: boardSecret, fleet: fleet, lane: lane, instrument: instrument, index: index,
        attempt: attempt)
      var output = hmac(hmacKey, message)
      wipe(&message)
      let secret = Array(output.prefix(32))
      wipe(&output)
      if isSecret(secret[...]) { return secret }
      // 256 in a row have a chance of 2^-32000: an HMAC that is none.
      precondition(attempt < .max, "HMAC-SHA512 gives secrets")
      attempt += 1
    }
  }

  /// Overwrites in place. Best effort, as far as the optimiser lets an array's last writes stand;
  /// keys at rest are held by the module that owns the curve.
  @inline(never)
  private static func wipe(_ bytes: inout [UInt8]) {
    for index in bytes.indices { bytes[index] = 0 }
  }
}
