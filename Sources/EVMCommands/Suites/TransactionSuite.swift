import BlockExecution
import ChainTypes
import EVM
import NativeCrypto

/// Runs transaction tests: bytes that are a transaction under a fork, or must be refused.
final class TransactionSuite: SuiteWorker {
  let options: SuiteOptions

  init(_ options: SuiteOptions) { self.options = options }

  func run(_ document: JSONDocument, into tally: inout Tally) {
    document.forEachTest(options, &tally) { name, field, tally in
      do throws(JSONError) {
        let test = try TransactionTest(name: name, field)
        for result in test.results where options.wants(fork: result.fork) {
          check(test, result, document.file, &tally)
        }
      } catch {
        tally.fail(document.file, name, "", "the test cannot be read: \(error)")
      }
    }
  }

  private func check(
    _ test: TransactionTest, _ result: (fork: String, verdict: TransactionTest.Verdict),
    _ file: String, _ tally: inout Tally
  ) {
    guard let fork = Fork(named: result.fork) else {
      tally.skip("fork \(result.fork) is not known")
      return
    }
    if let difference = compare(read(test, fork), result.verdict) {
      tally.fail(file, test.name, result.fork, difference)
    } else {
      tally.passed += 1
    }
  }

  private struct Reading {
    var transaction: Transaction
    var sender: Address
    var gas: IntrinsicGas
  }

  private func read(_ test: TransactionTest, _ fork: Fork) -> Result<Reading, InvalidTransaction>? {
    guard let bytes = test.encoded else { return nil }
    do throws(InvalidTransaction) {
      let transaction: Transaction
      do throws(TransactionDecodingError) {
        transaction = try Transaction(decoding: bytes)
      } catch {
        throw .undecodable(error)
      }
      let gas = try transaction.validate(in: fork)
      let sender = try transaction.sender(chainID: 1, fork: fork, using: .system)
      return .success(Reading(transaction: transaction, sender: sender, gas: gas))
    } catch {
      return .failure(error)
    }
  }

  private func compare(
    _ reading: Result<Reading, InvalidTransaction>?, _ verdict: TransactionTest.Verdict
  ) -> String? {
    switch (reading, verdict) {
    case (nil, .invalid), (.failure, .invalid): return nil
    case (nil, .valid): return "the bytes are not hexadecimal"
    case (.failure(let reason)?, .valid): return "refused: \(reason)"
    case (.success?, .invalid(let exception)): return "accepted, must be refused: \(exception)"
    case (.success(let found)?, .valid(let hash, let sender, let gas)):
      if found.transaction.hash != hash {
        return "hash \(found.transaction.hash), expected \(hash)"
      }
      if found.sender != sender { return "sender \(found.sender), expected \(sender)" }
      if let gas, found.gas.regular != gas {
        return "intrinsic gas \(found.gas.regular), expected \(gas)"
      }
      return nil
    }
  }
}
