import ChainTypes
import Statements

extension SyncNode {
  /// We found it: the others are told at once, whatever comes of it here.
  mutating func didFind(_ evidence: Evidence, by liar: Address) {
    if settings.broken == .overlooksLies { return }
    let evidence = evidence.ordered(in: view.domain)
    guard obey(evidence, by: liar) else { return }
    actions.append(.alert(.evidence(evidence)))
    tell(evidence)
  }

  /// Another says so, and shows it.
  mutating func take(_ evidence: Evidence) {
    let evidence = evidence.ordered(in: view.domain)
    if let index = evidences.firstIndex(where: { $0.evidence == evidence }) {
      evidences[index].heard = now
      return
    }
    guard let liar = evidence.liar(in: view.domain, using: crypto) else { return reject() }
    if obey(evidence, by: liar) { actions.append(.alert(.evidence(evidence))) }
  }

  /// What follows: a board's lane is frozen; what a witness or an aggregator signs counts no more.
  /// A liar who only cosigns must not be able to stop the lanes of others. False when it is not
  /// news.
  private mutating func obey(_ evidence: Evidence, by liar: Address) -> Bool {
    switch evidence {
    case .seals(let a, _):
      guard let place = places[a.content.lane], !lanes[place].isFrozen else { return false }
      if let settled = lanes[place].settled, a.content.height <= settled.height { return false }
      keep(evidence)
      freeze(place, .evidence(evidence))
      return true
    case .cosignatures, .receipts, .checkpoints:
      guard isBarred[liar] == nil, isSigner(liar), isBarred.count < SyncLimits.barred else {
        return false
      }
      isBarred[liar] = true
      keep(evidence)
      store(lane: nil, values: [SyncValue(ValueName.barred(liar), evidence.stored)], .other)
      return true
    }
  }

  private func isSigner(_ address: Address) -> Bool {
    view.aggregators.contains(address) || view.lanes.contains { $0.witness(address) != nil }
  }

  mutating func keep(_ evidence: Evidence) {
    let hash = evidence.hash(in: view.domain)
    guard !evidences.contains(where: { $0.hash == hash }) else { return }
    if evidences.count >= SyncLimits.barred { evidences.removeFirst() }
    evidences.append(KnownEvidence(evidence: evidence, hash: hash, heard: now))
  }

  mutating func tell(_ evidence: Evidence) {
    let subject: Address
    switch evidence {
    case .seals(let a, _): subject = a.content.lane.board
    case .checkpoints(let a, _): subject = a.content.log
    case .cosignatures(let a, _): subject = a.content.lane.board
    case .receipts(let a, _): subject = a.content.lane.board
    }
    if let index = evidences.firstIndex(where: { $0.evidence == evidence }) {
      evidences[index].heard = now
    }
    publish(.evidence, about: subject, .evidence(evidence))
  }

  /// Those who were away when it was said hear it from whoever has not heard it for long.
  mutating func tendEvidence() {
    for known in evidences where now >= known.heard + SyncLimits.announceInterval {
      tell(known.evidence)
    }
  }

  mutating func freeze(_ place: Int, _ freeze: Freeze) {
    guard !lanes[place].isFrozen else { return }
    lanes[place].freeze = freeze
    removeAllWaiting(place)
    dropSnapshot(place)
    actions.append(.alert(.frozen(lanes[place].lane)))
    store(lane: place, values: [SyncValue(ValueName.frozen, freeze.value)], .other)
  }

  /// The fleet lets a lane go on behind a named head.
  mutating func obey(_ thaw: Signed<Thaw>) {
    let content = thaw.content
    guard let place = places[content.lane], let freeze = lanes[place].freeze,
      freeze.hash(in: view.domain) == content.evidence,
      view.version(of: content.manifestHash) != nil
    else { return }
    guard let signer = signer(of: thaw), signer == view.fleetKey || view.delegates.contains(signer)
    else { return reject() }
    let point = BlockPoint(height: content.height, hash: content.blockHash)
    lanes[place].freeze = nil
    lanes[place].settled = point
    evidences.removeAll { $0.hash == content.evidence }
    actions.append(.alert(.thawed(content.lane)))
    store(
      lane: place,
      values: [SyncValue(ValueName.frozen, []), SyncValue(ValueName.settled, point.value)], .other)
    settle(place, point)
  }

  /// Which of two chains is ours decides whether the replica can stay.
  private mutating func settle(_ place: Int, _ point: BlockPoint) {
    let state = lanes[place]
    lanes[place].recent.removeAbove(state.head.height)
    guard !state.isOwn, state.head.height > 0 else { return }
    if state.head.height < point.height { return }
    let ours = state.recent.seal(point.height)?.content.blockHash
    if ours != point.hash && state.head != point { reset(place) }
  }

  /// The fleet ends a lane. That a new one begins, and a witness's new term, the manifest tells.
  mutating func obey(_ succession: Signed<Succession>) {
    let content = succession.content
    guard content.role == 0, let place = places[content.old], lanes[place].entry.ending == nil,
      view.version(of: content.manifestHash) != nil
    else { return }
    guard let signer = signer(of: succession),
      signer == view.fleetKey || view.delegates.contains(signer)
    else { return reject() }
    let ending = BlockPoint(height: content.height, hash: content.blockHash)
    lanes[place].entry.ending = ending
    if lanes[place].lane.board == own { stop(place, .ended(ending)) }
  }
}
