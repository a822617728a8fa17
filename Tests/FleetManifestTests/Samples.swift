import ChainTypes
import FleetManifest
import Statements

/// A fleet of three boards that witness each other.
enum Samples {
  static func address(_ secret: UInt8) throws -> Address { try Signer(secret).address }

  static func manifest() throws -> Manifest {
    let boards = try [1, 2, 3].map { try address($0) }.sorted()
    var manifest = Manifest(fleetKey: try address(9), name: Hash(0x6661_726d))
    manifest.witnesses = boards.map { WitnessMember(address: $0) }
    manifest.lanes = boards.enumerated().map { index, board in
      LaneMember(
        lane: Lane(board: board, term: 1), genesisHash: Hash(Word(UInt64(index) + 100)),
        label: Hash(Word(UInt64(index) + 200)), witnesses: boards.filter { $0 != board },
        threshold: 2, faulty: 1)
    }
    manifest.aggregators = [AggregatorMember(address: try address(7), shards: 0xff00)]
    manifest.senders = [
      AllowedSender(sender: try address(5)),
      AllowedSender(sender: try address(6), board: boards[1]),
    ].sorted()
    manifest.delegates = [try address(8)]
    return manifest
  }

  static func signed(
    _ manifest: Manifest, after previous: SignedManifest? = nil, by secret: UInt8 = 9
  ) throws -> SignedManifest {
    try SignedManifest(signing: manifest, after: previous, by: try Signer(secret))
  }

  /// The first versions, each with another name.
  static func versions(_ count: UInt64) throws -> [SignedManifest] {
    var versions: [SignedManifest] = []
    var manifest = try manifest()
    for number in 0..<count {
      manifest.name = Hash(Word(number))
      versions.append(try signed(manifest, after: versions.last))
    }
    return versions
  }
}
