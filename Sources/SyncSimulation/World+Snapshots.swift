import ChainTypes
import Statements
import SyncProtocol

// States of lanes, given and taken. A part has all eight slots, of which the root follows: that
// stands for its proof; two of them are taken.

extension World {
  /// Each so many blocks the state is kept to be given.
  private var pinInterval: UInt64 { 4 }

  func pin(_ host: Host, _ block: SealedBlock, _ state: CheapState) {
    guard rates.snapshotDistance > 0, block.height % pinInterval == 0 else { return }
    host.pins[block.lane, default: []].append((block, state))
    if host.pins[block.lane, default: []].count > 8 { host.pins[block.lane]?.removeFirst() }
  }

  func readSnapshot(_ read: SnapshotRead, _ host: Host) {
    let page = page(read, host)
    queue.add(
      .event(host: host.index, life: host.life, .snapshotRead(ticket: read.ticket, page)),
      at: now + 1)
  }

  private func page(_ read: SnapshotRead, _ host: Host) -> SnapshotPage? {
    let pins = host.pins[read.lane] ?? []
    let threshold = fleet.view.entry(read.lane)?.threshold ?? 0
    if read.pivot.isZero {
      // The newest that is final, as far as this disk knows.
      for (block, _) in pins.reversed() {
        var offered = block
        offered.cosignatures = host.disk.lanes[read.lane]?.cosignatures(block.height) ?? []
        if offered.cosignatures.count >= threshold { return .pivot(offered) }
      }
      return nil
    }
    guard let (block, state) = pins.first(where: { $0.0.hash == read.pivot }) else { return nil }
    var slots = state.slots
    if !host.isHonest { slots[Int(read.place.from % 8)] &+= 1 }
    return .part(block.seal, CheapBlock.encode(list: slots))
  }

  func beginSnapshot(_ lane: Lane, _ pivot: SealedBlock, _ host: Host) {
    host.diskFree = max(host.diskFree, now) + random.between(4, 40)
    queue.add(.snapshot(host: host.index, life: host.life, .begin(lane, pivot)), at: host.diskFree)
  }

  func takeSnapshot(_ take: SnapshotTake, _ host: Host) {
    host.diskFree = max(host.diskFree, now) + random.between(4, 40)
    queue.add(.snapshot(host: host.index, life: host.life, .take(take)), at: host.diskFree)
  }

  /// Its commit has come.
  func finish(_ work: SnapshotWork, _ host: Host) {
    switch work {
    case .begin(let lane, let pivot):
      _ = host.disk.lane(lane)
      host.disk.change(lane) { stored in
        if stored.arriving?.pivot.hash != pivot.hash {
          stored.arriving = ArrivingState(pivot: pivot)
        }
      }
      tell(host, .snapshotBegun(lane, next: host.disk.lanes[lane]?.arriving?.next))
    case .take(let take):
      tell(host, .snapshotChecked(take.lane, store(take, host)))
    }
  }

  private func store(_ take: SnapshotTake, _ host: Host) -> SnapshotVerdict {
    guard let arriving = host.disk.lanes[take.lane]?.arriving,
      arriving.pivot.hash == take.pivot.hash, arriving.next == take.place,
      let header = CheapBlock.decode(arriving.pivot.block)
    else { return .unavailable }
    if !areFaultsOver && random.perMille(rates.storeFailuresPerMille) { return .unavailable }
    let state = CheapState(slots: CheapBlock.decode(list: take.bytes))
    guard state.slots.count == 8, state.root == header.root else {
      return .refused("another state root")
    }
    var verdict = SnapshotVerdict.complete
    host.disk.change(take.lane) { stored in
      guard var arriving = stored.arriving else { return }
      let count = arriving.slots.count
      arriving.slots += state.slots[count..<count + 2]
      if arriving.slots.count < 8 {
        stored.arriving = arriving
        verdict = .next(arriving.next)
      } else {
        stored.base = arriving.pivot
        stored.blocks = []
        stored.state = CheapState(slots: arriving.slots)
        stored.arriving = nil
      }
    }
    if verdict == .complete {
      report.snapshots += 1
      checkStored(host, arriving.pivot)
    }
    return verdict
  }
}

/// What is under way to the disk.
enum SnapshotWork {
  case begin(Lane, SealedBlock)
  case take(SnapshotTake)
}
