import ChainTypes
import EVM
import Testing

/// The two interpreters against each other. Debug builds have only one; the release test run has
/// both.
@Suite(.enabled(if: Tier.hasThreadedCode, "threaded code needs an optimised build"))
struct Tiers {
  static let input = [UInt8](1...36)

  func expectAgreement(_ code: [UInt8], _ note: String) {
    let raw = Programs.run(code, tier: .raw, input: Tiers.input)
    let threaded = Programs.run(code, tier: .threaded, input: Tiers.input)
    #expect(
      Programs.summary(raw) == Programs.summary(threaded), "\(note), code \(Hex.encode(code))")
  }

  @Test func `a value that waits where a result will be is moved aside`() throws {
    for code in [
      "0x6027601f6060388342809520916090a3f3",
      "0x6037601660066063601f60976050a18192072050f3",
      "0x60605a606033605e606038605d6098846090a1528094204790a352",
    ] {
      expectAgreement(try Hex.decode(code), "found by the fuzzer")
    }
  }

  @Test func `blocks of nothing but a jump are joined and still pay and check the stack`() throws {
    for code in [
      "0x6003565b6007565b600b565b00",
      // A condition, not a jump: the block goes on behind it.
      "0x6001600557005b6001600b57005b600a60005260206000f3",
      // A jump to no JUMPDEST, and a ring that ends for lack of gas.
      "0x6003565b600056",
      "0x5b600056",
    ] {
      expectAgreement(try Hex.decode(code), "jumps")
    }
    let ring = Programs.run(try Hex.decode("0x5b600056"), tier: .threaded)
    #expect(ring.outcome.halt == .outOfGas)
  }

  @Test func `shallow random programs end alike`() {
    for seed in UInt64(0)..<20_000 {
      var programs = RandomPrograms(seed: seed)
      expectAgreement(programs.next(values: 4, reach: 5, length: 60), "seed \(seed)")
    }
  }

  @Test func `random programs over a deep stack end alike`() {
    for seed in UInt64(0)..<20_000 {
      var programs = RandomPrograms(seed: seed)
      expectAgreement(programs.next(values: 24, reach: 9, length: 30), "seed \(seed)")
    }
  }
}

/// Programs that mostly run to their end: plenty of values, small numbers, jumps now and then.
struct RandomPrograms {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// splitmix64.
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  private static let operations: [UInt8] =
    Array(0x01...0x0b) + Array(0x10...0x1e) + [0x15, 0x20, 0x30] + Array(0x32...0x39)
    + [0x3a, 0x3d] + Array(0x41...0x46) + [0x48, 0x4a, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55]
    + Array(0x58...0x5c) + [0x5e]

  /// `values` pushed first; DUP and SWAP reach down to `reach`.
  mutating func next(values: Int, reach: Int, length: Int) -> [UInt8] {
    var code: [UInt8] = []
    for _ in 0..<values { code += [0x60, UInt8(below(100))] }
    for _ in 0..<(5 + below(length)) { code += piece(reach) }
    return code + [0x60, 0, 0x52, 0x60, 0x20, 0x52, 0x60, 0x40, 0x60, 0, 0xf3]
  }

  private mutating func piece(_ reach: Int) -> [UInt8] {
    switch below(14) {
    case 0...3: return [0x60, UInt8(below(100))]
    case 4...5: return [UInt8(0x80 + below(reach))]
    case 6...8: return [UInt8(0x90 + below(reach))]
    case 9: return [0x60, UInt8(below(120)), 0x57]
    case 10: return below(4) == 0 ? [0x60, UInt8(below(120)), 0x56] : [0x5b]
    case 11:
      let log = UInt8(0xa0 + below(4))
      return [0x60, UInt8(below(100)), 0x90, 0x60, 0x20, 0x90, 0x50, log]
    default: return [RandomPrograms.operations[below(RandomPrograms.operations.count)]]
    }
  }
}
