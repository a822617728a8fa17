import BlockExecution
import ChainTypes
import Contracts
import Readings
import Statements
import Testing

/// An item that Alice holds, on a lane with a custody contract.
struct Parcel {
  let lane: Lane
  let custody: Address
  let alice = TestKey(0xa11ce)
  let bob = TestKey(0xb0b)
  let carol = TestKey(0xca01)
  let label = Hash(0x5e41a1)
  let item: Hash

  init(_ world: World = World()) throws {
    lane = try Lane(world)
    custody = try world.deploy(CustodyContract.creation(registry: lane.registry), from: Lane.owner)
    let call = CustodyContract.register(label: label, condition: Hash(1))
    let result = try world.send(call, to: custody, from: alice.address)
    item = try #require(CustodyContract.registerResult(result.output))
  }

  var world: World { lane.world }

  @discardableResult
  func send(_ call: [UInt8], by key: TestKey) throws -> TransactionResult {
    try world.send(call, to: custody, from: key.address)
  }

  func offer(
    to taker: TestKey, until deadline: UInt64? = nil, by key: TestKey? = nil
  ) throws
    -> String
  {
    let deadline = deadline ?? world.time + 100
    return try send(
      CustodyContract.offer(item: item, taker: taker.address, deadline: deadline),
      by: key ?? alice
    ).refusal
  }

  func accept(by key: TestKey) throws -> String {
    try send(CustodyContract.accept(item: item, condition: Hash(2)), by: key).refusal
  }

  var state: CustodyContract.ItemsResult {
    get throws {
      try #require(
        CustodyContract.ItemsResult(try world.ask(CustodyContract.items(item), of: custody)))
    }
  }

  /// The digest that both sign, as wallets compute it.
  func digest(
    number: UInt64 = 0, from giver: TestKey? = nil, to taker: TestKey? = nil,
    deadline: UInt64, condition: Hash = Hash(3), chainID: UInt64 = World.chainID
  ) -> Hash {
    func text(_ text: String) -> Word { Keccak256.hash(Array(text.utf8)).word }
    func hash(_ words: [Word]) -> Word { Keccak256.hash(words.flatMap(\.bytes)).word }
    let domain = hash([
      text(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      text("Cairn Custody"), text("1"), Word(chainID), custody.word,
    ])
    let content = hash([
      text(
        "Handover(bytes32 item,uint64 number,address giver,address taker,uint64 deadline,"
          + "bytes32 condition)"), item.word, Word(number), (giver ?? alice).address.word,
      (taker ?? bob).address.word, Word(deadline), condition.word,
    ])
    return Keccak256.hash([0x19, 0x01] + domain.bytes + content.bytes)
  }

  func handOver(
    _ giver: [UInt8], _ taker: [UInt8], to address: Address? = nil, deadline: UInt64,
    condition: Hash = Hash(3)
  ) throws -> TransactionResult {
    try send(
      CustodyContract.handOver(
        item: item, taker: address ?? bob.address, deadline: deadline, condition: condition,
        giverSignature: giver, takerSignature: taker), by: carol)
  }
}

@Suite struct CustodyTests {
  @Test func `an offer that is accepted hands the item over, and the log tells it`() throws {
    let parcel = try Parcel()
    #expect(try parcel.offer(to: parcel.bob) == "")
    let result = try parcel.send(
      CustodyContract.accept(item: parcel.item, condition: Hash(2)), by: parcel.bob)
    let handed = try #require(events(result, CustodyContract.HandedOver.init).first)
    #expect(handed.giver == parcel.alice.address && handed.taker == parcel.bob.address)
    let state = try parcel.state
    #expect(state.holder == parcel.bob.address && state.handovers == 1 && state.entries == 2)
    #expect(state.offered == .zero && state.deadline == 0)
    #expect(try parcel.offer(to: parcel.carol) == "not the holder")
    #expect(try parcel.accept(by: parcel.bob) == "not offered to the caller")
  }

  @Test func `the chain of the condition log follows from its events`() throws {
    let parcel = try Parcel()
    var results = [
      try parcel.send(CustodyContract.note(item: parcel.item, content: Hash(7)), by: parcel.alice)
    ]
    _ = try parcel.offer(to: parcel.bob)
    parcel.world.time += 60
    results.append(
      try parcel.send(
        CustodyContract.accept(item: parcel.item, condition: Hash(2)), by: parcel.bob))
    results.append(
      try parcel.send(CustodyContract.close(item: parcel.item, condition: Hash(9)), by: parcel.bob)
    )
    let entries = results.flatMap { events($0, CustodyContract.Condition.init) }
    #expect(entries.map(\.number) == [1, 2, 3] && entries.map(\.kind) == [2, 8, 16])
    var chain = Keccak256.hash(
      [.zero, .zero, 1, parcel.alice.address.word, 1, Word(parcel.world.time - 60)]
        .flatMap { (word: Word) in word.bytes })
    for entry in entries {
      let words: [Word] = [
        chain.word, Word(entry.number), entry.kind, entry.author.word, entry.content.word,
        Word(entry.time),
      ]
      chain = Keccak256.hash(words.flatMap(\.bytes))
      #expect(entry.chain == chain)
    }
    #expect(try parcel.state.chain == chain && parcel.state.closed)
  }

  @Test func `each reason to refuse an offer, and both sides of the deadline`() throws {
    let parcel = try Parcel()
    let now = parcel.world.time
    #expect(try parcel.offer(to: parcel.bob, by: parcel.bob) == "not the holder")
    #expect(try parcel.offer(to: parcel.alice) == "nobody to take it")
    let zero = CustodyContract.offer(item: parcel.item, taker: .zero, deadline: now)
    #expect(try parcel.send(zero, by: parcel.alice).refusal == "nobody to take it")
    #expect(try parcel.offer(to: parcel.bob, until: now - 1) == "deadline has passed")
    #expect(try parcel.offer(to: parcel.bob, until: now) == "")
    #expect(try parcel.accept(by: parcel.carol) == "not offered to the caller")
    parcel.world.time = now + 1
    #expect(try parcel.accept(by: parcel.bob) == "deadline has passed")
    parcel.world.time = now
    #expect(try parcel.accept(by: parcel.bob) == "")
  }

  @Test func `an offer ends by either side, and a second replaces the first`() throws {
    let parcel = try Parcel()
    let end = CustodyContract.endOffer(item: parcel.item)
    #expect(try parcel.send(end, by: parcel.alice).refusal == "not offered")
    for party in [parcel.alice, parcel.bob] {
      #expect(try parcel.offer(to: parcel.bob) == "")
      #expect(try parcel.send(end, by: parcel.carol).refusal == "not a party")
      #expect(try parcel.send(end, by: party).refusal == "")
      #expect(try parcel.accept(by: parcel.bob) == "not offered to the caller")
    }
    #expect(try parcel.offer(to: parcel.bob) == "" && parcel.offer(to: parcel.carol) == "")
    #expect(try parcel.accept(by: parcel.bob) == "not offered to the caller")
    #expect(try parcel.accept(by: parcel.carol) == "")
  }

  @Test func `two signatures hand over without an offer, once`() throws {
    let parcel = try Parcel()
    let deadline = parcel.world.time
    let digest = parcel.digest(deadline: deadline)
    let asked = CustodyContract.handoverDigestResult(
      try parcel.world.ask(
        CustodyContract.handoverDigest(
          item: parcel.item, taker: parcel.bob.address, deadline: deadline, condition: Hash(3)),
        of: parcel.custody))
    #expect(asked == digest)
    let (giver, taker) = (parcel.alice.sign(digest).bytes, parcel.bob.sign(digest).bytes)
    parcel.world.time += 1
    #expect(
      try parcel.handOver(giver, taker, deadline: deadline).refusal == "deadline has passed")
    parcel.world.time -= 1
    #expect(try parcel.handOver(giver, taker, deadline: deadline).refusal == "")
    #expect(try parcel.state.holder == parcel.bob.address)
    #expect(
      try parcel.handOver(giver, taker, deadline: deadline).refusal == "nobody to take it")
    // Back to Alice: what was signed for the first handover counts no more.
    #expect(try parcel.offer(to: parcel.alice, by: parcel.bob) == "")
    #expect(try parcel.accept(by: parcel.alice) == "")
    #expect(
      try parcel.handOver(giver, taker, deadline: deadline).refusal == "giver did not sign")
  }

  @Test func `signatures of others, for others or in another form are refused`() throws {
    let parcel = try Parcel()
    let deadline = parcel.world.time + 5
    let digest = parcel.digest(deadline: deadline)
    let (giver, taker) = (parcel.alice.sign(digest), parcel.bob.sign(digest))
    func refusal(_ giver: [UInt8], _ taker: [UInt8]) throws -> String {
      try parcel.handOver(giver, taker, deadline: deadline).refusal
    }
    let (noGiver, noTaker) = ("giver did not sign", "taker did not sign")
    #expect(try refusal(taker.bytes, giver.bytes) == noGiver)
    #expect(try refusal(giver.bytes, giver.bytes) == noTaker)
    #expect(try refusal(giver.malleated.bytes, taker.bytes) == noGiver)
    #expect(try refusal(giver.bytes, taker.malleated.bytes) == noTaker)
    #expect(try refusal([], taker.bytes) == noGiver)
    #expect(try refusal(giver.bytes, Array(taker.bytes.dropLast())) == noTaker)
    #expect(try refusal(giver.bytes + [0], taker.bytes) == "revert")
    for v in [0, 1, 29, 255] as [UInt64] {
      let odd = TestSignature(v: v, r: giver.r, s: giver.s)
      #expect(try refusal(odd.bytes, taker.bytes) == noGiver)
    }
    // Of another chain, another number, another deadline, another condition.
    for other in [
      parcel.digest(deadline: deadline, chainID: World.chainID + 1),
      parcel.digest(number: 1, deadline: deadline), parcel.digest(deadline: deadline + 1),
      parcel.digest(deadline: deadline, condition: Hash(4)),
      parcel.digest(to: parcel.carol, deadline: deadline),
    ] {
      #expect(try refusal(parcel.alice.sign(other).bytes, taker.bytes) == noGiver)
      #expect(try refusal(giver.bytes, parcel.bob.sign(other).bytes) == noTaker)
    }
    // What recovers nobody is nobody's signature, also for an item and a taker that are nobody's.
    let nothing = TestSignature(v: 27, r: .zero, s: .zero).bytes
    #expect(
      try parcel.handOver(giver.bytes, nothing, to: .zero, deadline: deadline).refusal
        == "nobody to take it")
    let unknown = CustodyContract.handOver(
      item: Hash(0x404), taker: parcel.bob.address, deadline: deadline, condition: Hash(3),
      giverSignature: nothing, takerSignature: taker.bytes)
    #expect(try parcel.send(unknown, by: parcel.carol).refusal == "not tracked")
    #expect(try refusal(giver.bytes, taker.bytes) == "")
  }

  @Test func `observers add to the log until the next handover`() throws {
    let parcel = try Parcel()
    let note = CustodyContract.note(item: parcel.item, content: Hash(7))
    func allow(_ allowed: Bool, by key: TestKey) throws -> String {
      try parcel.send(
        CustodyContract.setObserver(
          item: parcel.item, observer: parcel.carol.address, allowed: allowed), by: key
      ).refusal
    }
    #expect(try parcel.send(note, by: parcel.carol).refusal == "may not add")
    #expect(try allow(true, by: parcel.carol) == "not the holder")
    #expect(try allow(true, by: parcel.alice) == "")
    #expect(try parcel.send(note, by: parcel.carol).refusal == "")
    #expect(try allow(false, by: parcel.alice) == "")
    #expect(try parcel.send(note, by: parcel.carol).refusal == "may not add")
    #expect(try allow(true, by: parcel.alice) == "")
    _ = try parcel.offer(to: parcel.bob)
    _ = try parcel.accept(by: parcel.bob)
    #expect(try parcel.send(note, by: parcel.carol).refusal == "may not add")
    let asked = CustodyContract.isObserver(item: parcel.item, observer: parcel.carol.address)
    #expect(
      CustodyContract.isObserverResult(try parcel.world.ask(asked, of: parcel.custody)) == false)
  }

  @Test func `a measurement is the reading log's own`() throws {
    let parcel = try Parcel()
    var lane = parcel.lane
    let sensor = lane.sensors[0].id
    let measure = CustodyContract.measure(item: parcel.item, sensor: sensor)
    #expect(try parcel.send(measure, by: parcel.alice).refusal == "no reading")
    let record = lane.reading(0, 2150)
    #expect(try lane.send(lane.batch([record], by: lane.board)).refusal == "")
    #expect(try parcel.send(measure, by: parcel.carol).refusal == "may not add")
    let result = try parcel.send(measure, by: parcel.alice)
    let entry = try #require(events(result, CustodyContract.Condition.init).first)
    #expect(entry.content == Keccak256.hash(sensor.word, Lane.recordWord(record).word))
    try lane.install(.zero, "ReadingLog")
    #expect(try parcel.send(measure, by: parcel.alice).refusal == "no reading log")
  }

  @Test func `a closed item has no holder, and nothing can be added`() throws {
    let parcel = try Parcel()
    _ = try parcel.offer(to: parcel.bob)
    let close = CustodyContract.close(item: parcel.item, condition: Hash(9))
    #expect(try parcel.send(close, by: parcel.bob).refusal == "not the holder")
    #expect(try parcel.send(close, by: parcel.alice).refusal == "")
    #expect(try parcel.send(close, by: parcel.alice).refusal == "not the holder")
    #expect(try parcel.accept(by: parcel.bob) == "not offered to the caller")
    #expect(try parcel.offer(to: parcel.bob) == "not the holder")
    let note = CustodyContract.note(item: parcel.item, content: Hash(7))
    #expect(try parcel.send(note, by: parcel.alice).refusal == "not tracked")
    let again = CustodyContract.register(label: parcel.label, condition: Hash(1))
    #expect(try parcel.send(again, by: parcel.alice).refusal == "registered before")
  }

  @Test func `nobody can take an id that is somebody else's, on this lane or another`() throws {
    let parcel = try Parcel()
    let register = CustodyContract.register(label: parcel.label, condition: Hash(1))
    let other = try parcel.send(register, by: parcel.bob)
    let theirs = try #require(CustodyContract.registerResult(other.output))
    #expect(other.isSuccess && theirs != parcel.item)
    let ask = CustodyContract.id(registrant: parcel.alice.address, label: parcel.label)
    #expect(
      CustodyContract.idResult(try parcel.world.ask(ask, of: parcel.custody)) == parcel.item)
    let elsewhere = try Parcel(World(chainID: 10))
    #expect(elsewhere.custody == parcel.custody && elsewhere.item != parcel.item)
    #expect(throws: Refused(reason: "no registry there")) {
      try parcel.world.deploy(CustodyContract.creation(registry: .zero), from: Lane.owner)
    }
  }
}
