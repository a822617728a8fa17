import ChainTypes
import Statements
import SyncProtocol

// What hosts do for their nodes.

extension World {
  func boot(_ host: Host, _ kind: BootKind) {
    host.life += 1
    host.disk.boots += 1
    host.nextTick = .max
    host.isSealing = false
    host.executed = [:]
    host.diskFree = now
    host.pins = [:]
    let settings = SyncSettings(
      snapshotDistance: rates.snapshotDistance, givesSnapshots: rates.snapshotDistance > 0,
      verifyRun: host.isAggregator ? Int(SyncLimits.publishWindow) : plan.seed % 2 == 0 ? 1 : 4,
      broken: plan.broken)
    let seed = mixed(plan.seed &+ UInt64(host.index) &* 1_000 &+ host.disk.boots)
    host.node = SyncNode(
      host.disk.start(seed: seed, boot: kind), settings: settings, crypto: host.crypto)
    tell(host, .tick)
    if let offer = host.disk.offer { tell(host, .announceManifest(offer)) }
    queue.add(
      .connect(host: host.index, life: host.life), at: now + random.between(100, 2_000))
  }

  func perform(_ action: SyncAction, _ host: Host) {
    switch action {
    case .subscribe(let text): subscribe(host, text)
    case .unsubscribe(let text):
      let filter = Filter(text, prefix: prefix)
      host.filters.removeAll { $0 == filter }
    case .publish(let publication): publish(publication, host)
    case .verify(let request): verify(request, host)
    case .discard(let lane, _): host.executed[lane] = nil
    case .store(let request): store(request, host)
    case .load(let request):
      let event = SyncEvent.loaded(ticket: request.ticket, blocks: host.disk.load(request))
      queue.add(.event(host: host.index, life: host.life, event), at: now + 1)
    case .reset(let lane):
      host.disk.reset(lane)
      host.executed[lane] = nil
    case .manifest(let offer): takeManifest(offer, host)
    case .final(let lane, let point): checkFinal(host, lane, point)
    case .alert(let alert): hear(alert, host)
    case .delivered(let lane, let point): checkDelivered(host, lane, point)
    case .beginSnapshot(let lane, let pivot): beginSnapshot(lane, pivot, host)
    case .takeSnapshot(let take): takeSnapshot(take, host)
    case .readSnapshot(let read): readSnapshot(read, host)
    case .dropSnapshot(let lane): host.disk.change(lane) { $0.arriving = nil }
    case .snapshotTaken: break
    case .transaction, .covering, .enrolment, .status: break
    }
  }

  private func verify(_ request: VerifyRequest, _ host: Host) {
    let lane = host.disk.lane(request.lane)
    var (state, head, last) = (lane.state, lane.head, request)
    var verdict = SyncVerdict.valid
    var states: [CheapState] = []
    for next in [request] + request.run {
      (verdict, state) = CheapBlock.execute(
        next, on: state, head: head, trusting: plan.broken == .trustsAccessList)
      last = next
      guard verdict == .valid else { break }
      head = BlockPoint(height: next.height, hash: next.hash)
      states.append(state)
    }
    host.executed[request.lane] = states.isEmpty ? nil : states
    queue.add(
      .event(
        host: host.index, life: host.life,
        .verified(lane: request.lane, height: last.height, verdict: verdict)),
      at: now + random.between(1, 4))
  }

  /// A commit takes its time, one after the other.
  private func store(_ request: StoreRequest, _ host: Host) {
    host.diskFree = max(host.diskFree, now) + random.between(4, 40)
    queue.add(.stored(host: host.index, life: host.life, request), at: host.diskFree)
  }

  func finishStore(_ host: Host, _ request: StoreRequest) {
    if !areFaultsOver && random.perMille(rates.storeFailuresPerMille) {
      return tell(host, .storeFailed(ticket: request.ticket))
    }
    commit(host, request)
    tell(host, .stored(ticket: request.ticket))
  }

  func commit(_ host: Host, _ request: StoreRequest) {
    var states: [CheapState] = []
    if !request.blocks.isEmpty, let lane = request.lane {
      states = host.executed.removeValue(forKey: lane) ?? []
      for (block, state) in zip(request.blocks, states) { pin(host, block, state) }
      for block in request.blocks { checkStored(host, block) }
    }
    host.disk.apply(request, state: states.last)
  }

  func sealTime(_ host: Host) {
    guard !areSealsOver else { return }
    queue.add(
      .sealTime(host: host.index), at: now + plan.blockInterval - 500 + random.between(0, 1_000))
    guard let node = host.node, node.maySeal, !host.isSealing, let lane = host.ownLane else {
      return
    }
    let chain = host.disk.lane(lane)
    host.isSealing = true
    let (block, state) = makeBlock(host, lane, chain, version: host.disk.view.manifestHash)
    host.diskFree = max(host.diskFree, now) + random.between(4, 40)
    queue.add(
      .sealed(host: host.index, life: host.life, block, state), at: host.diskFree)
  }

  /// The next block of a chain, with its seal.
  func makeBlock(
    _ host: Host, _ lane: Lane, _ chain: DiskLane, version: Hash, wrong: Bool = false,
    lyingList: Bool = false
  ) -> (SealedBlock, CheapState) {
    let operations = (0..<4).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var state = chain.state
    var list = state.run(operations)
    if lyingList {
      list = list.map { $0 &+ 1 }
      state = chain.state
      _ = state.run(operations, trusting: list)
    }
    let root = wrong ? state.root &+ 1 : state.root
    let number = chain.head.height + 1
    let bytes = CheapBlock.encode(
      parent: chain.head.hash, number: number, root: root, operations: operations)
    let accessList = CheapBlock.encode(list: list)
    let hash = CheapBlock.decode(bytes)?.hash ?? .zero
    if wrong || lyingList { facts.invalid.insert(hash) }
    let seal = Seal(
      lane: lane, height: number, blockHash: hash,
      accessListHash: CheapCrypto.hash(accessList[...]),
      manifestHash: version)
    return (
      SealedBlock(
        seal: host.crypto.signed(seal, fleet.domain), block: bytes, accessList: accessList),
      state
    )
  }

  func finishSeal(_ host: Host, _ block: SealedBlock, _ state: CheapState) {
    host.isSealing = false
    host.disk.appendOwn(block, state)
    pin(host, block, state)
    facts.sealed += 1
    tell(host, .sealed(block))
  }

  func logTime(_ host: Host) {
    queue.add(.logTime(host: host.index), at: now + 30_000)
    guard host.node != nil, let checkpoint = makeCheckpoint(host) else { return }
    host.diskFree = max(host.diskFree, now) + random.between(4, 40)
    queue.add(.logStored(host: host.index, life: host.life, checkpoint), at: host.diskFree)
  }

  func makeCheckpoint(_ host: Host, twist: UInt64 = 0) -> Signed<Checkpoint>? {
    let log = host.disk.log
    guard log.size > (log.last?.content.size ?? 0) else { return nil }
    let previous =
      log.last.map { host.crypto.digest(of: $0.content, in: fleet.domain) } ?? .zero
    return host.crypto.signed(
      Checkpoint(
        log: host.address, size: log.size, root: Hash(Word(log.root &+ twist)),
        previous: previous, time: now, manifestHash: host.disk.view.manifestHash), fleet.domain)
  }

  /// The host reads a manifest, makes it durable and says so.
  private func takeManifest(_ offer: ManifestOffer, _ host: Host) {
    guard let view = fleet.view(of: offer) else { return }
    adopt(view, offer, host)
  }

  func adopt(_ view: FleetView, _ offer: ManifestOffer, _ host: Host) {
    host.disk.view = view
    host.disk.offer = offer
    queue.add(.event(host: host.index, life: host.life, .manifestChanged(view)), at: now + 5)
    queue.add(.event(host: host.index, life: host.life, .announceManifest(offer)), at: now + 6)
  }
}
