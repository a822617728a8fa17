import ChainTypes
import Foundation
import Lanes
import Ledger
import LinuxIO
import Statements
import Testing

@testable import FleetLink
@testable import SyncProtocol

@Suite("The crew that works on lanes")
struct LaneCrewTests {
  private static let fleet = Hash(Word(77))

  /// Lanes in a folder, whose ledgers a crew may have.
  private func shelf(
    _ crew: LaneCrew, _ folder: String, lanes: UInt64
  ) throws -> (LaneShelf, [LaneBook]) {
    let store = try LinkStore(folder: folder + "/own")
    let shelf = try LaneShelf(
      folder: folder + "/lanes", own: nil, retention: .everything, kept: store, crew: crew,
      signer: { _ in nil })
    var books: [LaneBook] = []
    for number in 1...lanes {
      let lane = Lane(board: Address(Word(number)), term: 1)
      let plan = LanePlan(
        identity: LaneIdentity(fleet: Self.fleet, lane: lane), time: 1_700_000_000,
        owner: lane.board)
      let origin = LaneOrigin(text: Array(plan.genesis.text().utf8))
      let hash = try #require(origin.genesisHash)
      #expect(try shelf.create(lane, origin, genesisHash: hash))
      books.append(try #require(shelf.books[lane]))
    }
    return (shelf, books)
  }

  private func request(_ book: LaneBook, _ ticket: UInt64) -> StoreRequest {
    StoreRequest(
      ticket: ticket, lane: book.lane, beside: [],
      values: [SyncValue("sync.test", Hash(Word(ticket)).bytes)])
  }

  @Test func `a crew of three does each lane's work in its order, and loses nothing`() throws {
    let folder = NSTemporaryDirectory() + "crew-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Folder.create(folder)
    let crew = LaneCrew()
    let (shelf, books) = try shelf(crew, folder, lanes: 3)
    let signal = try WakeSignal()
    let threads = try (0..<3).map { _ in
      try NativeThread(name: "crew") { crew.serve(signal) }
    }
    var wanted: [Lane: [UInt64]] = [:]
    for ticket in 1...18 as ClosedRange<UInt64> {
      let book = books[Int(ticket) % books.count]
      crew.submit(LaneCrew.Job(book: book, work: .store(request(book, ticket))))
      wanted[book.lane, default: []].append(ticket)
    }
    // Whoever wants a ledger waits for what is being done with it.
    for book in books {
      let last = try #require(wanted[book.lane]?.last)
      let value = try book.ledger.values().first { $0.name == Array("sync.test".utf8) }
      #expect(value?.value == Hash(Word(last)).bytes)
    }
    var found: [Lane: [UInt64]] = [:]
    for outcome in crew.takeDone() {
      guard case .stored(let ticket) = outcome.event else {
        Issue.record("not stored")
        continue
      }
      found[outcome.book.lane, default: []].append(ticket)
    }
    #expect(found == wanted)
    #expect(signal.wait(milliseconds: 0))
    // What is there when it is closed is done all the same.
    crew.submit(LaneCrew.Job(book: books[0], work: .store(request(books[0], 99))))
    crew.close()
    for thread in threads { thread.join() }
    #expect(crew.takeDone().count == 1)
    withExtendedLifetime(shelf) {}
  }
}
