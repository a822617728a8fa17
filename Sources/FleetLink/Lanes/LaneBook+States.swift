import BlockExecution
import ChainTypes
import Ledger
import Statements
import SyncProtocol

// The side that gives states.

extension LaneBook {
  /// What somebody asks for; nil when it is not here.
  func page(_ read: SnapshotRead, threshold: Int) -> SnapshotPage? {
    guard !read.pivot.isZero else { return newestFinal(threshold).map { .pivot($0) } }
    guard let stored = stored(read.pivot), let bytes = stored.seal,
      let seal = try? Signed<Seal>(bytes: bytes),
      let part = try? chain.statePart(
        behind: stored.hash, at: stored.number,
        StatePlace(trie: read.place.trie, from: read.place.from),
        bytes: SyncLimits.snapshotBytes)
    else { return nil }
    return .part(seal, part)
  }

  /// The newest block with cosignatures enough whose state is here: it will be there for longest.
  private func newestFinal(_ threshold: Int) -> SealedBlock? {
    guard threshold > 0, let oldest = try? chain.oldestState() else { return nil }
    var number = storedHeight
    for _ in 0..<LinkLimits.pivotReach where number > 0 && number >= oldest {
      let beside = (try? chain.beside(number)) ?? []
      if beside.count(where: { $0.kind == BesideItem.cosignature }) >= threshold,
        let stored = stored(number), let block = LaneBook.sealed(stored, chain)
      {
        return block
      }
      number -= 1
    }
    return nil
  }

  /// Also the block behind whose state the ledger began: it has no receipts, but all else.
  func stored(_ number: UInt64) -> StoredBlock? {
    if let block = try? chain.block(number) { return block }
    return (try? chain.baseBlock()).flatMap { $0.number == number ? $0 : nil }
  }

  private func stored(_ hash: Hash) -> StoredBlock? {
    if let block = try? chain.block(hash) { return block }
    return (try? chain.baseBlock()).flatMap { $0.hash == hash ? $0 : nil }
  }
}
