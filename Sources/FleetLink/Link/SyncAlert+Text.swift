import ChainTypes
import Statements
import SyncProtocol

extension SyncAlert {
  /// The lane that it is about.
  public var lane: Lane? {
    switch self {
    case .evidence(let evidence): evidence.lane
    case .invalidBlock(let lane, _, _), .cosignedInvalid(_, let lane, _),
      .olderManifest(let lane, _), .unknownManifest(let lane, _), .stopped(let lane, _),
      .lostLocks(let lane), .copiedCard(let lane, _), .frozen(let lane), .thawed(let lane),
      .otherParent(let lane, _), .wrongSnapshot(_, let lane, _):
      lane
    case .forkedManifest: nil
    case .cannotStore(let lane): lane
    }
  }

  /// One sentence for people.
  public var text: String {
    switch self {
    case .evidence(let evidence): evidence.sentence
    case .invalidBlock(_, let point, let why):
      "the board sealed a block at height \(point.height) that the rules do not allow: \(why)"
    case .cosignedInvalid(let witness, _, let point):
      "witness \(witness.hex) cosigned block \(point.height), which is not valid"
    case .olderManifest(_, let height):
      "from block \(height) on the board works under an older manifest than before"
    case .unknownManifest(_, let height):
      "block \(height) names a manifest that is not known here"
    case .stopped(_, let reason): "the lane must not go on: \(reason.text)"
    case .lostLocks:
      "the locks of this witness are gone: it cosigns again when the fleet gives it a new term"
    case .copiedCard(_, let point):
      "somebody else sealed block \(point.height) in this board's name: its card or key was copied"
    case .frozen: "the lane is frozen: there is evidence against its board"
    case .thawed: "the fleet's key thawed the lane"
    case .otherParent(_, let height):
      "block \(height) does not follow the one that is stored, and nobody shows why"
    case .forkedManifest(let version):
      "the fleet's key signed two different manifests of version \(version)"
    case .wrongSnapshot(let giver, _, let why):
      "\(giver.hex) signed a part of the lane's state that its root does not have: \(why)"
    case .cannotStore: "the disk does not take what must be durable"
    }
  }
}

extension StopReason {
  public var text: String {
    switch self {
    case .peersAhead(let point):
      "others have its blocks up to \(point.height), which are not here: the card is lost, older, "
        + "or copied"
    case .frozen: "there is evidence against it"
    case .ended(let point): "the fleet ended it at block \(point.height)"
    case .notEnrolled: "the manifest has no lane of this board; ask the operator to admit it"
    }
  }
}

extension Evidence {
  /// Who said what twice.
  public var sentence: String {
    switch self {
    case .seals(let seal, _):
      "board \(seal.content.lane.board.hex) sealed two different blocks at height "
        + "\(seal.content.height)"
    case .cosignatures(let signed, _):
      "a witness cosigned two different blocks at height \(signed.content.height) of board "
        + signed.content.lane.board.hex
    case .receipts(let signed, _):
      "an aggregator receipted two different blocks at height \(signed.content.height) of board "
        + signed.content.lane.board.hex
    case .checkpoints(let signed, _):
      "aggregator \(signed.content.log.hex) showed two different logs"
    }
  }
}

extension Address {
  /// As it stands in topics, and so as the broker's access list compares it: digits alone.
  public var plain: String { Hex.digits(bytes) }
}
