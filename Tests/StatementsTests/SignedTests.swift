import ChainTypes
import Statements
import Testing

struct SignedTests {
  let lane = Lane(board: Address(high: 1, middle: 2, low: 3), term: 4)
  let domain = FleetDomain(fleet: Hash(7))

  var seal: Seal {
    Seal(
      lane: lane, height: 9, blockHash: Hash(1), accessListHash: Hash(2), manifestHash: Hash(3))
  }

  @Test func `whoever signed is found, and nobody else passes`() throws {
    let signer = try Signer(1)
    let other = try Signer(2)
    let signed = try Signed(seal, in: domain, by: signer)
    #expect(try signed.signer(in: domain, using: Recovery()) == signer.address)
    try signed.verify(by: signer.address, in: domain, using: Recovery())
    let found = signer.address
    let expected = other.address
    #expect(throws: SignatureError.otherSigner(found)) {
      try signed.verify(by: expected, in: domain, using: Recovery())
    }
  }

  @Test func `a signature says nothing in another fleet, for another type or other content`() throws
  {
    let signer = try Signer(1)
    let address = signer.address
    let signature = try Signed(seal, in: domain, by: signer).signature
    let elsewhere = FleetDomain(fleet: Hash(8))
    #expect(throws: SignatureError.self) {
      try Signed(self.seal, signature: signature)
        .verify(by: address, in: elsewhere, using: Recovery())
    }
    // A thaw has the same kinds of fields in the same order.
    let thaw = Thaw(
      lane: lane, height: 9, blockHash: Hash(1), evidence: Hash(2), manifestHash: Hash(3))
    #expect(thaw.packed == seal.packed)
    #expect(throws: SignatureError.self) {
      try Signed(thaw, signature: signature).verify(by: address, in: domain, using: Recovery())
    }
    var higher = seal
    higher.height += 1
    #expect(throws: SignatureError.self) {
      try Signed(higher, signature: signature).verify(by: address, in: domain, using: Recovery())
    }
  }

  struct Nobody: SignatureRecovery {
    func signer(of digest: Hash, _ signature: StatementSignature) -> Address? { .zero }
  }

  @Test func `the zero address never signs`() throws {
    let signed = try Signed(seal, in: domain, by: try Signer(1))
    #expect(throws: SignatureError.noSigner) {
      try signed.signer(in: domain, using: Nobody())
    }
  }

  @Test func `a signature has one form`() throws {
    let signature = try Signed(seal, in: domain, by: try Signer(1)).signature
    let order = StatementSignature.order
    #expect(throws: SignatureError.highS) {
      try StatementSignature(r: signature.r, s: order &- signature.s, yIsOdd: !signature.yIsOdd)
    }
    let half = order >> 1
    #expect(try StatementSignature(r: 1, s: half, yIsOdd: true).s == half)
    #expect(throws: SignatureError.highS) {
      try StatementSignature(r: 1, s: half &+ 1, yIsOdd: true)
    }
    #expect(throws: SignatureError.rOutOfRange) {
      try StatementSignature(r: 0, s: 1, yIsOdd: true)
    }
    #expect(throws: SignatureError.rOutOfRange) {
      try StatementSignature(r: order, s: 1, yIsOdd: true)
    }
    #expect(throws: SignatureError.sOutOfRange) {
      try StatementSignature(r: 1, s: 0, yIsOdd: true)
    }
    #expect(throws: SignatureError.sOutOfRange) {
      try StatementSignature(r: 1, s: order, yIsOdd: true)
    }
    for v in [0, 1, 26, 29, 255] as [UInt8] {
      #expect(throws: SignatureError.wrongV(v)) {
        try StatementSignature(bytes: signature.r.bytes + signature.s.bytes + [v])
      }
    }
    for count in [0, 64, 66] {
      #expect(throws: SignatureError.wrongLength(count)) {
        try StatementSignature(bytes: [UInt8](repeating: 27, count: count))
      }
    }
  }

  @Test func `bytes that are too short or too long are no statement`() throws {
    let bytes = try Signed(seal, in: domain, by: try Signer(1)).bytes
    for count in 0..<bytes.count {
      #expect(throws: SignedError.self) { try Signed<Seal>(bytes: Array(bytes.prefix(count))) }
    }
    #expect(throws: SignedError.self) { try Signed<Seal>(bytes: [0] + bytes) }
    #expect(throws: FieldError.trailingBytes(at: 132)) { try Seal(packed: seal.packed + [0]) }
  }

  @Test func `random bytes never trap, and what is read is written back`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      let bytes = random.bytes(Int(random.next() % 320))
      guard let signed = try? Signed<Want>(bytes: bytes) else { continue }
      #expect(signed.bytes == bytes, "seed \(seed)")
    }
  }
}
