import ChainTypes
import EVM
import EVMAssembly
import Testing

@testable import EVMCommands

@Suite struct FuzzerTests {
  @Test func `random contracts do the same on every tier`() {
    for seed: UInt64 in 1...4 {
      let fuzzer = Fuzzer(seed: seed)
      for step in 0..<50 {
        if let disagreement = fuzzer.step() {
          Issue.record("seed \(seed), step \(step): \(disagreement.description)")
          return
        }
      }
    }
  }

  @Test func `the same seed makes the same programs`() {
    var first = ProgramGenerator(random: SeededRandom(seed: 7))
    var second = ProgramGenerator(random: SeededRandom(seed: 7))
    var other = ProgramGenerator(random: SeededRandom(seed: 8))
    let program = first.program()
    #expect(program == second.program())
    #expect(program != other.program())
    #expect(program.count <= Limits.fuzzCode + 64)
  }

  @Test func `a failed message that changed something is a fault`() {
    let fuzzResult = FuzzResult(
      halt: .revert, gasLeft: 1, refund: 0, output: [], logs: [], state: ["0x01 1 2"])
    #expect(fuzzResult.fault(gas: 2) != nil)
    let tooMuch = FuzzResult(
      halt: .stop, gasLeft: 3, refund: 0, output: [], logs: [], state: [])
    #expect(tooMuch.fault(gas: 2) != nil)
    #expect(tooMuch.fault(gas: 3) == nil)
  }

  @Test func `exceptional halts are alike, success and revert are not`() {
    func result(_ halt: Halt) -> FuzzResult {
      FuzzResult(halt: halt, gasLeft: 0, refund: 0, output: [], logs: [], state: [])
    }
    #expect(result(.outOfGas) == result(.stackUnderflow))
    #expect(result(.outOfGas) != result(.revert))
    #expect(result(.stop) != result(.return))
  }
}
