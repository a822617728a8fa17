import ChainTypes
import FleetManifest
import Statements
import Testing

struct ChainTests {
  @Test func `a signed manifest travels as bytes, and only unchanged`() throws {
    let signed = try Samples.signed(try Samples.manifest())
    #expect(try SignedManifest(bytes: signed.bytes, using: Recovery()) == signed)
    for place in stride(from: 0, to: signed.bytes.count, by: 7) {
      var bytes = signed.bytes
      bytes[place] ^= 1
      #expect(throws: ManifestError.self, "byte \(place)") {
        try SignedManifest(bytes: bytes, using: Recovery())
      }
    }
  }

  @Test func `only the fleet's key signs`() throws {
    let manifest = try Samples.manifest()
    #expect(throws: (any Error).self) { try Samples.signed(manifest, by: 8) }
    // Another key's signature of the same statement.
    let good = try Samples.signed(manifest)
    let forged = try Signed(good.statement.content, in: manifest.domain, by: try Signer(8))
    #expect(throws: ManifestError.signature(.otherSigner(try Samples.address(8)))) {
      try SignedManifest(forged, content: manifest.content, using: Recovery())
    }
  }

  @Test func `a chain takes the next version and no other`() throws {
    let versions = try Samples.versions(4)
    var chain = ManifestChain(fleetKey: try Samples.address(9))
    #expect(chain.current == nil)
    #expect(try chain.append(versions[0]) == .taken)
    #expect(try chain.append(versions[0]) == .known)
    #expect(throws: ManifestError.gap(next: 2, found: 3)) { try chain.append(versions[2]) }
    #expect(try chain.append(bytes: versions[1].bytes, using: Recovery()) == .taken)
    #expect(try chain.append(versions[2]) == .taken)
    #expect(throws: ManifestError.older(version: 1, known: 3)) { try chain.append(versions[0]) }
    #expect(chain.current == versions[2])
    #expect(chain.find(versions[1].hash)?.version == 2)
    #expect(chain.manifest(versions[1].hash) == versions[1])
    #expect(chain.find(versions[3].hash) == nil)
    #expect(chain.mark == ManifestMark(version: 3, hash: versions[2].hash))
  }

  @Test func `two manifests of one version are told as a fork`() throws {
    let versions = try Samples.versions(2)
    var other = versions[1].manifest
    other.name = Hash(77)
    let fork = try Samples.signed(other, after: versions[0])
    var chain = ManifestChain(fleetKey: try Samples.address(9))
    for version in versions { _ = try chain.append(version) }
    #expect(throws: ManifestError.forked(version: 2)) { try chain.append(fork) }
    let child = try Samples.signed(other, after: fork)
    #expect(throws: ManifestError.otherPrevious) { try chain.append(child) }
    #expect(chain.current == versions[1])
  }

  @Test func `after a restart nothing below the durable mark is followed`() throws {
    let versions = try Samples.versions(4)
    let key = try Samples.address(9)
    let mark = try ManifestMark(
      bytes: ManifestMark(version: 3, hash: versions[2].hash).bytes)
    var chain = ManifestChain(fleetKey: key, floor: mark)
    #expect(throws: ManifestError.older(version: 2, known: 3)) { try chain.append(versions[1]) }
    // Replayed from the first, it follows none before the mark is reached.
    _ = try chain.append(versions[0])
    _ = try chain.append(versions[1])
    #expect(chain.current == nil)
    #expect(chain.mark == mark)
    _ = try chain.append(versions[2])
    #expect(chain.current == versions[2])
    // Another version 3 than the durable one.
    var other = versions[2].manifest
    other.name = Hash(77)
    let fork = try Samples.signed(other, after: versions[1])
    var second = ManifestChain(fleetKey: key, floor: mark)
    #expect(throws: ManifestError.forked(version: 3)) { try second.append(fork) }
    // A newcomer begins where it comes in.
    var late = ManifestChain(fleetKey: key)
    _ = try late.append(versions[2])
    _ = try late.append(versions[3])
    #expect(late.current == versions[3])
    #expect(throws: ManifestError.older(version: 1, known: 4)) { try late.append(versions[0]) }
  }

  @Test func `another fleet's manifest is refused`() throws {
    var chain = ManifestChain(fleetKey: try Samples.address(8))
    let version = try Samples.versions(1)[0]
    #expect(throws: ManifestError.otherFleet(try Samples.address(9))) {
      try chain.append(version)
    }
  }

  @Test func `only the newest contents stay in memory`() throws {
    let versions = try Samples.versions(5)
    var chain = ManifestChain(fleetKey: try Samples.address(9), kept: 2)
    for version in versions { _ = try chain.append(version) }
    #expect(chain.recent == Array(versions[3...]))
    #expect(chain.links.map { $0.hash } == versions.map { $0.hash })
  }

  @Test func `no version forgets a lane, an ending or a witness's term`() throws {
    let first = try Samples.versions(1)[0]
    let lane = first.manifest.lanes[2].lane
    var less = first.manifest
    less.lanes.removeLast()
    #expect(throws: (any Error).self) { try Samples.signed(less, after: first) }
    let ended = try Samples.signed(
      try first.manifest.revoking(lane, height: 5, blockHash: Hash(5)), after: first)
    var revived = ended.manifest
    revived.endings = []
    #expect(throws: (any Error).self) { try Samples.signed(revived, after: ended) }
    // Signed by hand, the chain refuses it all the same.
    let statement = ManifestVersion(
      version: 3, previous: ended.hash, content: Keccak256.hash(revived.content))
    let byHand = try SignedManifest(
      try Signed(statement, in: revived.domain, by: try Signer(9)), content: revived.content,
      using: Recovery())
    var chain = ManifestChain(fleetKey: try Samples.address(9))
    _ = try chain.append(first)
    _ = try chain.append(ended)
    #expect(throws: ManifestError.rule(.lostEnding(lane))) { try chain.append(byHand) }
  }
}
