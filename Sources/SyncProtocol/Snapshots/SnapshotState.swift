import ChainTypes
import Statements

/// A place in a lane's state: the accounts first, then the storage of one account after another.
public struct SnapshotPlace: Hashable, Sendable {
  /// 0 for the trie of accounts, else the first eight bytes of the path of the account whose
  /// storage it is.
  public var trie: UInt64
  /// The first eight bytes of the path in that trie from which on entries are wanted; the others
  /// are zero. Entries may come twice at the seams, which does no harm.
  public var from: UInt64

  public init(trie: UInt64 = 0, from: UInt64 = 0) {
    self.trie = trie
    self.from = from
  }
}

extension SnapshotPlace: Comparable {
  public static func < (a: SnapshotPlace, b: SnapshotPlace) -> Bool {
    (a.trie, a.from) < (b.trie, b.from)
  }
}

/// A state on its way into the store, part by part. One part at a time is asked for and held.
struct SnapshotState {
  enum Phase: Hashable {
    /// Asks for a final block whose state somebody has.
    case choosing
    /// The host makes room for that block's state, or finds what it has of it.
    case beginning
    /// Asks for the part at `next`.
    case asking
    /// The host checks and stores a part.
    case taking
  }

  var phase = Phase.choosing
  /// The block behind which the state stands: its seal, its header, its cosignatures.
  var pivot: SealedBlock?
  var next = SnapshotPlace()
  var ask = AskState()
  /// Requests in a row that nobody answered.
  var unanswered = 0
  /// Whose part the host has.
  var giver: Address?
  var parts: UInt64 = 0
  var bytes: UInt64 = 0
}
