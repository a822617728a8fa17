import BlockExecution
import ChainTypes
import FleetLog
import FleetManifest
import Lanes
import Ledger
import Statements

/// The kinds under which a ledger keeps what came beside its blocks.
public struct BesideKinds: Sendable {
  public var cosignature: UInt8
  public var receipt: UInt8
  /// A checkpoint's bytes, and behind them an entry of its log, the entry's index and its path.
  public var cover: UInt8

  public init(cosignature: UInt8 = 1, receipt: UInt8 = 2, cover: UInt8 = 3) {
    self.cosignature = cosignature
    self.receipt = receipt
    self.cover = cover
  }
}

extension ProofAssembler {
  /// What the ledger has of others about a block or those close behind it: the cosignatures of the
  /// block that has most, the first receipts, the first checkpoint. What no version of the manifest
  /// backs is left out, for nobody could check it. An aggregator gives `checkpoint` from its log.
  public func company<Recovery: SignatureRecovery>(
    of block: UInt64, fleetKey: Address, manifests: [ProvedManifest],
    checkpoint: ProvedCheckpoint? = nil, kinds: BesideKinds = BesideKinds(),
    using recovery: Recovery
  ) throws(Failure) -> ProofCompany {
    var company = ProofCompany(fleetKey: fleetKey)
    guard let known = KnownManifests(manifests, identity, recovery) else { return company }
    if let checkpoint, known.isCheckpoint(checkpoint.statement) { company.checkpoint = checkpoint }
    let threshold = known.newest.member(identity.lane).map { Int($0.threshold) } ?? 0
    let last = min(ledger.head.number, block + ProofLimits.besideBlocks)
    for number in block...max(block, last) {
      let found = try beside(number, known, kinds)
      if company.cosignatures.count < threshold,
        found.cosignatures.count > company.cosignatures.count
      {
        company.cosignatures = found.cosignatures
      }
      if company.receipts.isEmpty { company.receipts = found.receipts }
      company.checkpoint = company.checkpoint ?? found.checkpoint
      if company.cosignatures.count >= threshold, !company.receipts.isEmpty,
        company.checkpoint != nil
      {
        break
      }
    }
    company.manifests = try proved(known, sealOf: block, company)
    return company
  }

  private func beside<Recovery: SignatureRecovery>(
    _ number: UInt64, _ known: KnownManifests<Recovery>, _ kinds: BesideKinds
  ) throws(Failure) -> ProofCompany {
    let hash = try asked { () throws(LedgerError<Store.Failure>) in try ledger.hash(number) }
    let items = try asked { () throws(LedgerError<Store.Failure>) in try ledger.beside(number) }
    var found = ProofCompany(fleetKey: .zero)
    // What does not decode another version kept; a proof does without it.
    for item in items {
      if item.kind == kinds.cosignature, let signed = try? Signed<Cosignature>(bytes: item.bytes),
        signed.content.blockHash == hash, known.isWitnessed(signed)
      {
        found.cosignatures.append(signed)
      }
      if item.kind == kinds.receipt, let signed = try? Signed<StorageReceipt>(bytes: item.bytes),
        signed.content.blockHash == hash, known.isReceipt(signed)
      {
        found.receipts.append(signed)
      }
      if item.kind == kinds.cover, found.checkpoint == nil,
        let proved = ProvedCheckpoint(item.bytes),
        proved.height == number, known.isCheckpoint(proved.statement)
      {
        found.checkpoint = proved
      }
    }
    return found
  }

  /// From the oldest version that is named, with the content of the newest and of those by which
  /// cosignatures are to be judged.
  private func proved<Recovery: SignatureRecovery>(
    _ known: KnownManifests<Recovery>, sealOf block: UInt64, _ company: ProofCompany
  ) throws(Failure) -> [ProvedManifest] {
    let stored = try asked { () throws(LedgerError<Store.Failure>) in try ledger.block(block) }
    var named: Set<Hash> = []
    if let bytes = stored?.seal, let seal = try? Signed<Seal>(bytes: bytes) {
      named.insert(seal.content.manifestHash)
    }
    let judging = Set(company.cosignatures.map { $0.content.manifestHash })
    named.formUnion(judging)
    for entry in company.receipts { named.insert(entry.content.manifestHash) }
    if let hash = company.checkpoint?.statement.content.manifestHash { named.insert(hash) }
    let last = known.versions.count - 1
    let first = known.versions.firstIndex { named.contains($0) } ?? last
    return (first...last).map { place in
      var version = known.manifests[place]
      if place < last, !judging.contains(known.versions[place]) { version.bytes = nil }
      return version
    }
  }
}

/// The versions of a manifest that whoever makes a proof has, the newest with its content.
private struct KnownManifests<Recovery: SignatureRecovery> {
  let manifests: [ProvedManifest]
  let versions: [Hash]
  let newest: Manifest
  let identity: LaneIdentity
  let recovery: Recovery

  init?(_ manifests: [ProvedManifest], _ identity: LaneIdentity, _ recovery: Recovery) {
    guard let bytes = manifests.last?.bytes, let newest = try? Manifest(content: bytes) else {
      return nil
    }
    self.manifests = manifests
    self.newest = newest
    self.identity = identity
    self.recovery = recovery
    versions = manifests.map { $0.statement.content.digest(in: identity.domain) }
  }

  private func signer<Content: Statement>(_ signed: Signed<Content>) -> Address? {
    try? signed.signer(in: identity.domain, using: recovery)
  }

  func isWitnessed(_ signed: Signed<Cosignature>) -> Bool {
    let content = signed.content
    guard content.lane == identity.lane,
      let place = versions.lastIndex(of: content.manifestHash), let signer = signer(signed)
    else { return false }
    let own = manifests[place].bytes.flatMap { try? Manifest(content: $0) }
    let manifest = own ?? newest
    return manifest.member(identity.lane)?.witnesses.contains(signer) == true
      && manifest.witness(signer)?.term == content.witnessTerm
  }

  func isReceipt(_ signed: Signed<StorageReceipt>) -> Bool {
    guard signed.content.lane == identity.lane, versions.contains(signed.content.manifestHash),
      let signer = signer(signed)
    else { return false }
    return newest.aggregator(signer) != nil
  }

  func isCheckpoint(_ signed: Signed<Checkpoint>) -> Bool {
    versions.contains(signed.content.manifestHash) && signer(signed) == signed.content.log
      && newest.aggregator(signed.content.log) != nil
  }
}

extension ProvedCheckpoint {
  /// From what stands beside a block; nil for bytes that are none.
  fileprivate init?(_ bytes: [UInt8]) {
    let size = 132 + StatementSignature.byteCount
    guard bytes.count >= size, let statement = try? Signed<Checkpoint>(bytes: Array(bytes[..<size]))
    else { return nil }
    var reader = FieldReader(Array(bytes[size...]))
    do throws(FieldError) {
      let entry = try LogEntry(from: &reader)
      let index = try reader.uint64()
      var path: [Hash] = []
      for _ in 0..<min((bytes.count - size - entry.packed.count - 8) / 32, LogLimits.path) {
        path.append(try reader.hash())
      }
      try reader.finish()
      self.init(statement: statement, height: entry.height, index: index, path: path)
    } catch { return nil }
  }
}
