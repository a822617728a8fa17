import BlockExecution
import ChainTypes
import Contracts
import Readings
import Signing
import Statements
import Testing

/// The verifier on a chain of its own, and a lane whose records it is asked about.
struct Verification {
  static let valid: UInt64 = 0
  static let otherTerm: UInt64 = 1
  static let notAPath: UInt64 = 2
  static let otherRoot: UInt64 = 3
  static let notDelegated: UInt64 = 4
  static let notSigned: UInt64 = 5
  static let noBoard: UInt64 = 6

  let world: World
  let verifier: Address
  var lane: Lane
  var records: [SensorRecord]
  var place: Int
  var batch: AttestationVerifierContract.Batch
  var reading: AttestationVerifierContract.Reading
  var signature: TestSignature
  var delegation: AttestationVerifierContract.Delegation
  var path: [Hash]
  var fleet: Hash

  /// A batch of so many readings, of which one is looked at; the board signs or its instrument.
  init(
    count: Int = 5, place: Int = 2, delegated: Bool = true, world: World = World(chainID: 10)
  )
    throws
  {
    self.world = world
    verifier = try world.deploy(AttestationVerifierContract.creation(), from: Lane.owner)
    var lane = try Lane()
    records = (0..<count).map { lane.reading(0, Int64($0) - 2, exponent: -1, at: UInt64($0)) }
    let statement = lane.statement(records)
    signature = (delegated ? lane.key : lane.board).sign(statement.digest(in: lane.fleet))
    batch = Self.batch(statement)
    self.place = place
    reading = Self.reading(records[place])
    path = DigestTree.path(of: place, in: records.map(\.digest))
    fleet = lane.fleet.fleet
    delegation = AttestationVerifierContract.Delegation(
      index: 0, key: .zero, v: 0, r: .zero, s: .zero)
    if delegated {
      let statement = Delegation(
        lane: Statements.Lane(board: lane.board.address, term: lane.term),
        instrument: lane.instrument, index: 3, key: lane.key.address)
      let signed = lane.board.sign(statement.digest(in: lane.fleet))
      delegation = AttestationVerifierContract.Delegation(
        index: 3, key: lane.key.address, v: signed.v, r: signed.r, s: signed.s)
    }
    self.lane = lane
  }

  static func batch(_ statement: ReadingBatch) -> AttestationVerifierContract.Batch {
    AttestationVerifierContract.Batch(
      board: statement.lane.board, term: statement.lane.term, instrument: statement.instrument,
      number: statement.number, root: statement.root, count: UInt64(statement.count),
      previous: statement.previous, agent: statement.agent,
      configuration: statement.configuration)
  }

  static func reading(_ record: SensorRecord) -> AttestationVerifierContract.Reading {
    guard case .reading(let r) = record else { preconditionFailure("a reading") }
    return AttestationVerifierContract.Reading(
      sensor: r.sensor, term: r.sequence.term, counter: r.sequence.counter, previous: r.previous,
      mantissa: r.value.mantissa, exponent: Int64(r.value.exponent), unit: Hash(r.unit.word),
      time: r.clock.time, clock: UInt64(r.clock.quality.rawValue),
      uncertainty: UInt64(r.clock.uncertainty), segment: UInt64(r.clock.segment), boot: r.boot,
      flags: UInt64(r.flags.rawValue), calibration: r.calibration)
  }

  var call: [UInt8] {
    AttestationVerifierContract.checkReading(
      fleet: fleet, reading: reading, index: UInt64(place), path: path, batch: batch,
      signature: AttestationVerifierContract.Signature(
        v: signature.v, r: signature.r, s: signature.s),
      delegation: delegation)
  }

  /// What the verifier answers.
  func verdict() throws -> UInt64? {
    AttestationVerifierContract.checkReadingResult(try world.ask(call, of: verifier))
  }

  func verdict(_ change: (inout Verification) -> Void) throws -> UInt64? {
    var changed = self
    change(&changed)
    return try changed.verdict()
  }
}

@Suite struct VerifierTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 33])
  func `each reading of a batch is found valid at its place, and at no other`(_ count: Int) throws {
    for place in 0..<count {
      var verification = try Verification(count: count, place: place)
      #expect(try verification.verdict() == Verification.valid)
      verification.place = (place + 1) % (count + 1)
      #expect(try verification.verdict() != Verification.valid)
    }
  }

  @Test func `a board that signs by itself needs no delegation`() throws {
    let verification = try Verification(delegated: false)
    #expect(try verification.verdict() == Verification.valid)
    #expect(
      try verification.verdict { $0.signature = $0.lane.key.sign(Hash(1)) }
        == Verification.notSigned)
  }

  @Test func `a change of any field is found`() throws {
    let good = try Verification()
    let changes: [(inout AttestationVerifierContract.Reading) -> Void] = [
      { $0.sensor = Hash(1) }, { $0.counter += 1 }, { $0.previous = Hash(1) },
      { $0.mantissa += 1 }, { $0.mantissa = .min }, { $0.exponent = 27 }, { $0.unit = Hash(1) },
      { $0.time += 1 }, { $0.clock = 0 }, { $0.uncertainty = 0 }, { $0.segment += 1 },
      { $0.boot += 1 }, { $0.flags = 1 }, { $0.calibration = .zero },
    ]
    for (index, change) in changes.enumerated() {
      #expect(
        try good.verdict { change(&$0.reading) } == Verification.otherRoot, "change \(index)")
    }
    #expect(try good.verdict { $0.reading.term += 1 } == Verification.otherTerm)
    let batches: [(inout AttestationVerifierContract.Batch) -> Void] = [
      { $0.instrument = Hash(1) }, { $0.number += 1 }, { $0.previous = Hash(1) },
      { $0.agent = Hash(1) }, { $0.configuration = Hash(1) },
    ]
    let board = try Verification(delegated: false)
    for (index, change) in batches.enumerated() {
      #expect(
        try board.verdict { change(&$0.batch) } == Verification.notSigned, "change \(index)")
    }
    #expect(try good.verdict { $0.batch.instrument = Hash(1) } == Verification.notDelegated)
    #expect(try good.verdict { $0.batch.root = Hash(1) } == Verification.otherRoot)
    #expect(try good.verdict { $0.batch.board = Address(1) } == Verification.notDelegated)
    #expect(try board.verdict { $0.batch.board = Address(1) } == Verification.notSigned)
    #expect(try board.verdict { $0.fleet = Hash(1) } == Verification.notSigned)
    #expect(try good.verdict { $0.fleet = Hash(1) } == Verification.notDelegated)
    #expect(
      try good.verdict {
        $0.reading.term += 1
        $0.batch.term += 1
      } == Verification.otherRoot)
  }

  @Test func `paths that are too short or too long are none`() throws {
    let good = try Verification()
    #expect(try good.verdict { $0.path.removeLast() } == Verification.notAPath)
    #expect(try good.verdict { $0.path.append(Hash(1)) } == Verification.notAPath)
    #expect(try good.verdict { $0.path = [] } == Verification.notAPath)
    #expect(try good.verdict { $0.path.swapAt(0, 1) } == Verification.otherRoot)
    #expect(try good.verdict { $0.place = 5 } == Verification.notAPath)
    #expect(try good.verdict { $0.batch.count = 0 } == Verification.notAPath)
    // The last of five is carried up twice: its path is one hash, for index 4 alone.
    let last = try Verification(count: 5, place: 4)
    #expect(last.path.count == 1)
    #expect(try last.verdict() == Verification.valid)
    #expect(try last.verdict { $0.batch.count = 6 } == Verification.notAPath)
    // Twelve hashes are the most; more are refused by the argument's type.
    #expect(try good.verdict { $0.path = (0..<12).map { Hash(Word($0)) } } == Verification.notAPath)
    let long = try good.world.send(
      {
        var copy = good
        copy.path = (0..<13).map { Hash(Word($0)) }
        return copy.call
      }(), to: good.verifier, from: Lane.relay)
    #expect(long.refusal == "revert")
  }

  @Test func `an inner node cannot pass as a record, nor a record as a node`() throws {
    // The tree of 4 records as one of 2 leaves: its leaves would be the nodes of the level above.
    let good = try Verification(count: 4, place: 0)
    let digests = good.records.map(\.digest)
    let upper = DigestTree.node(DigestTree.leaf(digests[2]), DigestTree.leaf(digests[3]))
    #expect(good.path.last == upper)
    let call = AttestationVerifierContract.rootOf(
      digest: DigestTree.node(DigestTree.leaf(digests[0]), DigestTree.leaf(digests[1])), index: 0,
      count: 2, path: [upper])
    let root = AttestationVerifierContract.rootOfResult(
      try good.world.ask(call, of: good.verifier))
    #expect(root != nil && root != good.batch.root)
  }

  @Test func `signatures that are not canonical, or recover nobody, are refused`() throws {
    let good = try Verification()
    let half = StatementSignature.order >> 1
    for change: (inout TestSignature) -> Void in [
      { $0 = $0.malleated }, { $0.s = half &+ 1 }, { $0.s = half }, { $0.v = 55 - $0.v },
      { $0.v = 0 }, { $0.v -= 27 }, { $0.v = 29 }, { $0.r = .zero }, { $0.s = .zero },
      { $0.r = StatementSignature.order }, { $0.r = .max },
    ] {
      #expect(try good.verdict { change(&$0.signature) } == Verification.notSigned)
      #expect(
        try good.verdict {
          var signed = TestSignature(v: $0.delegation.v, r: $0.delegation.r, s: $0.delegation.s)
          change(&signed)
          $0.delegation.v = signed.v
          $0.delegation.r = signed.r
          $0.delegation.s = signed.s
        } == Verification.notDelegated)
    }
    // A batch that names no board, with a signature that recovers nobody.
    #expect(
      try good.verdict {
        $0.batch.board = .zero
        $0.delegation.key = .zero
        $0.signature.r = .zero
      } == Verification.noBoard)
    #expect(try good.verdict { $0.delegation.index += 1 } == Verification.notDelegated)
    #expect(try good.verdict { $0.delegation.key = Address(1) } == Verification.notDelegated)
    #expect(try good.verdict { $0.delegation.key = .zero } == Verification.notSigned)
  }

  @Test func `half of the group's order is the largest s`() throws {
    let half = StatementSignature.order >> 1
    for (s, verdict) in [(half, Verification.valid), (half &+ 1, Verification.notSigned)] {
      var verification = try Verification()
      // Any r and s are somebody's signature: here that somebody is the instrument.
      let digest = verification.lane.statement(verification.records)
        .digest(in: verification.lane.fleet)
      let r = verification.signature.r
      let key = try #require(Secp256k1.recover(digest: digest, r: r, s: s, recoveryID: 0))
      let statement = Delegation(
        lane: Statements.Lane(board: verification.lane.board.address, term: verification.lane.term),
        instrument: verification.lane.instrument, index: 3, key: key)
      let signed = verification.lane.board.sign(statement.digest(in: verification.lane.fleet))
      verification.delegation = AttestationVerifierContract.Delegation(
        index: 3, key: key, v: signed.v, r: signed.r, s: signed.s)
      verification.signature = TestSignature(v: 27, r: r, s: s)
      #expect(try verification.verdict() == verdict)
    }
  }

  @Test func `gaps are checked as readings are, and neither passes for the other`() throws {
    var verification = try Verification()
    var lane = try Lane()
    let records = [lane.reading(0, 1), lane.gap(0, count: 7)]
    let statement = lane.statement(records)
    let signed = lane.board.sign(statement.digest(in: lane.fleet))
    guard case .gap(let gap) = records[1] else { return }
    func check(_ change: (inout AttestationVerifierContract.Gap) -> Void) throws -> UInt64? {
      var told = AttestationVerifierContract.Gap(
        sensor: gap.sensor, term: gap.term, first: gap.first, last: gap.last,
        previous: gap.previous, reason: UInt64(gap.reason.rawValue), time: gap.clock.time,
        clock: UInt64(gap.clock.quality.rawValue), uncertainty: UInt64(gap.clock.uncertainty),
        segment: UInt64(gap.clock.segment), boot: gap.boot)
      change(&told)
      let call = AttestationVerifierContract.checkGap(
        fleet: lane.fleet.fleet, gap: told, index: 1,
        path: DigestTree.path(of: 1, in: records.map(\.digest)),
        batch: Verification.batch(statement),
        signature: AttestationVerifierContract.Signature(v: signed.v, r: signed.r, s: signed.s),
        delegation: AttestationVerifierContract.Delegation(
          index: 0, key: .zero, v: 0, r: .zero, s: .zero))
      return AttestationVerifierContract.checkGapResult(
        try verification.world.ask(call, of: verification.verifier))
    }
    #expect(try check { _ in } == Verification.valid)
    #expect(try check { $0.last += 1 } == Verification.otherRoot)
    #expect(try check { $0.reason = 1 } == Verification.otherRoot)
    #expect(try check { $0.term = 1 } == Verification.otherTerm)
    verification.batch = Verification.batch(statement)
    #expect(try verification.verdict() != Verification.valid)
  }

  @Test func `digests and ids are those of the records`() throws {
    let v = try Verification()
    func ask(_ call: [UInt8]) throws -> [UInt8] { try v.world.ask(call, of: v.verifier) }
    #expect(
      AttestationVerifierContract.readingDigestResult(
        try ask(AttestationVerifierContract.readingDigest(reading: v.reading)))
        == v.records[2].digest)
    #expect(
      AttestationVerifierContract.batchDigestResult(
        try ask(AttestationVerifierContract.batchDigest(fleet: v.fleet, batch: v.batch)))
        == v.lane.statement(v.records).digest(in: v.lane.fleet))
    for sensor in ["a", "sensor-0", String(repeating: "x", count: 64)] {
      #expect(
        AttestationVerifierContract.sensorIdResult(
          try ask(
            AttestationVerifierContract.sensorId(
              board: v.lane.board.address, name: Array(sensor.utf8))))
          == RecordID.sensor(board: v.lane.board.address, name: sensor))
    }
  }
}
