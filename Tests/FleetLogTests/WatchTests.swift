import ChainTypes
import FleetLog
import Statements
import Testing

struct WatchTests {
  let domain = FleetDomain(fleet: Hash(7))

  func checkpoint(
    _ size: UInt64, _ root: Hash, previous: Hash = .zero, time: UInt64 = 1
  ) throws -> Signed<Checkpoint> {
    let signer = try Signer(1)
    let content = Checkpoint(
      log: signer.address, size: size, root: root, previous: previous, time: time,
      manifestHash: Hash(3))
    return try Signed(content, in: domain, by: signer)
  }

  @Test func `a log advances with a proof and not without`() throws {
    let (_, roots, nodes, _) = try LogTests.log(20)
    let first = try checkpoint(5, roots[4])
    let next = try checkpoint(20, roots[19], previous: first.content.digest(in: domain))
    var watch = LogWatch(log: first.content.log)
    #expect(watch.take(first) == .advances)
    #expect(watch.take(first) == .known)
    #expect(watch.take(next) == .unproved(from: 5, to: 20))
    let proof = LogProof.consistency(from: 5, to: 20, from: nodes) ?? []
    #expect(watch.take(next, consistency: proof) == .advances)
    #expect(watch.take(first) == .older)
    let rewritten = try checkpoint(
      20, Hash(1), previous: first.content.digest(in: domain))
    guard case .evidence(let evidence) = watch.judge(rewritten) else {
      Issue.record("two checkpoints of one size are no evidence")
      return
    }
    #expect(evidence.holds(in: domain, using: Recovery()))
    #expect(SplitView(bytes: evidence.bytes) == evidence)
  }

  @Test func `two checkpoints behind one are evidence, and one behind the other is none`() throws {
    let a = try checkpoint(5, Hash(5))
    let b = try checkpoint(6, Hash(6), previous: a.content.digest(in: domain))
    let c = try checkpoint(7, Hash(7), previous: a.content.digest(in: domain))
    #expect(SplitView(a, b) == nil)
    #expect(SplitView(a, a) == nil)
    #expect(SplitView(b, c)?.holds(in: domain, using: Recovery()) == true)
    #expect(SplitView(b, c)?.holds(in: FleetDomain(fleet: Hash(8)), using: Recovery()) == false)
  }

  @Test func `an empty log and another one are strange`() throws {
    let watch = LogWatch(log: Address(high: 1, middle: 1, low: 1))
    #expect(watch.judge(try checkpoint(5, Hash(5))) == .strange)
    #expect(LogWatch(log: try Signer(1).address).judge(try checkpoint(0, Hash(5))) == .strange)
  }
}
