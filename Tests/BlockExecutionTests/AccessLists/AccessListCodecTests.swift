import ChainTypes
import EVM
import Testing

@testable import BlockExecution

@Suite struct AccessListCodecTests {
  static func sample() -> BlockAccessList {
    var first = AccountAccesses(address: Address(0xa))
    first.storageChanges = [
      .init(key: 0, index: 1, value: 0), .init(key: 0, index: 300, value: .max),
      .init(key: .max, index: 2, value: 1),
    ]
    first.storageReads = [1, 2]
    first.balanceChanges = [.init(index: 0, balance: 5), .init(index: .max, balance: 0)]
    first.nonceChanges = [.init(index: 1, nonce: .max)]
    first.codeChanges = [.init(index: 1, code: [0x60]), .init(index: 2, code: [])]
    return BlockAccessList(accounts: [first, AccountAccesses(address: Address(0xb))])
  }

  @Test func `the empty list is c0 and has the hash that EIP-7928 states`() {
    let list = BlockAccessList()
    #expect(list.encoded() == [0xc0])
    #expect(
      list.hash.hex == "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")
  }

  @Test func `the encoding nests address, field, index and value`() throws {
    var account = AccountAccesses(address: Address(0xaa))
    account.storageChanges = [.init(key: 0x20, index: 1, value: 0x1234)]
    account.storageReads = [.zero]
    account.balanceChanges = [.init(index: 1, balance: 0x80)]
    account.nonceChanges = [.init(index: 1, nonce: 10)]
    account.codeChanges = [.init(index: 1, code: [0x60, 0x80])]
    let number: (UInt64) -> RLPItem = { .bytes(Word($0).minimalBytes) }
    let expected = RLPItem.list([
      .list([
        .bytes(Address(0xaa).bytes),
        .list([.list([number(0x20), .list([.list([number(1), number(0x1234)])])])]),
        .list([number(0)]),
        .list([.list([number(1), number(0x80)])]),
        .list([.list([number(1), number(10)])]),
        .list([.list([number(1), .bytes([0x60, 0x80])])]),
      ])
    ])
    #expect(BlockAccessList(accounts: [account]).encoded() == RLP.encode(expected))
  }

  @Test func `a list equals what its encoding decodes to, with and without existence`() throws {
    var list = Self.sample()
    #expect(try BlockAccessList(decoding: list.encoded()) == list)
    let plain = list.encoded()
    list.existence = [
      .init(address: Address(0xa), index: 1, isPresent: true),
      .init(address: Address(0xb), index: 0, isPresent: false),
    ]
    #expect(try BlockAccessList(decoding: list.encoded()) == list)
    #expect(list.encoded().first != plain.first || list.encoded().count > plain.count)
    #expect(list.hash != Self.sample().hash)
  }

  @Test func `each departure from canonical order is refused by name`() {
    func refuse(
      _ expected: (AccessListError) -> Bool, _ change: (inout BlockAccessList) -> Void
    ) {
      var list = Self.sample()
      change(&list)
      do throws(AccessListError) {
        _ = try BlockAccessList(decoding: list.encoded())
        Issue.record("accepted: \(list)")
      } catch { #expect(expected(error), "\(error)") }
    }
    func order(_ part: AccessListError.Part) -> (AccessListError) -> Bool {
      { if case .notAscending(part, _) = $0 { true } else { false } }
    }
    refuse(order(.accounts)) { $0.accounts.reverse() }
    refuse(order(.accounts)) { $0.accounts.append($0.accounts[1]) }
    refuse(order(.slots)) { $0.accounts[0].storageChanges.swapAt(0, 2) }
    refuse(order(.storage)) { $0.accounts[0].storageChanges.swapAt(0, 1) }
    refuse(order(.reads)) { $0.accounts[0].storageReads = [2, 2] }
    refuse(order(.balances)) { $0.accounts[0].balanceChanges.reverse() }
    refuse(order(.nonces)) { $0.accounts[0].nonceChanges.append(.init(index: 1, nonce: 1)) }
    refuse(order(.codes)) { $0.accounts[0].codeChanges.reverse() }
    refuse({ $0 == .readOfChangedSlot(address: Address(0xa), key: .max) }) {
      $0.accounts[0].storageReads.append(.max)
    }
    let mark = ExistenceChange(address: Address(0xa), index: 1, isPresent: true)
    refuse(order(.existence)) { $0.existence = [mark, mark] }
    refuse({ $0 == .existenceOfUnlisted(Address(0xc)) }) {
      $0.existence = [.init(address: Address(0xc), index: 1, isPresent: true)]
    }
  }

  @Test func `wrappers of another version, or needless ones, are refused`() throws {
    let inner = RLPItem.list([])
    func decode(_ item: RLPItem) throws(AccessListError) -> BlockAccessList {
      try BlockAccessList(decoding: RLP.encode(item))
    }
    #expect(throws: AccessListError.unknownVersion(2)) {
      try decode(.list([.bytes([2]), inner, inner]))
    }
    #expect(throws: AccessListError.needlessWrapper) {
      try decode(.list([.bytes([1]), inner, inner]))
    }
    let slot = RLPItem.list([.bytes([1]), .list([])])
    let fields: [RLPItem] = [
      .bytes(Address(1).bytes), .list([slot]), inner, inner, inner, inner,
    ]
    #expect(throws: AccessListError.emptySlot(offset: 24)) { try decode(.list([.list(fields)])) }
    let index = RLPItem.list([.bytes([1, 0, 0, 0, 0]), .bytes([])])
    let wide: [RLPItem] = [
      .bytes(Address(1).bytes), inner, inner, .list([index]), inner, inner,
    ]
    #expect(throws: AccessListError.indexTooLarge(1 << 32, offset: 27)) {
      try decode(.list([.list(wide)]))
    }
  }

  @Test func `altered bytes are refused or mean another list with the same encoding`() {
    var list = Self.sample()
    list.existence = [.init(address: Address(0xa), index: 1, isPresent: true)]
    for base in [Self.sample().encoded(), list.encoded()] {
      for seed in 1...3000 as ClosedRange<UInt64> {
        var random = SeededRandom(seed)
        var bytes = base
        for _ in 0...random.below(3) {
          switch random.below(3) {
          case 0: bytes[random.below(bytes.count)] = UInt8(random.below(256))
          case 1: bytes.remove(at: random.below(bytes.count))
          default: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count + 1))
          }
        }
        if let decoded = try? BlockAccessList(decoding: bytes) {
          #expect(decoded.encoded() == bytes, "seed \(seed)")
        }
      }
    }
  }
}
