import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct TransactionCodecTests {
  static func word(_ random: inout SeededRandom) -> Word {
    switch random.below(4) {
    case 0: .zero
    case 1: Word(UInt64(random.below(300)))
    case 2: Word(random.next(), random.next(), 0, 0)
    default: Word(random.next(), random.next(), random.next(), random.next())
    }
  }

  static func transaction(_ random: inout SeededRandom) -> Transaction {
    let kind = Transaction.Kind.allCases[random.below(5)]
    var t = Transaction(kind: kind)
    t.nonce = random.next() >> UInt64(random.below(64))
    t.maxFeePerGas = word(&random)
    t.maxPriorityFeePerGas =
      kind.rawValue < 2 ? t.maxFeePerGas : word(&random)
    t.gasLimit = random.next() >> UInt64(random.below(64))
    t.to = random.below(4) == 0 ? nil : Address(word(&random))
    t.value = word(&random)
    t.data = random.bytes(random.below(80))
    t.signature = TransactionSignature(v: 27, r: word(&random), s: word(&random))
    if kind == .legacy {
      if random.below(2) == 0 {
        t.chainID = random.next() >> 8
        t.signature.v = Word(t.chainID!) &* 2 &+ Word(35 + UInt64(random.below(2)))
      }
      return t
    }
    t.chainID = random.next()
    t.signature.v = Word(UInt64(random.below(2)))
    t.accessList = (0..<random.below(3)).map { _ in
      AccessListEntry(
        address: Address(word(&random)), slots: (0..<random.below(3)).map { _ in word(&random) })
    }
    if kind == .blob {
      t.maxFeePerBlobGas = word(&random)
      t.blobHashes = (0..<random.below(4)).map { _ in Hash(word(&random)) }
    }
    if kind == .setCode {
      t.authorizations = (0..<random.below(4)).map { _ in
        Authorization(
          chainID: word(&random), address: Address(word(&random)), nonce: random.next(),
          yParity: UInt8(random.below(256)), r: word(&random), s: word(&random))
      }
    }
    return t
  }

  @Test func `every transaction decodes from its encoding`() throws {
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let transaction = Self.transaction(&random)
      #expect(try Transaction(decoding: transaction.encoded()) == transaction, "seed \(seed)")
    }
  }

  @Test func `bytes that decode are the only encoding of what they decode to`() {
    for seed in 1...4000 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      var bytes = Self.transaction(&random).encoded()
      for _ in 0...random.below(3) { Self.damage(&bytes, &random) }
      guard let decoded = try? Transaction(decoding: bytes) else { continue }
      #expect(decoded.encoded() == bytes, "seed \(seed)")
    }
  }

  static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(4) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    default: bytes.removeSubrange(place...)
    }
  }

  @Test func `random bytes never trap the decoders`() {
    var decoded = 0
    for seed in 1...4000 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      var bytes = random.bytes(random.below(200))
      if random.below(2) == 0, !bytes.isEmpty { bytes[0] = UInt8(random.below(5)) }
      if (try? Transaction(decoding: bytes)) != nil { decoded += 1 }
      if (try? Block(decoding: bytes)) != nil { decoded += 1 }
      if (try? Receipt(decoding: bytes)) != nil { decoded += 1 }
    }
    #expect(decoded == 0)
  }

  @Test func `a type byte of zero or above four is refused`() {
    let body = Transaction().encoded()
    for type in [0, 5, 0x7f, 0x80, 0xbf] as [UInt8] {
      #expect(throws: TransactionDecodingError.unknownType(type)) {
        try Transaction(decoding: [type] + body)
      }
    }
  }

  @Test func `a nonce of nine bytes is refused`() {
    var writer = RLPWriter()
    writer.appendList { list in
      list.append(Word(0, 1, 0, 0))
      for _ in 0..<8 { list.append(1 as UInt64) }
    }
    #expect(throws: TransactionDecodingError.self) { try Transaction(decoding: writer.bytes) }
  }

  @Test func `the example of EIP-155 has its signing hash and transaction hash`() throws {
    var t = Transaction()
    t.chainID = 1
    t.nonce = 9
    t.maxFeePerGas = 20_000_000_000
    t.maxPriorityFeePerGas = 20_000_000_000
    t.gasLimit = 21_000
    t.to = Address(hex: "0x3535353535353535353535353535353535353535")
    t.value = 1_000_000_000_000_000_000
    #expect(
      t.signingHash.hex == "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53")
  }
}
