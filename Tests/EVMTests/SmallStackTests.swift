import ChainTypes
import EVM
import LinuxIO
import Testing

/// What threads with a small native stack can run. Optimised builds only: the interpreter's own
/// frame is large without the optimiser.
@Suite(.enabled(if: Tier.hasThreadedCode, "stacks are small in optimised builds"))
struct SmallStacks {
  #if arch(arm64)
    static let stackBytes = 128 * 1024  // glibc makes no thread with less
  #else
    static let stackBytes = 96 * 1024
  #endif

  func run(_ code: [UInt8], tier: Tier) throws -> (halt: Halt, output: [UInt8]) {
    let result = Guarded<(halt: Halt, output: [UInt8])>((.outOfGas, []))
    let thread = try NativeThread(name: "small-stack", stackBytes: SmallStacks.stackBytes) {
      let outcome = Programs.run(code, tier: tier, fork: .prague, gas: 1 << 50).outcome
      result.withLock { $0 = (outcome.halt, outcome.output) }
    }
    thread.join()
    return result.withLock { $0 }
  }

  func expectDepth(_ code: [UInt8]) throws {
    for tier in [Tier.raw, .threaded] {
      let ended = try run(code, tier: tier)
      #expect(ended.halt == .return, "\(tier)")
      #expect(Word(bigEndianBytes: ended.output) == 1025, "\(tier)")
    }
  }

  @Test func `1,024 nested calls fit a small stack`() throws {
    try expectDepth([
      0x60, 0x20, 0x5f, 0x5f, 0x5f, 0x5f, 0x30, 0x5a, 0xf1,  // call(gas, this, 0, 0, 0, 0, 32)
      0x60, 0x01, 0x5f, 0x51, 0x01, 0x5f, 0x52,  // memory[0] += 1
      0x60, 0x20, 0x5f, 0xf3,
    ])
  }

  @Test func `1,024 nested creations fit a small stack`() throws {
    try expectDepth([
      0x38, 0x5f, 0x5f, 0x39, 0x38, 0x5f, 0x5f, 0xf0,  // create(0, 0, codesize) of this code
      0x60, 0x20, 0x90, 0x5f, 0x90, 0x5f, 0x90, 0x3c,  // extcodecopy(it, 0, 0, 32)
      0x60, 0x01, 0x5f, 0x51, 0x01, 0x5f, 0x52,  // memory[0] += 1
      0x60, 0x20, 0x5f, 0xf3,
    ])
  }

  /// MLOAD, MSTORE and MSTORE8 have slow twins for memory that has to grow, none of which may leave
  /// a frame behind: 20,000 of them would not fit.
  @Test(arguments: [[0x80, 0x51, 0x50], [0x80, 0x80, 0x52], [0x80, 0x80, 0x53]] as [[UInt8]])
  func `memory that grows word by word leaves nothing on the stack`(access: [UInt8]) throws {
    let start: [UInt8] = [0x61, 0x4e, 0x20, 0x5f, 0x5b]  // rounds, offset; the loop begins at 4
    let step: [UInt8] = [0x60, 0x20, 0x01, 0x90, 0x60, 0x01, 0x90, 0x03, 0x90]
    let end: [UInt8] = [0x81, 0x60, 0x04, 0x57, 0x59, 0x5f, 0x52, 0x60, 0x20, 0x5f, 0xf3]
    for tier in [Tier.raw, .threaded] {
      let ended = try run(start + access + step + end, tier: tier)
      #expect(ended.halt == .return, "\(tier)")
      #expect(Word(bigEndianBytes: ended.output) == 640_000, "\(tier)")
    }
  }
}
