import BlockExecution
import ChainTypes
import Contracts
import Readings
import Signing
import Statements
import Testing

/// Who may write into a reading log: keys, delegations, instruments, and what attackers would try.
@Suite struct ReadingLogKeyTests {
  @Test func `the board signs until it delegates, then the instrument does`() throws {
    var lane = try Lane()
    let stranger = TestKey(0xbad)
    let first = lane.reading(0, 1)
    var other = lane
    #expect(
      try lane.send(other.batch([first], by: lane.key)).refusal == "not signed by the instrument")
    #expect(try lane.send(lane.batch([first], by: lane.board)).refusal == "")
    #expect(try lane.send(lane.delegation()).refusal == "")
    let second = lane.reading(0, 2)
    for signer in [stranger, lane.board] {
      var copy = lane
      #expect(
        try lane.send(copy.batch([second], by: signer)).refusal == "not signed by the instrument")
    }
    #expect(try lane.send(lane.batch([second])).refusal == "")
  }

  @Test func `a delegation needs the board's signature and a higher index`() throws {
    let lane = try Lane()
    let stranger = TestKey(0xbad)
    #expect(
      try lane.send(lane.delegation(by: stranger)).refusal == "not signed by the board")
    #expect(try lane.send(lane.delegation(to: .zero)).refusal == "key is zero")
    #expect(try lane.send(lane.delegation(index: 5)).refusal == "")
    #expect(try lane.send(lane.delegation(index: 5)).refusal == "index")
    #expect(try lane.send(lane.delegation(index: 4, to: stranger.address)).refusal == "index")
    let result = try lane.send(lane.delegation(index: 6, to: stranger.address))
    #expect(events(result, ReadingLogContract.Delegated.init).first?.key == stranger.address)
    let call = ReadingLogContract.instrument(name: lane.instrument)
    let signer = ReadingLogContract.InstrumentResult(
      try lane.world.ask(call, of: lane.readingLog))
    #expect(signer?.key == stranger.address && signer?.index == 6 && signer?.next == 0)
    #expect(try lane.send(lane.delegation(index: .max)).refusal == "")
    #expect(try lane.send(lane.delegation(index: .max)).refusal == "index")
  }

  @Test func `the old key is worth nothing after a new delegation`() throws {
    var lane = try Lane()
    let newer = TestKey(0x2e)
    _ = try lane.send(lane.delegation())
    _ = try lane.send(lane.delegation(index: 1, to: newer.address))
    let record = lane.reading(0, 1)
    var copy = lane
    #expect(try lane.send(copy.batch([record])).refusal == "not signed by the instrument")
    #expect(try lane.send(lane.batch([record], by: newer)).refusal == "")
  }

  @Test func `whoever brings a batch can change, drop or reorder nothing in it`() throws {
    var lane = try Lane()
    let records = [
      lane.reading(0, 1), lane.reading(0, 2), lane.reading(1, 3), lane.reading(2, 4),
    ]
    let statement = lane.statement(records)
    let signature = lane.board.sign(statement.digest(in: lane.fleet))
    let words = Lane.words(records)
    func refusal(_ change: (inout [Word], inout ReadingBatch) -> Void) throws -> String {
      var (changed, told) = (words, statement)
      change(&changed, &told)
      return try lane.send(lane.call(told, signature, changed)).refusal
    }
    let unsigned = "not signed by the instrument"
    // Mantissa, exponent, time, uncertainty, clock, flags, segment, sensor, unit, calibration.
    for (index, bit) in [
      (3, 0), (3, 64), (3, 72), (3, 168), (3, 200), (3, 208), (3, 216), (0, 0), (1, 255), (2, 0),
    ] as [(Int, Int)] {
      #expect(try refusal { w, _ in w[index] = w[index] ^ (Word(1) << bit) } == unsigned)
    }
    #expect(try refusal { w, _ in w.removeLast(4) } == unsigned)
    #expect(try refusal { w, _ in w = Array(w[5...]) } == unsigned)
    #expect(try refusal { w, _ in w = Array(w[9...] + w[5..<9] + w[..<5]) } == unsigned)
    #expect(try refusal { w, _ in w.swapAt(3, 4) } == "gap")
    #expect(try refusal { _, s in s.agent = .zero } == unsigned)
    #expect(try refusal { _, s in s.configuration = .zero } == unsigned)
    #expect(try refusal { _, s in s.instrument = Hash(1) } == unsigned)
    #expect(try refusal { _, _ in } == "")
  }

  @Test func `signatures that are not canonical are refused`() throws {
    var lane = try Lane()
    let statement = lane.statement([lane.reading(0, 1)])
    var copy = try Lane()
    let words = Lane.words([copy.reading(0, 1)])
    let good = lane.board.sign(statement.digest(in: lane.fleet))
    let half = StatementSignature.order >> 1
    func refusal(_ signature: TestSignature) throws -> String {
      try lane.send(lane.call(statement, signature, words)).refusal
    }
    #expect(try refusal(good.malleated) == "high s")
    #expect(try refusal(TestSignature(v: good.v, r: good.r, s: half &+ 1)) == "high s")
    let unsigned = "not signed by the instrument"
    #expect(try refusal(TestSignature(v: good.v, r: good.r, s: half)) == unsigned)
    #expect(try refusal(TestSignature(v: 55 - good.v, r: good.r, s: good.s)) == unsigned)
    // Nothing can be recovered from these: the zero address is nobody's key.
    for v in [0, 1, 26, 29, 255] as [UInt64] {
      #expect(try refusal(TestSignature(v: v, r: good.r, s: good.s)) == unsigned)
    }
    #expect(try refusal(TestSignature(v: 27, r: 0, s: good.s)) == unsigned)
    #expect(try refusal(TestSignature(v: 27, r: good.r, s: 0)) == unsigned)
    #expect(
      try refusal(TestSignature(v: 27, r: StatementSignature.order, s: good.s)) == unsigned)
    #expect(try refusal(good) == "")
    var delegation = lane.delegation()
    // The word of s.
    delegation.replaceSubrange(
      (4 + 5 * 32)..<(4 + 6 * 32), with: (half &+ 1).bytes)
    #expect(try lane.send(delegation).refusal == "high s")
  }

  @Test func `half of the group's order is the largest s`() throws {
    let half = StatementSignature.order >> 1
    for (s, refusal) in [(half, ""), (half &+ 1, "high s")] {
      var lane = try Lane()
      let records = [lane.reading(0, 1)]
      let statement = lane.statement(records)
      let digest = statement.digest(in: lane.fleet)
      // Any r and s are somebody's signature: here that somebody is the instrument.
      let r = lane.board.sign(digest).r
      let key = try #require(Secp256k1.recover(digest: digest, r: r, s: s, recoveryID: 0))
      #expect(try lane.send(lane.delegation(to: key)).refusal == "")
      let call = lane.call(statement, TestSignature(v: 27, r: r, s: s), Lane.words(records))
      #expect(try lane.send(call).refusal == refusal)
    }
  }

  @Test func `nothing signed for another lane, term or fleet counts here`() throws {
    let lane = try Lane()
    var later = try Lane(term: 8)
    let foreign = later.batch([later.reading(0, 1)], by: later.board)
    #expect(try lane.send(foreign).refusal == "not signed by the instrument")
    #expect(try lane.send(later.delegation()).refusal == "not signed by the board")
    // The same lane on a chain of another id is another contract with the same words: a batch is a
    // statement about the board, and counts in each log of its lane once.
    var twin = try Lane(World(chainID: World.chainID + 1))
    let call = twin.batch([twin.reading(0, 1)], by: twin.board)
    #expect(try twin.send(call).refusal == "")
    #expect(try lane.send(call).refusal == "")
    #expect(try lane.send(call).refusal == "repeated")
  }

  @Test func `a sensor stays with its instrument until the board moves it`() throws {
    var lane = try Lane()
    #expect(try lane.send(lane.batch([lane.reading(0, 1)], by: lane.board)).refusal == "")
    let second = lane.reading(0, 2)
    var statement = lane.statement([second])
    statement.instrument = Hash(0x0ddb)
    statement.number = 0
    statement.previous = .zero
    let signature = lane.board.sign(statement.digest(in: lane.fleet))
    let call = lane.call(statement, signature, Lane.words([second]))
    #expect(try lane.send(call).refusal == "other instrument")
    let move = ReadingLogContract.move(sensor: second.sensor, instrument: statement.instrument)
    #expect(try lane.send(move).refusal == "not the board")
    let world = lane.world
    let moved = try world.send(move, to: lane.readingLog, from: lane.board.address)
    #expect(
      events(moved, ReadingLogContract.Moved.init).first?.instrument == statement.instrument)
    #expect(
      try world.send(move, to: lane.readingLog, from: lane.board.address).refusal == "is there")
    #expect(try lane.send(call).refusal == "")
    #expect(try lane.summary(0).instrument == statement.instrument)
    #expect(try lane.summary(0).next == 2)
  }

  @Test func `creation refuses what could never work`() throws {
    let world = World()
    let lane = try Lane(world)
    func refused(registry: Address, board: Address, predecessor: Address) -> String {
      do {
        _ = try world.deploy(
          ReadingLogContract.creation(
            registry: registry, board: board, term: 1, fleet: .zero, predecessor: predecessor),
          from: Lane.owner)
        return ""
      } catch {
        return (error as? Refused)?.reason ?? "\(error)"
      }
    }
    let board = Address(0xb)
    #expect(refused(registry: board, board: board, predecessor: .zero) == "no registry there")
    #expect(refused(registry: lane.registry, board: .zero, predecessor: .zero) == "board is zero")
    #expect(
      refused(registry: lane.registry, board: board, predecessor: board) == "no predecessor there")
    #expect(refused(registry: lane.registry, board: board, predecessor: .zero) == "")
  }
}
