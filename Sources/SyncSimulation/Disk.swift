import ChainTypes
import Statements
import SyncProtocol

/// What a node has for certain: it survives a crash. Writes that were not acknowledged may be in it
/// or not.
struct Disk {
  var lanes: [Lane: DiskLane] = [:]
  /// The order in which lanes came, for a dictionary has none.
  var order: [Lane] = []
  var values: [SyncValue] = []
  var view: FleetView
  var offer: ManifestOffer?
  var log = DiskLog()
  var boots: UInt64 = 0

  init(view: FleetView) { self.view = view }
}

struct DiskLane {
  var blocks: [SealedBlock] = []
  /// The block behind which they stand, when the lane was caught up with by a state.
  var base: SealedBlock?
  /// A state that is on its way.
  var arriving: ArrivingState?
  /// As bytes, which hardly ever are read again.
  private var beside: [UInt64: [(signer: Address, bytes: [UInt8])]] = [:]
  var values: [SyncValue] = []
  var state = CheapState()
  let genesis: Hash

  init(genesis: Hash) { self.genesis = genesis }

  var head: BlockPoint {
    blocks.last?.point ?? base?.point ?? BlockPoint(height: 0, hash: genesis)
  }

  var headSeal: Signed<Seal>? { blocks.last?.seal ?? base?.seal }

  func block(_ height: UInt64) -> SealedBlock? {
    let before = base?.height ?? 0
    guard height > before, height - before <= UInt64(blocks.count) else { return nil }
    return blocks[Int(height - before) - 1]
  }

  func cosignatures(_ height: UInt64) -> [Signed<Cosignature>] {
    (beside[height] ?? []).compactMap { try? Signed<Cosignature>(bytes: $0.bytes) }
  }

  mutating func keep(_ item: BesideItem) {
    let isThere = beside[item.height]?.contains {
      $0.signer == item.signer && $0.bytes == item.bytes
    }
    if isThere == true { return }
    beside[item.height, default: []].append((signer: item.signer, bytes: item.bytes))
  }

  func value(_ name: String) -> [UInt8]? { values.first { $0.name == name }?.value }
}

/// What has come of a state: the slots up to the next place.
struct ArrivingState {
  let pivot: SealedBlock
  var slots: [UInt64] = []
  var next: SnapshotPlace { SnapshotPlace(from: UInt64(slots.count)) }
}

/// An aggregator's log of what it stored.
struct DiskLog {
  var size: UInt64 = 0
  var root: UInt64 = 0
  var last: Signed<Checkpoint>?
}

extension Disk {
  mutating func lane(_ lane: Lane) -> DiskLane {
    if let found = lanes[lane] { return found }
    order.append(lane)
    let made = DiskLane(genesis: CheapBlock.genesisHash(lane))
    lanes[lane] = made
    return made
  }

  /// One commit: all of it or nothing.
  mutating func apply(_ request: StoreRequest, state: CheapState?) {
    guard let name = request.lane else {
      Self.put(request.values, &values)
      return
    }
    var new: [SealedBlock] = []
    change(name) { lane in
      for block in request.blocks where block.height == lane.head.height + 1 {
        lane.blocks.append(block)
        if let state { lane.state = state }
        new.append(block)
      }
      for item in request.beside where item.kind == BesideItem.cosignature {
        lane.keep(item)
      }
      Self.put(request.values, &lane.values)
    }
    for block in new {
      log.size += 1
      log.root = mixed(log.root ^ block.hash.word.limb0)
    }
  }

  /// Changes a lane where it is.
  mutating func change(_ name: Lane, _ body: (inout DiskLane) -> Void) {
    if lanes[name] == nil { _ = lane(name) }
    body(&lanes[name, default: DiskLane(genesis: .zero)])
  }

  private static func put(_ new: [SyncValue], _ values: inout [SyncValue]) {
    for value in new {
      if let place = values.firstIndex(where: { $0.name == value.name }) {
        values[place] = value
      } else {
        values.append(value)
      }
    }
    if new.contains(where: { $0.value.isEmpty }) { values.removeAll { $0.value.isEmpty } }
  }

  mutating func appendOwn(_ block: SealedBlock, _ state: CheapState) {
    change(block.lane) { lane in
      lane.blocks.append(block)
      lane.state = state
    }
  }

  mutating func reset(_ name: Lane) {
    var lane = lane(name)
    let values = lane.values
    lane = DiskLane(genesis: lane.genesis)
    lane.values = values
    lanes[name] = lane
  }

  func load(_ request: LoadRequest) -> [SealedBlock] {
    guard let lane = lanes[request.lane] else { return [] }
    var found: [SealedBlock] = []
    for height in request.first..<request.first + request.count {
      guard var block = lane.block(height) else { break }
      block.cosignatures = lane.cosignatures(height)
      if !request.needsBlocks { (block.block, block.accessList) = ([], []) }
      found.append(block)
    }
    return found
  }

  /// The card is another one: everything but the settings is gone.
  mutating func wipe() {
    (lanes, order, values, log) = ([:], [], [], DiskLog())
  }

  func start(seed: UInt64, boot: BootKind) -> SyncStart {
    var starts: [LaneStart] = []
    for name in order {
      guard let lane = lanes[name] else { continue }
      starts.append(
        LaneStart(
          lane: name, head: lane.head, seal: lane.headSeal, values: lane.values,
          snapshot: lane.arriving.map { SnapshotStart(pivot: $0.pivot, next: $0.next) }))
    }
    return SyncStart(view: view, lanes: starts, values: values, boot: boot, seed: seed)
  }
}
