import ChainTypes
import Ledger
import LedgerStorage
import StateStore
import Statements
import SyncProtocol

/// The state of a lane on its way into a store of its own, beside the lane's.
struct StateArrival {
  let taker: StateTaker<LMDBLedgerStore>
  let pivot: SealedBlock

  init(_ taker: StateTaker<LMDBLedgerStore>, pivot: SealedBlock) {
    self.taker = taker
    self.pivot = pivot
  }

  /// What an earlier life of the program began in a store.
  init?(resuming store: LMDBLedgerStore) throws(StoredLane.Failure) {
    guard let taker = try StateTaker.resume(in: store),
      let pivot = StateArrival.unpacked(taker.pivot, block: taker.encodedPivot)
    else { return nil }
    self.init(taker, pivot: pivot)
  }

  /// What the protocol has to know at the start.
  var start: SnapshotStart? {
    place.map { SnapshotStart(pivot: pivot, next: $0) }
  }

  var place: SnapshotPlace? {
    taker.next.map { SnapshotPlace(trie: $0.trie, from: $0.from) }
  }

  /// The pivot without its block: the seal, then the cosignatures.
  static func packed(_ pivot: SealedBlock) -> [UInt8] {
    var writer = PackedWriter()
    for part in [pivot.seal.bytes] + pivot.cosignatures.map({ $0.bytes }) {
      writer.append(UInt32(part.count))
      for byte in part { writer.append(byte) }
    }
    return writer.bytes
  }

  private static func unpacked(_ bytes: [UInt8], block: [UInt8]) -> SealedBlock? {
    let parts = LaneShelf.parts(bytes)
    guard let first = parts.first, let seal = try? Signed<Seal>(bytes: first) else { return nil }
    let cosignatures = parts.dropFirst().compactMap { try? Signed<Cosignature>(bytes: $0) }
    return SealedBlock(seal: seal, block: block, cosignatures: cosignatures)
  }
}

/// How a lane is caught up with by a state, for people.
public enum StateNews: Sendable, Equatable {
  case begun(BlockPoint)
  /// So many parts of so many bytes are here, of the state behind this block.
  case arrived(BlockPoint, parts: UInt64, bytes: UInt64)
  case taken(BlockPoint)
  /// It came to nothing: on by blocks.
  case dropped
}

extension StateNews {
  public var isOver: Bool {
    switch self {
    case .begun, .arrived: false
    case .taken, .dropped: true
    }
  }

  /// Of the block behind which the state stands; 0 when there is none any more.
  public var height: UInt64 {
    switch self {
    case .begun(let point), .arrived(let point, _, _), .taken(let point): point.height
    case .dropped: 0
    }
  }

  public var parts: UInt64 { if case .arrived(_, let parts, _) = self { parts } else { 0 } }
  public var bytes: UInt64 { if case .arrived(_, _, let bytes) = self { bytes } else { 0 } }

  /// Names and values, for a line of the log.
  public var text: String {
    switch self {
    case .begun(let point): "state_of_block=\(point.height)"
    case .arrived(let point, let parts, let bytes):
      "state_of_block=\(point.height) parts=\(parts) bytes=\(bytes)"
    case .taken(let point): "block=\(point.height) note=\"its state is here; older blocks are not\""
    case .dropped: "note=\"no state came: on by blocks\""
    }
  }
}
