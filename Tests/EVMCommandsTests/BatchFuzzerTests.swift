import ChainTypes
import EVM
import Testing

@testable import BlockExecution
@testable import EVMCommands

@Suite struct ParallelBatches {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func `random batches under random schedules come to what the serial loop comes to`(
    _ seed: UInt64
  ) throws {
    let fuzzer = try BatchFuzzer(seed: seed)
    for _ in 0..<250 {
      do { try fuzzer.step() } catch {
        Issue.record("seed \(seed): \(error.text)")
        return
      }
    }
    // Otherwise nothing was tested.
    #expect(fuzzer.report.adopted > 80)
    #expect(fuzzer.report.agreed > 80)
    #expect(fuzzer.report.repeated > 40)
    #expect(fuzzer.report.preparedByWorkers > 200)
  }

  @Test func `exceptional halts are one, and nothing else is`() {
    func result(_ halt: Halt, gas: UInt64 = 300_000) -> TransactionResult {
      TransactionResult(
        kind: .legacy, halt: halt, gasUsed: gas, gasRefunded: 0, blobGasUsed: 0, gasPrice: .zero,
        output: [], logs: [], createdAddress: nil)
    }
    #expect(result(.stackUnderflow).equals(result(.outOfGas)))
    #expect(!result(.stackUnderflow).equals(result(.outOfGas, gas: 1)))
    for other in [Halt.revert, .stop, .return] {
      #expect(!result(.outOfGas).equals(result(other)))
      #expect(!result(other).equals(result(.outOfGas)))
    }
  }

  @Test(arguments: [1, 3])
  func `random batches on several threads come to what the serial loop comes to`(
    _ threads: Int
  ) throws {
    let fuzzer = try BatchFuzzer(seed: 11, threads: threads)
    // On a busy machine the workers come too late for many a batch: it takes more of them then.
    for round in 0..<1_500 {
      if round >= 150, fuzzer.report.adopted > 100 { return }
      do { try fuzzer.step() } catch {
        Issue.record("threads \(threads): \(error.text)")
        return
      }
    }
    Issue.record("only \(fuzzer.report.adopted) results of workers were taken")
  }
}
