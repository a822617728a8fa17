import ChainTypes
import Foundation
import Statements
import Testing

/// Digests and signatures that eth_account made: Oracle/make_vectors.py.
struct StatementVectorTests {
  struct Vector {
    let name: String
    let fleet: Hash
    let packed: [UInt8]
    let digest: Hash
    let signature: [UInt8]
    let signer: Address
  }

  static func vectors() throws -> [Vector] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/vectors.txt")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { line in
      let parts = line.split(separator: " ").map(String.init)
      return Vector(
        name: parts[0], fleet: try #require(Hash(hex: parts[1])), packed: try Hex.decode(parts[2]),
        digest: try #require(Hash(hex: parts[3])), signature: try Hex.decode(parts[4]),
        signer: try #require(Address(hex: parts[5])))
    }
  }

  @Test func `every type has the digest, bytes and signer that eth_account gives`() throws {
    let vectors = try Self.vectors()
    for kind in StatementKind.allCases {
      let name = String(kind.typeText.prefix { $0 != "(" })
      let own = vectors.filter { $0.name == name }
      #expect(own.count == 8, "\(name)")
      for vector in own { try check(kind, vector) }
    }
  }

  private func check(_ kind: StatementKind, _ vector: Vector) throws {
    switch kind {
    case .readingBatch: try check(ReadingBatch.self, vector)
    case .delegation: try check(Delegation.self, vector)
    case .correction: try check(ClockCorrection.self, vector)
    case .seal: try check(Seal.self, vector)
    case .cosignature: try check(Cosignature.self, vector)
    case .receipt: try check(StorageReceipt.self, vector)
    case .checkpoint: try check(Checkpoint.self, vector)
    case .want: try check(Want.self, vector)
    case .succession: try check(Succession.self, vector)
    case .thaw: try check(Thaw.self, vector)
    case .manifest: try check(ManifestVersion.self, vector)
    case .enrolment: try check(Enrolment.self, vector)
    }
  }

  private func check<Content: Statement>(_ type: Content.Type, _ vector: Vector) throws {
    let content = try Content(packed: vector.packed)
    #expect(content.packed == vector.packed, "\(vector.name)")
    let domain = FleetDomain(fleet: vector.fleet)
    #expect(content.digest(in: domain) == vector.digest, "\(vector.name)")
    let signed = try Signed<Content>(bytes: vector.packed + vector.signature)
    #expect(signed.bytes == vector.packed + vector.signature)
    #expect(try signed.signer(in: domain, using: Recovery()) == vector.signer)
  }

  @Test func `type hashes are those of the texts, and no two are equal`() {
    for kind in StatementKind.allCases {
      #expect(kind.typeHash == Keccak256.hash(Array(kind.typeText.utf8)), "\(kind)")
    }
    #expect(Set(StatementKind.allCases.map(\.typeHash)).count == StatementKind.allCases.count)
    #expect(FleetDomain.typeHash == Keccak256.hash(Array(FleetDomain.typeText.utf8)))
    #expect(FleetDomain.nameHash == Keccak256.hash(Array(FleetDomain.name.utf8)))
    #expect(FleetDomain.versionHash == Keccak256.hash(Array(FleetDomain.version.utf8)))
  }

  @Test func `no fields are in two types' texts under one name`() {
    let names = StatementKind.allCases.map { $0.typeText.prefix { $0 != "(" } }
    #expect(Set(names).count == names.count)
  }
}
