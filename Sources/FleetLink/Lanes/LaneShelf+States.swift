import ChainTypes
import Ledger
import LedgerStorage
import LinuxIO
import StateStore
import Statements
import SyncProtocol

// The side that takes states. What arrives has a folder beside the lane's: until the last part is
// there the lane is what it was. Then one commit makes a ledger of it, with the lane's values (a
// witness's locks among them), and its folder takes the place of the old one. Whenever the power
// goes, the next start finds either that both are there, and goes on, or the new one alone.

extension LaneShelf {
  private static let suffix = ".state"

  /// Whose state a folder has.
  static func laneName(_ name: String) -> String {
    name.hasSuffix(suffix) ? String(name.dropLast(suffix.utf8.count)) : name
  }

  private func arrivalPath(_ lane: Lane) -> String { path(lane) + LaneShelf.suffix }

  /// Looks at what an earlier life left, before any lane is opened: a state that was whole takes
  /// its lane's place.
  func placeFinished(_ names: [String]) throws(LinkFailure) {
    for name in names where name.hasSuffix(LaneShelf.suffix) {
      guard let lane = LaneShelf.lane(LaneShelf.laneName(name)) else {
        continue
      }
      if try LaneShelf.isFinished(arrivalPath(lane)) { try replace(lane) }
    }
  }

  private static func isFinished(_ path: String) throws(LinkFailure) -> Bool {
    do throws(StoredLane.Failure) { return try StoredLane.exists(in: try store(path)) } catch {
      throw .ledger(error)
    }
  }

  /// Goes on with what an earlier life began, once the lanes are open; without `isWanted` it goes.
  func resumeStates(_ names: [String], isWanted: Bool) throws(LinkFailure) {
    for name in names where name.hasSuffix(LaneShelf.suffix) {
      guard let lane = LaneShelf.lane(LaneShelf.laneName(name)),
        Folder.kind(arrivalPath(lane)) == .folder
      else { continue }
      if isWanted, books[lane] != nil { arriving[lane] = resumed(lane) }
      switch arriving[lane]?.taker.isComplete {
      case nil: dropState(lane)
      case false?: break
      // All of it came, and then the power went.
      case true?: if try finish(lane) == false { dropState(lane) }
      }
    }
  }

  /// What does not read as it was written is no loss: it is asked for again.
  private func resumed(_ lane: Lane) -> StateArrival? {
    do throws(StoredLane.Failure) {
      return try StateArrival(resuming: try LaneShelf.store(arrivalPath(lane)))
    } catch {
      return nil
    }
  }

  /// Makes room for the state behind a block, or finds what there is of it; nil when this lane
  /// cannot be caught up with by a state.
  func beginState(_ lane: Lane, _ pivot: SealedBlock) throws(LinkFailure) -> SnapshotPlace? {
    guard lane != own?.lane, let book = books[lane], pivot.height > book.head.height else {
      return nil
    }
    if let known = arriving[lane], known.pivot.hash == pivot.hash, let place = known.place {
      return place
    }
    dropState(lane)
    do throws(StoredLane.Failure) {
      guard try book.ledger.keepsBlockHashes() else { return nil }
    } catch { throw .ledger(error) }
    do throws(SystemError) { try Folder.create(arrivalPath(lane)) } catch { throw .system(error) }
    do throws(StoredLane.Failure) {
      let taker = try StateTaker.begin(
        in: try LaneShelf.store(arrivalPath(lane)), pivot: StateArrival.packed(pivot),
        block: pivot.block)
      guard let taker else { return nil }
      let arrival = StateArrival(taker, pivot: pivot)
      arriving[lane] = arrival
      return arrival.place
    } catch { throw .ledger(error) }
  }

  /// Checks and stores a part; with the last of them the lane stands at the pivot.
  func takeState(_ part: SnapshotTake) throws(LinkFailure) -> SnapshotVerdict {
    if let verdict = try store(part) { return verdict }
    return try finish(part.lane) ? .complete : .next(part.place)
  }

  /// Nil when it was the last.
  private func store(_ part: SnapshotTake) throws(LinkFailure) -> SnapshotVerdict? {
    guard let arrival = arriving[part.lane], arrival.pivot.point == part.pivot else {
      return .unavailable
    }
    let place = StatePlace(trie: part.place.trie, from: part.place.from)
    if !arrival.taker.isComplete {
      do throws(StoredLane.Failure) {
        switch try arrival.taker.take(part.bytes, at: place) {
        case .refused(let why): return .refused(why)
        case .misplaced: return .unavailable
        case .taken: break
        }
      } catch {
        if case .store = error { throw .ledger(error) }
        // What is stored is not what was written: a place that is not ahead ends it.
        return .next(part.place)
      }
    }
    return arrival.place.map { .next($0) }
  }

  /// Makes the state that is here the lane's; false when it cannot be gone on from.
  private func finish(_ lane: Lane) throws(LinkFailure) -> Bool {
    guard try makeLedger(lane) else { return false }
    // Nobody has either store open any more.
    arriving[lane] = nil
    removeBook(lane)
    try replace(lane)
    if let book = try open(lane) { put(book) }
    return true
  }

  func makeLedger(_ lane: Lane) throws(LinkFailure) -> Bool {
    guard let arrival = arriving[lane], let book = books[lane] else { return false }
    do throws(StoredLane.Failure) {
      let ledger = book.ledger
      book.discard()
      guard try arrival.taker.hasBlockHashes() else { return false }
      try arrival.taker.finish(
        from: ledger,
        attachments: [Attachment(kind: Attachment.seal, bytes: arrival.pivot.seal.bytes)],
        beside: beside(arrival.pivot))
      return true
    } catch { throw .ledger(error) }
  }

  /// What shows that the pivot is final: whoever asks for a state gets it from here, too, and after
  /// a restart it is known still.
  private func beside(_ pivot: SealedBlock) -> [BesideBlock] {
    var items: [BesideBlock] = []
    for cosignature in pivot.cosignatures {
      guard let signer = signer(cosignature) else { continue }
      items.append(
        BesideBlock(
          number: pivot.height, kind: BesideItem.cosignature, signer: signer,
          bytes: cosignature.bytes))
    }
    return items
  }

  /// Puts the finished store where the lane's was.
  private func replace(_ lane: Lane) throws(LinkFailure) {
    Folder.removeAll(path(lane))
    do throws(SystemError) {
      try Folder.move(arrivalPath(lane), to: path(lane))
      try Folder.synchronize(folder)
    } catch { throw .system(error) }
  }

  /// Forgets what has come.
  func dropState(_ lane: Lane) {
    arriving[lane] = nil
    Folder.removeAll(arrivalPath(lane))
  }
}
