import ChainTypes
import FleetLog
import FleetManifest
import KeyCustody
import Readings
import ReadingProofs
import Statements
import Testing

extension ProofWorld {
  /// Version 1 without the board, 2 with it, 3 with another name.
  func manifests() throws -> [SignedManifest] {
    var first = Manifest(fleetKey: fleetKey.address, name: Hash(label: "farm"))
    first.witnesses = witnesses.map { WitnessMember(address: $0.address) }
    first.aggregators = [AggregatorMember(address: aggregator.address)]
    let enrolment = Enrolment(
      lane: identity.lane, genesisHash: ledger.genesisHash, label: Hash(label: "barn"),
      challenge: .zero)
    let set = Manifest.WitnessSet(witnesses.map { $0.address }, threshold: 2, faulty: 0)
    let second = try first.admitting(
      try board.sign(enrolment, domain), witnessedBy: set, using: LibraryRecovery())
    var third = second
    third.name = Hash(label: "the farm")
    var versions: [SignedManifest] = []
    for manifest in [first, second, third] {
      versions.append(
        try SignedManifest(signing: manifest, after: versions.last, by: fleetKey.key))
    }
    return versions
  }

  /// All that others say of a block: two witnesses of the one behind it, receipt and checkpoint of
  /// the head.
  func company(_ versions: [SignedManifest], of block: UInt64) throws -> ProofCompany {
    let manifest = versions[1].hash
    var company = ProofCompany(fleetKey: fleetKey.address)
    company.manifests = versions.enumerated().map { place, version in
      ProvedManifest(statement: version.statement, bytes: place == 0 ? nil : version.content)
    }
    let behind = block + 1
    let hash = try #require(try ledger.hash(behind))
    company.cosignatures = try witnesses[..<2].map { witness in
      try witness.sign(
        Cosignature(
          lane: identity.lane, height: behind, blockHash: hash, accessListHash: Hash(1),
          manifestHash: manifest, witnessTerm: 1), domain)
    }
    let head = ledger.head.number
    company.receipts = [
      try aggregator.sign(
        StorageReceipt(
          lane: identity.lane, height: head, blockHash: ledger.headHash, manifestHash: manifest,
          time: 1_700_000_009_000), domain)
    ]
    company.checkpoint = try checkpoint(head, manifest)
    return company
  }

  private func checkpoint(_ head: UInt64, _ manifest: Hash) throws -> ProvedCheckpoint {
    var (frontier, nodes) = (LogFrontier(), [LogPlace: Hash]())
    for height in 0...head {
      let hash = try #require(try ledger.hash(height))
      let entry = LogEntry(lane: identity.lane, height: height, blockHash: hash)
      for node in frontier.append(entry.digest) ?? [] { nodes[node.place] = node.hash }
    }
    let root = try #require(frontier.root)
    let statement = Checkpoint(
      log: aggregator.address, size: frontier.size, root: root, previous: .zero,
      time: 1_700_000_010_000, manifestHash: manifest)
    let path = LogProof.inclusion(of: head, size: frontier.size, from: Nodes(nodes: nodes))
    return ProvedCheckpoint(
      statement: try aggregator.sign(statement, domain), height: head, index: head,
      path: try #require(path))
  }

  struct Nodes: LogNodeSource {
    let nodes: [LogPlace: Hash]
    func node(_ place: LogPlace) -> Hash? { nodes[place] }
  }

  /// A proof with everything that a proof can have, of the fleet's second version.
  static func full() throws -> (world: ProofWorld, file: ProofFile) {
    let world = try ProofWorld()
    let versions = try world.manifests()
    try world.measure([0, 1, 2])
    try world.measure([0, 2])
    world.manifestHash = versions[1].hash
    for _ in 0..<4 { try world.measure([0, 1, 2]) }
    let company = try world.company(versions, of: 5)
    return (world, try world.proof(1, 2, company))
  }
}
