import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import FleetLink
import FleetLog
import FleetManifest
import Lanes
import Ledger
import LinuxIO
import PendingTransactions
import RPCMethods
import StateStore
import Statements
import SyncProtocol

extension Agent {
  /// Whether the lane may get a block now. A board without fleet may always.
  var maySeal: Bool { fleet?.link.maySeal ?? true }

  /// The block is durable: the others may have it.
  func tellFleet(_ pending: PendingBlock) {
    guard let fleet,
      let bytes = pending.attachments.first(where: { $0.kind == Attachment.seal })?.bytes,
      let seal = try? Signed<Seal>(bytes: bytes)
    else { return }
    fleet.link.sealed(
      SealedBlock(
        seal: seal, block: pending.executed.encoded,
        accessList: pending.executed.result.accessList.encoded()))
    tellStatus()
  }

  /// Says how the board is, to whoever looks after the fleet.
  private func tellStatus() {
    guard let fleet, Agent.now >= fleet.lastStatus + AgentLimits.statusPause else { return }
    fleet.lastStatus = Agent.now
    let text = JSONValue.object([
      ("name", settings.board.name.map { .string($0) } ?? .null),
      ("head", .integer(Int64(clamping: head.number))),
      ("time", .integer(WallClock.milliseconds())),
      ("waiting", .integer(Int64(pipeline.waitingCount))),
      ("problem", problem.map { .string($0) } ?? .null),
    ]).text()
    fleet.link.tell(.statusChanged(Array(text.utf8)))
  }

  /// Does what there is to do on the fleet's link.
  func stepFleet() {
    guard let fleet else { return }
    for notice in fleet.link.step() { take(notice, fleet) }
    tellStatus()
  }

  private func take(_ notice: LinkNotice, _ fleet: FleetMembership) {
    switch notice {
    case .connected(let version): log.info("connected", "to=fleet version=\"\(version)\"")
    case .disconnected(let why, let pause):
      log.warning("disconnected", "from=fleet why=\"\(why)\" next_ms=\(pause)")
    case .topicRefused(let topic, let why):
      log.error("refused", "topic=\"\(topic)\" why=\"\(why)\"")
    case .stored(let lane, let point, _):
      log.debug("followed", "board=\(lane.board.hex) block=\(point.height)")
    case .state(let lane, let news): take(news, of: lane, fleet)
    case .catchUp(let lane, let news):
      log.info("catch_up", "board=\(lane.board.hex) term=\(lane.term) \(news.text)")
    case .delivered(let lane, let point) where lane == identity.lane:
      fleet.delivered = max(fleet.delivered, point.height)
      log.info("delivered", "block=\(point.height)")
    case .final(let lane, let point) where lane == identity.lane:
      fleet.final = max(fleet.final, point.height)
      chain.finalNumber = fleet.final
      log.info("final", "block=\(point.height)")
    case .transaction(let lane, let sender, let bytes): submit(lane, sender, bytes)
    case .covering(let lane, let checkpoint, let proof): cover(lane, checkpoint, proof, fleet)
    case .manifest(let version): didChange(version, fleet)
    case .alert(let alert):
      if fleet.alerts.count >= AgentLimits.alerts { fleet.alerts.removeFirst() }
      fleet.alerts.append("\(alert.lane?.board.hex ?? "fleet"): \(alert.text)")
      log.warning("alert", "board=\(alert.lane?.board.hex ?? "-") what=\"\(alert.text)\"")
    case .failed(let text): log.error("fleet", "why=\"\(text)\"")
    case .delivered, .final, .enrolment, .online, .offline: break
    }
  }

  /// A lane is caught up with by its state: each part is told to who looks, some to the log.
  private func take(_ news: StateNews, of lane: Lane, _ fleet: FleetMembership) {
    fleet.arriving[lane] = news.isOver ? nil : news
    let text = "board=\(lane.board.hex) term=\(lane.term) \(news.text)"
    if case .arrived(_, let parts, _) = news, parts % AgentLimits.loggedParts != 0 {
      log.debug("catch_up", text)
    } else {
      log.info("catch_up", text)
    }
  }

  private func didChange(_ version: UInt64, _ fleet: FleetMembership) {
    log.info("manifest", "version=\(version)")
    let isMember = fleet.link.manifests.current.manifest.member(identity.lane) != nil
    if isMember, !fleet.isMember { log.info("admitted", "board=\(identity.lane.board.hex)") }
    fleet.isMember = isMember
    letIn()
  }

  /// Whose transactions the lane takes is the manifest's word once the lane stands in it, whether
  /// they come over the broker or the socket.
  func letIn() {
    guard let fleet, fleet.isMember else { return }
    let manifest = fleet.link.manifests.current.manifest
    chain.pool.allow(.only(Set(manifest.senders(on: identity.lane))))
  }

  /// A transaction that came over the broker: its sender must be who the manifest lets in.
  private func submit(_ lane: Lane, _ sender: Address, _ bytes: [UInt8]) {
    guard lane == identity.lane else { return }
    do throws(RPCError) { _ = try chain.submit(bytes) } catch {
      log.debug("transaction", "from=\(sender.hex) refused=\"\(error.message)\"")
    }
  }

  /// Keeps what shows that a checkpoint covers the lane: proofs need it, and the blocks up to there
  /// may go when room is needed.
  private func cover(
    _ lane: Lane, _ checkpoint: Signed<Checkpoint>, _ proof: [UInt8], _ fleet: FleetMembership
  ) {
    guard lane == identity.lane, let cover = LogCover(bytes: proof),
      cover.holds(under: checkpoint.content), cover.entry.lane == lane,
      let hash = try? chain.ledger.hash(cover.entry.height), hash == cover.entry.blockHash
    else { return }
    do throws(LaneLedger.Failure) {
      try chain.ledger.putBeside([
        BesideBlock(
          number: cover.entry.height, kind: LogCover.besideKind, signer: checkpoint.content.log,
          bytes: checkpoint.bytes + proof)
      ])
      try chain.ledger.setCovered(cover.entry.height)
    } catch {
      log.error("store", "why=\"\(error.text { $0.text })\"")
      return
    }
    fleet.covered = max(fleet.covered, cover.entry.height)
    fleet.checkpoint = checkpoint.content.digest(in: identity.domain)
    log.info("covered", "block=\(cover.entry.height) checkpoint=\(checkpoint.content.size)")
  }
}
