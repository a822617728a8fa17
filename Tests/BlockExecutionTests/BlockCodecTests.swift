import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct BlockCodecTests {
  static func header(_ random: inout SeededRandom, fork: Fork) -> BlockHeader {
    var header = BlockHeader()
    header.parentHash = Hash(TransactionCodecTests.word(&random))
    header.coinbase = Address(TransactionCodecTests.word(&random))
    header.number = random.next() >> 40
    header.nonce = random.next()
    header.difficulty = TransactionCodecTests.word(&random)
    header.extraData = random.bytes(random.below(33))
    if fork >= .london { header.baseFee = TransactionCodecTests.word(&random) }
    if fork >= .shanghai { header.withdrawalsRoot = Hash(TransactionCodecTests.word(&random)) }
    if fork >= .cancun {
      header.blobGasUsed = random.next() >> 30
      header.excessBlobGas = random.next() >> 30
      header.parentBeaconRoot = Hash(TransactionCodecTests.word(&random))
    }
    if fork >= .prague { header.requestsHash = Hash(TransactionCodecTests.word(&random)) }
    return header
  }

  static func block(_ random: inout SeededRandom) -> Block {
    let fork = Fork.allCases[random.below(Fork.allCases.count)]
    var block = Block(header: header(&random, fork: fork))
    for _ in 0..<random.below(4) {
      block.transactions.append(TransactionCodecTests.transaction(&random))
    }
    for _ in 0..<random.below(3) { block.ommers.append(header(&random, fork: fork)) }
    if fork >= .shanghai {
      block.withdrawals = (0..<random.below(3)).map {
        Withdrawal(
          index: UInt64($0), validator: random.next(),
          address: Address(TransactionCodecTests.word(&random)), amount: random.next())
      }
    }
    return block
  }

  @Test func `every block decodes from its encoding`() throws {
    for seed in 1...500 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      let block = Self.block(&random)
      #expect(try Block(decoding: block.encoded()) == block, "seed \(seed)")
    }
  }

  @Test func `damaged blocks are refused or encode to the same bytes again`() {
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SeededRandom(seed)
      var bytes = Self.block(&random).encoded()
      for _ in 0...random.below(3) { TransactionCodecTests.damage(&bytes, &random) }
      guard let decoded = try? Block(decoding: bytes) else { continue }
      #expect(decoded.encoded() == bytes, "seed \(seed)")
    }
  }

  @Test func `receipts decode from their encoding and a wrong bloom is refused`() throws {
    let log = Log(address: Address(7), topics: [Hash(1), Hash(2)], data: [1, 2, 3])
    for kind in Transaction.Kind.allCases {
      let receipt = Receipt(
        kind: kind, result: .status(true), cumulativeGasUsed: 21_000, logs: [log])
      #expect(try Receipt(decoding: receipt.encoded()) == receipt)
      var wrong = receipt
      wrong.bloom = Bloom()
      #expect(throws: ReceiptDecodingError.wrongBloom) { try Receipt(decoding: wrong.encoded()) }
    }
  }

  @Test func `a bloom contains what was inserted and not everything`() {
    let bloom = Bloom(of: [Log(address: Address(7), topics: [Hash(1)], data: [])])
    #expect(bloom.mayContain(Log(address: Address(7), topics: [], data: [])))
    #expect(!bloom.mayContain(Log(address: Address(8), topics: [], data: [])))
  }
}
