import ChainTypes
import Ledger
import Statements
import SyncProtocol

// Catching up by states: what the protocol wants, done by the shelf. Taking is the owner's thread's
// work: it replaces a lane's store, which no crew may have meanwhile.

extension LinkedNode {
  /// At once, or as soon as it is known how the lane begins.
  func beginState(_ lane: Lane, _ pivot: SealedBlock) {
    guard book(lane) != nil else {
      beginnings[lane] = pivot
      return
    }
    beginnings[lane] = nil
    var place: SnapshotPlace?
    do throws(LinkFailure) { place = try shelf.beginState(lane, pivot) } catch {
      notices.append(.failed(error.text))
    }
    notices.append(.state(lane, place == nil ? .dropped : .begun(pivot.point)))
    events.append(.snapshotBegun(lane, next: place))
  }

  /// Those that wait for the beginning of their lane.
  func beginWaitingStates() {
    for (lane, pivot) in beginnings { beginState(lane, pivot) }
  }

  func takeState(_ part: SnapshotTake) {
    var verdict = SnapshotVerdict.unavailable
    do throws(LinkFailure) { verdict = try shelf.takeState(part) } catch {
      notices.append(.failed(error.text))
    }
    if case .next = verdict, let taker = shelf.arriving[part.lane]?.taker {
      notices.append(
        .state(part.lane, .arrived(part.pivot, parts: taker.parts, bytes: taker.bytes)))
    }
    events.append(.snapshotChecked(part.lane, verdict))
  }

  func dropState(_ lane: Lane) {
    beginnings[lane] = nil
    shelf.dropState(lane)
    notices.append(.state(lane, .dropped))
  }
}
