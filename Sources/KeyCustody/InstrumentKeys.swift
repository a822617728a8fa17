import ChainTypes
import Readings
import Signing
import Statements
import SystemCrypto

extension SigningKey {
  /// The key of one instrument, derived hardened from the board's, which this is:
  /// `InstrumentKeyRule` states how. Who has it learns neither the board's key nor another
  /// instrument's.
  public borrowing func instrumentKey(
    fleet: Hash, lane: Lane, instrument: Hash, index: UInt32
  ) -> SigningKey {
    var board = withSecret { secret in Array(copying: secret) }
    defer { Secrets.wipe(&board) }
    var secret = InstrumentKeyRule.secret(
      boardSecret: board, fleet: fleet, lane: lane, instrument: instrument, index: index
    ) { key, message in KeyedHash.sha512.authenticate(message, key: key) }
    do throws(SigningError) { return try SigningKey(taking: &secret) } catch {
      preconditionFailure("the rule gives secrets of the curve only")
    }
  }
}
