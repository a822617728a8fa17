import ChainTypes
import EVM
import Testing

@Suite struct Frames {
  /// Calls itself with all its gas, and counts in slot 0 how deep it came.
  static let recursion: [UInt8] = [
    0x60, 0x01, 0x60, 0x00, 0x54, 0x01, 0x60, 0x00, 0x55,  // slot 0 += 1
    0x5f, 0x5f, 0x5f, 0x5f, 0x5f, 0x30, 0x5a, 0xf1, 0x00,  // call(gas, this, 0, …)
  ]

  @Test func `calls nest to the depth that gas and the limit of 1024 allow`() {
    let run = Programs.run(Frames.recursion, gas: 1 << 50)
    #expect(run.outcome.halt == .stop)
    let depth = run.host.world.accounts[Programs.contract]?.slots[.zero]
    #expect(depth == 1025)
  }

  @Test func `a child's memory begins empty although its caller's is full`() {
    // Fill a word, call self with input; the child returns its memory's first word.
    let code: [UInt8] = [
      0x36, 0x60, 0x18, 0x57,  // with input: child
      0x5f, 0x19, 0x5f, 0x52,  // memory[0] = ff…
      0x60, 0x20, 0x60, 0x20, 0x60, 0x20, 0x5f, 0x5f, 0x30, 0x5a, 0xf1, 0x50,
      0x60, 0x40, 0x5f, 0xf3,  // return both words
      0x5b, 0x5f, 0x51, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3,
    ]
    let run = Programs.run(code)
    #expect(run.outcome.halt == .return)
    #expect(
      run.outcome.output == [UInt8](repeating: 0xff, count: 32) + [UInt8](repeating: 0, count: 32))
  }

  @Test func `a reverted call leaves its caller's state and returns its reason`() {
    let code: [UInt8] = [
      0x36, 0x60, 0x17, 0x57,
      0x60, 0x20, 0x5f, 0x60, 0x01, 0x5f, 0x5f, 0x30, 0x5a, 0xf1,  // call with one byte
      0x5f, 0x55,  // slot 0 = result
      0x3d, 0x60, 0x01, 0x55, 0x00,  // slot 1 = size of the reason
      0x00, 0x00,
      0x5b, 0x60, 0x07, 0x5f, 0x55, 0x60, 0x03, 0x5f, 0xfd,  // child: slot 0 = 7, revert 3 bytes
    ]
    let run = Programs.run(code)
    #expect(run.outcome.halt == .stop)
    let slots = run.host.world.accounts[Programs.contract]?.slots
    #expect(slots?[.zero] == .zero)
    #expect(slots?[.one] == 3)
  }

  @Test func `memory that no gas could pay is refused`() {
    let code: [UInt8] = [0x5f, 0x5f, 0x19, 0x52, 0x00]
    #expect(Programs.run(code, gas: .max).outcome.halt == .outOfGas)
  }

  @Test func `call data is copied from where it is after memory has grown`() {
    // calldatacopy(0x20000, 0, 32) is the first to need more than the arena begins with.
    let code: [UInt8] = [
      0x60, 0x20, 0x5f, 0x62, 0x02, 0x00, 0x00, 0x37,
      0x60, 0x20, 0x62, 0x02, 0x00, 0x00, 0xf3,
    ]
    let input = [UInt8](1...32)
    for tier in [Tier.raw, .threaded] {
      #expect(Programs.run(code, tier: tier, input: input).outcome.output == input)
    }
  }
}
