// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import CommandLineKit
  import EVM
  import LedgerCommands
  import LinuxIO
  import NativeCrypto
  import WorkerThreads

  /// Executes the same blocks serially and in parallel, in turns, each on a world of its own, and
  /// compares the roots.
  final class ExecuteBench {
    struct Options {
      var workload: BatchWorkload
      var transactions: Int
      /// Threads, the caller among them, as far as there are processors for them.
      var workers: Int
      var sendersGiven: Bool
      /// The parallel side knows the block's access list.
      var listGiven: Bool
      var rounds: Int
    }

    /// What is told in the end; times are medians in nanoseconds, ratios in thousandths.
    struct Result {
      var serial: UInt64 = 0
      var parallel: UInt64 = 0
      var ratio = 0
      var control = 0
      var serialParts = Parts()
      var parallelRoot: UInt64 = 0
      var report = BatchReport()
      /// Threads that helped, and bytes that three batches took anew, together with the state that
      /// they touched.
      var helpers = 0
      var serialMemory = 0
      var parallelMemory = 0
    }

    struct Parts {
      var recover: UInt64 = 0
      var execute: UInt64 = 0
      var root: UInt64 = 0
    }

    private let options: Options
    private let source: BatchSource
    private let pool: WorkerPool
    private let serialWorld: RootedWorld
    private let parallelWorld: RootedWorld
    private let serialExecutor: TransactionExecutor
    private let serialJournal: Journal<MemoryState>
    private let parallelJournal: Journal<MemoryState>
    private let parallel: ParallelExecutor<MemoryState, PoolRunner>
    private var block: UInt64 = 0
    private var list: BlockAccessList?
    /// What came of the last batch on either side, let go of when no time is taken: who executes a
    /// block keeps it.
    private var receipts: [Receipt] = []
    private var outcomes: [BatchOutcome] = []

    init(_ options: Options) throws(SystemError) {
      self.options = options
      source = BatchSource(options.workload, transactions: options.transactions)
      // As the agent does it: a thread whose turn it is not would hold its result back while the
      // committer waits for it.
      let governor = WorkerGovernor(
        processors: Processors.usable, capacities: Processors.capacities(),
        quota: Processors.quota(), ceiling: options.workers - 1)
      pool = try WorkerPool(workers: governor.most, name: "execute")
      let state = source.world()
      serialWorld = RootedWorld(state.copy())
      parallelWorld = RootedWorld(state.copy())
      serialExecutor = TransactionExecutor(machine: Machine(backend: .system))
      serialJournal = Journal(source: serialWorld.state)
      parallelJournal = Journal(source: parallelWorld.state)
      parallel = ParallelExecutor(
        machine: Machine(backend: .system), chainID: BatchSource.chainID,
        runner: PoolRunner(pool), clock: { MonotonicClock.now() })
    }

    /// Nil when the two disagree.
    func run() -> Result? {
      var result = Result()
      result.helpers = pool.workers
      guard measureMemory(&result) else { return nil }
      var serial: [UInt64] = []
      var others: [UInt64] = []
      var ratios: [Int] = []
      var controls: [Int] = []
      for round in 0..<options.rounds + 3 {
        let items = source.batch(block, sendersGiven: options.sendersGiven)
        // The last rounds take times within, and so do not count.
        parallel.takesTimes = round >= options.rounds
        let control = RecoveryControl.measure(on: pool, each: 16)
        let (first, second, same) = pair(
          items, &result, isSerialFirst: options.listGiven || round % 2 == 0)
        guard same else { return nil }
        block += 1
        // Translation of the contracts and growth of tables belong to no batch.
        guard round >= 4 || options.rounds < 8, round < options.rounds else { continue }
        serial.append(first)
        others.append(second)
        ratios.append(Int(first * 1000 / max(1, second)))
        controls.append(control)
      }
      result.serial = median(serial)
      result.parallel = median(others)
      result.ratio = median(ratios)
      result.control = median(controls)
      return result
    }

    /// What the heap grows by while three batches are executed for the first time, each side in its
    /// turn, freed memory having been given back before.
    private func measureMemory(_ result: inout Result) -> Bool {
      for _ in 0..<3 {
        let items = source.batch(block, sendersGiven: options.sendersGiven)
        var (serial, parallel) = (Hash.zero, Hash.zero)
        result.serialMemory += ExecuteBench.growth {
          serial = runSerial(items, &result.serialParts).1
        }
        result.parallelMemory += ExecuteBench.growth { parallel = runParallel(items, &result).1 }
        guard serial == parallel else { return false }
        block += 1
      }
      return true
    }

    private static func growth(_ body: () -> Void) -> Int {
      ProcessMemory.trim()
      let before = ProcessMemory.own ?? 0
      body()
      return (ProcessMemory.own ?? 0) - before
    }

    private func median<T: Comparable>(_ values: [T]) -> T { values.sorted()[values.count / 2] }

    private func pair(
      _ items: [BatchItem], _ result: inout Result, isSerialFirst: Bool
    ) -> (serial: UInt64, parallel: UInt64, isSame: Bool) {
      if isSerialFirst {
        let (time, root) = runSerial(items, &result.serialParts)
        let (other, otherRoot) = runParallel(items, &result)
        return (time, other, root == otherRoot)
      }
      let (other, otherRoot) = runParallel(items, &result)
      let (time, root) = runSerial(items, &result.serialParts)
      return (time, other, root == otherRoot)
    }

    private var context: BlockContext {
      var environment = EVM.Environment(fork: .latest)
      environment.number = block + 1
      environment.timestamp = block * 10
      environment.coinbase = Address(Word(0xc01b_a5e))
      return BlockContext(environment: environment)
    }

    /// The loop that anybody would write.
    private func runSerial(_ items: [BatchItem], _ parts: inout Parts) -> (UInt64, Hash) {
      let begin = MonotonicClock.now()
      var context = context
      var receipts: [Receipt] = []
      let journal = serialJournal
      journal.begin(fork: .latest)
      for (index, item) in items.enumerated() {
        if options.listGiven { journal.recordAccesses(at: UInt32(index + 1)) }
        let (transaction, sender) = ExecuteBench.read(item)
        do throws(InvalidTransaction) {
          let result = try serialExecutor.execute(
            transaction, sender: sender, in: context, on: journal)
          precondition(result.isSuccess, "the workloads succeed")
          context.add(result)
          receipts.append(result.receipt(cumulativeGasUsed: context.gasUsed))
        } catch {
          ExecuteBench.isRefused(error)
        }
      }
      // Who verifies has to find the block's own list.
      list = options.listGiven ? journal.takeAccessList() : nil
      let executed = MonotonicClock.now()
      let root = serialWorld.commit(journal.takeChanges())
      let end = MonotonicClock.now()
      parts.execute = executed - begin
      parts.root = end - executed
      self.receipts = receipts
      return (end - begin, root)
    }

    /// The workloads are this program's own, and made to be valid.
    private static func isRefused(_ error: InvalidTransaction) -> Never {
      fatalError("a workload's own transaction is refused: \(error)")
    }

    private static func read(_ item: BatchItem) -> (Transaction, Address) {
      do throws(InvalidTransaction) {
        switch item {
        case .signed(let signed): return (signed.transaction, signed.sender)
        case .decoded(let transaction):
          return (
            transaction,
            try transaction.sender(chainID: BatchSource.chainID, fork: .latest, using: .system)
          )
        case .encoded(let bytes):
          guard let transaction = try? Transaction(decoding: bytes) else {
            throw .invalidSignature
          }
          return (
            transaction,
            try transaction.sender(chainID: BatchSource.chainID, fork: .latest, using: .system)
          )
        }
      } catch {
        ExecuteBench.isRefused(error)
      }
    }

    private func runParallel(_ items: [BatchItem], _ result: inout Result) -> (UInt64, Hash) {
      let begin = MonotonicClock.now()
      var context = context
      let journal = parallelJournal
      journal.begin(fork: .latest)
      if options.listGiven { journal.recordAccesses(at: 0) }
      let batch = parallel.execute(items, in: &context, on: journal, from: list)
      // A list that is not the block's own is found out here.
      if options.listGiven { precondition(journal.takeAccessList() == list, "the list is right") }
      let executed = MonotonicClock.now()
      let changes = journal.takeChanges()
      let root =
        pool.workers > 0
        ? parallelWorld.commit(changes, on: pool) : parallelWorld.commit(changes)
      let end = MonotonicClock.now()
      result.parallelRoot = end - executed
      outcomes = batch.outcomes
      result.report = batch.report
      return (end - begin, root)
    }
  }
#endif
