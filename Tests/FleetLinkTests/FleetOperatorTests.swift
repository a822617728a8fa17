import BoardConfig
import ChainTypes
import FleetManifest
import Foundation
import KeyCustody
import Signing
import Statements
import Testing

@testable import FleetLink

@Suite("An operator's work on a file of manifests")
struct FleetOperatorTests {
  static func key(_ secret: UInt8) throws -> SigningKey {
    var bytes = [UInt8](repeating: secret, count: 32)
    return try SigningKey(taking: &bytes)
  }

  static func path() -> String {
    FileManager.default.temporaryDirectory.appending(path: "fleet-\(UUID().uuidString)").path
  }

  static func request(
    _ secret: UInt8, term: UInt64, _ domain: FleetDomain
  ) throws
    -> Signed<Enrolment>
  {
    let board = try key(secret)
    let enrolment = Enrolment(
      lane: Lane(board: board.address, term: term), genesisHash: Hash(Word(term)), label: .zero,
      challenge: .zero)
    return Signed(enrolment, in: domain, by: board)
  }

  @Test func `a fleet is signed, a board admitted, succeeded and revoked, each once`() throws {
    let path = Self.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let fleet = try Self.key(9)
    let board = try Self.key(1).address
    let work = FleetOperator(path)
    let settings = try FleetSettings(parsing: Array("fleet:\n  name: farm\n".utf8))
    let first = try #require(try work.sign(settings, by: fleet))
    #expect(first.version == 1)
    #expect(try work.sign(settings, by: fleet) == nil)
    let domain = first.manifest.domain
    let second = try work.admit(try Self.request(1, term: 1, domain), by: fleet)
    #expect(second.previous == first.hash)
    #expect(throws: LinkFailure.self) {
      _ = try work.admit(try Self.request(1, term: 1, domain), by: try Self.key(9))
    }
    let (old, new) = (Lane(board: board, term: 1), Lane(board: board, term: 2))
    let succession = try work.succession(
      of: old, height: 7, blockHash: Hash(7), new: new, by: fleet)
    let third = try work.admit(
      try Self.request(1, term: 2, domain), succession: succession, by: fleet)
    #expect(third.manifest.running(board)?.lane == new)
    #expect(third.manifest.ending(old)?.height == 7)
    let fourth = try work.revoke(new, height: 3, blockHash: Hash(3), by: fleet)
    #expect(fourth.manifest.running(board) == nil)
    #expect(try work.versions().map { $0.hash } == [first, second, third, fourth].map { $0.hash })
    // Signing the text again forgets nothing.
    let other = try FleetSettings(parsing: Array("fleet:\n  name: farms\n".utf8))
    #expect(try work.sign(other, by: fleet)?.manifest.lanes.count == 2)
  }

  @Test func `a key that is not the fleet's changes nothing`() throws {
    let path = Self.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let work = FleetOperator(path)
    let settings = try FleetSettings(parsing: Array("fleet:\n  name: farm\n".utf8))
    let first = try #require(try work.sign(settings, by: try Self.key(9)))
    #expect(throws: LinkFailure.self) {
      _ = try work.admit(
        try Self.request(1, term: 1, first.manifest.domain), by: try Self.key(8))
    }
    #expect(throws: LinkFailure.self) { _ = try work.sign(settings, by: try Self.key(8)) }
    #expect(try work.versions() == [first])
  }

  @Test func `a request in a file says in the open what is signed`() throws {
    let path = Self.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let request = try Self.request(1, term: 1, FleetDomain(fleet: Hash(5)))
    let text = EnrolmentFile.json(request, fleet: Hash(5)).text(pretty: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(try EnrolmentFile.read(path) == request)
    let lie = text.replacing("\"term\": 1", with: "\"term\": 2")
    try Data(lie.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: LinkFailure.self) { _ = try EnrolmentFile.read(path) }
  }
}
