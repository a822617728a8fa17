import ChainTypes
import Statements

/// Everything that nodes say to one another. The first byte is the form of all messages (1), the
/// second the type; numbers are most significant byte first.
///
/// By reference: the largest has more than a kilobyte, and each is handed on a few times.
public indirect enum SyncMessage: Hashable, Sendable {
  /// Blocks with their seals; without their bytes where only seals were asked for.
  case blocks([SealedBlock])
  /// A part of something too large for a message.
  case chunk(Chunk)
  /// The head of a lane, as its owner tells it, and the last checkpoint that the owner saw.
  case head(Signed<Seal>, Signed<Checkpoint>?)
  /// With the seal of the block, so that nobody can vouch for what no board sealed.
  case cosignature(Signed<Cosignature>, Signed<Seal>)
  case receipt(Signed<StorageReceipt>, Signed<Seal>)
  /// The newest heads of one log, oldest first.
  case checkpoints([Signed<Checkpoint>])
  case covering(Lane, Signed<Checkpoint>, proof: [UInt8])
  case want(Signed<Want>)
  case standing(Standing)
  case transaction([UInt8])
  case manifest(ManifestOffer)
  case thaw(Signed<Thaw>)
  case succession(Signed<Succession>)
  case enrolment(Signed<Enrolment>, text: [UInt8])
  /// Unsigned: a will cannot be signed in time. For display only.
  case status(isOnline: Bool, text: [UInt8])
  case evidence(Evidence)
  case snapshot(SnapshotPart)
}

enum MessageType: UInt8 {
  case blocks = 1
  case chunk = 2
  case head = 3
  case cosignature = 4
  case receipt = 5
  case checkpoints = 6
  case covering = 7
  case want = 8
  case standing = 9
  case transaction = 10
  case manifest = 11
  case thaw = 12
  case succession = 13
  case enrolment = 14
  case status = 15
  case evidence = 16
  case snapshot = 17
}

/// What a request asks for: `Want.kind`.
public enum WantKind: UInt8, Sendable {
  /// Blocks from `first` to `last`; with a hash, the one block of this hash.
  case blocks = 1
  /// How far everybody is with this lane; asked before anything is signed after a doubtful start.
  case standing = 2
  /// No request but the signed answer to one: `first` is how far the asker of this is, `hash` the
  /// digest of the request.
  case answer = 3
  /// A manifest newer than version `first`.
  case manifest = 4
  /// The state behind the block whose hash is `hash`: of trie `first` from `last` on, as
  /// `SnapshotPlace` has them. With no hash: a final block whose state somebody has.
  case snapshot = 5
}

/// An answer to `WantKind.standing`.
public struct Standing: Hashable, Sendable {
  /// Of kind `answer`.
  public var answer: Signed<Want>
  /// The seal of the answerer's head; nil at block 0.
  public var seal: Signed<Seal>?
  /// The last that the answerer has of the asker's cosignatures in this lane.
  public var cosignature: Signed<Cosignature>?

  public init(
    answer: Signed<Want>, seal: Signed<Seal>? = nil, cosignature: Signed<Cosignature>? = nil
  ) {
    self.answer = answer
    self.seal = seal
    self.cosignature = cosignature
  }
}

/// A part of something that is too large for a message, with a signed ticket that names the hash of
/// what it belongs to: without it nobody's memory can be filled.
public struct Chunk: Hashable, Sendable {
  public enum Ticket: Hashable, Sendable {
    case block(Signed<Seal>)
    case manifest(Signed<ManifestVersion>)
  }

  public var ticket: Ticket
  public var index: Int
  public var count: Int
  public var part: [UInt8]

  public init(ticket: Ticket, index: Int, count: Int, part: [UInt8]) {
    self.ticket = ticket
    self.index = index
    self.count = count
    self.part = part
  }
}

/// A part of a lane's state: consecutive leaves of one trie in the order of their paths, with what
/// proves against the root that none is missing between the place asked for and the last one.
public struct SnapshotPart: Hashable, Sendable {
  /// The seal of the block whose state it is.
  public var seal: Signed<Seal>
  /// Of kind `answer`, by who gives it: trie and path of the request in `first` and `last`, the
  /// Keccak of the bytes in `hash`. Who signs a part whose proof does not hold is to blame.
  public var answer: Signed<Want>
  /// The host's form: leaves, codes and nodes of the proof.
  public var bytes: [UInt8]

  public init(seal: Signed<Seal>, answer: Signed<Want>, bytes: [UInt8]) {
    self.seal = seal
    self.answer = answer
    self.bytes = bytes
  }
}
