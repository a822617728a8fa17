import BlockExecution
import ChainTypes
import KeyCustody
import Lanes
import Readings
import Signing
import Statements

/// The board's key and those of its instruments, which follow from it.
final class BoardKeys {
  /// A key in a class, since arrays hold no noncopyable values.
  private final class Holder {
    let key: SigningKey
    let address: Address

    init(_ key: consuming SigningKey) {
      address = key.address
      self.key = key
    }
  }

  private let board: Holder
  private let instruments: [Holder]
  /// What the instruments signed of late.
  let signed = OwnSignatures()

  /// The instruments' keys in their order.
  init(_ key: consuming SigningKey, identity: LaneIdentity, instruments names: [String]) {
    var derived: [Holder] = []
    for name in names {
      let id = RecordID.instrument(board: identity.lane.board, name: name)
      derived.append(
        Holder(
          key.instrumentKey(fleet: identity.fleet, lane: identity.lane, instrument: id, index: 0)))
    }
    instruments = derived
    board = Holder(key)
  }

  var address: Address { board.address }

  func address(of instrument: Int) -> Address { instruments[instrument].address }

  /// As the board.
  func sign(_ digest: Hash) -> StatementSignature { BoardKeys.statement(board.key.sign(digest)) }

  /// As an instrument.
  func sign(_ digest: Hash, as instrument: Int) -> StatementSignature {
    let signature = BoardKeys.statement(instruments[instrument].key.sign(digest))
    signed.note(signature, of: digest, by: address(of: instrument))
    return signature
  }

  /// Signs a transaction for an instrument, or with nil for the board.
  func sign(_ transaction: inout Transaction, as instrument: Int?) {
    let digest = transaction.signingHash
    let signature = instrument.map { sign(digest, as: $0) } ?? sign(digest)
    transaction.signature = TransactionSignature(
      v: signature.yIsOdd ? 1 : 0, r: signature.r, s: signature.s)
  }

  private static func statement(_ signature: RecoverableSignature) -> StatementSignature {
    do throws(SignatureError) {
      return try StatementSignature(
        r: signature.r, s: signature.s, yIsOdd: signature.recoveryID & 1 == 1)
    } catch {
      preconditionFailure("libsecp256k1 signs with low s, and r below the order")
    }
  }
}
