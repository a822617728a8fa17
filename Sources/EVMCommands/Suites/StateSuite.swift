import BlockExecution
import ChainTypes
import EVM

/// Runs state tests: one transaction on a given world, no system calls, no rewards.
final class StateSuite: SuiteWorker {
  let options: SuiteOptions
  let engine: Engine

  init(_ options: SuiteOptions) {
    self.options = options
    engine = Engine(tier: options.tier, schedule: options.schedule)
  }

  func run(_ document: JSONDocument, into tally: inout Tally) {
    document.forEachTest(options, &tally) { name, field, tally in
      do throws(JSONError) {
        run(try StateTest(name: name, field), document.file, &tally)
      } catch {
        tally.fail(document.file, name, "", "the test cannot be read: \(error)")
      }
    }
  }

  private func run(_ test: StateTest, _ file: String, _ tally: inout Tally) {
    let world = MemoryState(test.pre)
    test.environment.fillBlockHashes(of: world)
    let journal = Journal(source: world, codes: engine.codes)
    for post in test.posts {
      guard options.wants(fork: post.fork) else { continue }
      guard let fork = Fork(named: post.fork) else {
        tally.skip("fork \(post.fork) is not known", post.expectations.count)
        continue
      }
      let block = test.blockContext(fork, named: post.fork)
      for expectation in post.expectations {
        let item = StateCase(
          test: test, expectation: expectation, fork: fork, world: world, journal: journal)
        if let difference = check(item, block) {
          let place = "\(post.fork) \(expectation.indexes.text)"
          tally.fail(file, test.name, place, difference)
        } else {
          tally.passed += 1
        }
      }
    }
  }
}

/// One subtest: what is to be executed on which world.
struct StateCase {
  var test: StateTest
  var expectation: StateTest.Expectation
  var fork: Fork
  var world: MemoryState
  var journal: Journal<MemoryState>
}
