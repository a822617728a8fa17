import BlockExecution
import ChainTypes
import EVM

/// Runs blockchain tests: imports blocks from their bytes, and compares head and state.
final class BlockSuite: SuiteWorker {
  let options: SuiteOptions
  let engine: Engine

  init(_ options: SuiteOptions) {
    self.options = options
    engine = Engine(tier: options.tier, schedule: options.schedule)
  }

  func run(_ document: JSONDocument, into tally: inout Tally) {
    document.forEachTest(options, &tally) { name, field, tally in
      do throws(JSONError) {
        let network = try field.member("network").string()
        guard options.wants(fork: network) else { return }
        let test = try BlockTest(name: name, field)
        run(test, document.file, &tally)
      } catch {
        tally.fail(document.file, name, "", "the test cannot be read: \(error)")
      }
    }
  }

  private func run(_ test: BlockTest, _ file: String, _ tally: inout Tally) {
    guard let schedule = FixtureNetwork.schedule(test.network, blobs: test.blobSchedules) else {
      tally.skip("network \(test.network) is not known")
      return
    }
    let difference =
      options.onLedger
      ? LedgerBlockCheck(machine: engine.machine).difference(test, schedule)
      : check(test, schedule)
    if let difference {
      tally.fail(file, test.name, test.network, difference)
    } else {
      tally.passed += 1
    }
  }

  /// Nil when the chain ends as the test says, else what differs.
  private func check(_ test: BlockTest, _ schedule: ForkSchedule) -> String? {
    let state = MemoryState(test.pre)
    if let difference = checkGenesis(test, state) { return difference }
    let chain = MemoryChain(
      genesis: test.genesisHeader, state: state, schedule: schedule, chainID: test.chainID,
      machine: engine.machine)
    if let parallel = engine.parallel {
      parallel.chainID = test.chainID
      let executor = chain.executor
      chain.execution = { (block, size, ancestors, journal) throws(InvalidBlock) in
        try executor.execute(
          block, size: size, ancestors: ancestors, on: journal, by: parallel)
      }
    }
    for (index, entry) in test.entries.enumerated() {
      do throws(InvalidBlock) {
        let hash = try chain.importBlock(entry.encoded)
        if let exception = entry.exception {
          return "block \(index) was accepted, but must be refused with \(exception)"
        }
        if let difference = checkAccessList(chain, hash) { return "block \(index): \(difference)" }
      } catch {
        if entry.exception == nil { return "block \(index) was refused: \(error)" }
      }
    }
    return checkEnd(test, chain)
  }

  private func checkGenesis(_ test: BlockTest, _ state: MemoryState) -> String? {
    let header = test.genesisHeader
    if header.hash != test.genesisHash {
      return "genesis hash \(header.hash.hex), expected \(test.genesisHash.hex)"
    }
    let root = state.root()
    if root != header.stateRoot {
      return "genesis state root \(root.hex), expected \(header.stateRoot.hex)"
    }
    guard let encoded = test.genesis else { return nil }
    do throws(BlockDecodingError) {
      let block = try Block(decoding: encoded)
      if block.header != header { return "genesisRLP has another header" }
      if block.encoded() != encoded { return "genesisRLP encodes to other bytes" }
    } catch {
      return "genesisRLP: \(error)"
    }
    return nil
  }

  private func checkAccessList(_ chain: MemoryChain, _ hash: Hash) -> String? {
    guard let list = chain.lastResult?.accessList, let header = chain.header(of: hash),
      let parent = chain.state(after: header.parentHash)
    else { return nil }
    return AccessListCheck.difference(list, from: parent, to: header.stateRoot)
  }

  private func checkEnd(_ test: BlockTest, _ chain: MemoryChain) -> String? {
    if chain.headHash != test.lastHash {
      return "head \(chain.headHash.hex) (\(chain.head.number)), expected \(test.lastHash.hex)"
    }
    switch test.post {
    case nil: return nil
    case .root(let root)?:
      let found = chain.headState.root()
      return found == root ? nil : "state root \(found.hex), expected \(root.hex)"
    case .accounts(let accounts)?:
      let difference = StateDifference.text(expected: accounts, found: chain.headState)
      return difference.isEmpty ? nil : "the state differs:\(difference)"
    }
  }
}
