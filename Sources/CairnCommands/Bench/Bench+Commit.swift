// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import CommandLineKit
  import Ledger
  import LedgerCommands
  import LedgerStorage
  import LinuxIO
  import StateStore

  extension BenchRegistry {
    /// Blocks of 100 readings on a state of 100,000 slots, each one durable commit. A second
    /// database takes the same bytes in the same transactions, without a ledger.
    static var commitBench: Bench {
      Bench("commit", "durable commits of blocks of 100 readings, in bytes and against bare LMDB") {
        (settings) throws(CommandError) in
        var found: [BenchFigures] = []
        for load in CommitLoad.all {
          do throws(CommitBenchError) {
            found.append(try CommitBench.run(load, settings))
          } catch {
            throw CommandError(
              .world, "the commit bench failed: \(error.text)", at: settings.folder,
              next: "Choose a folder on a medium with room: --folder DIR")
          }
        }
        return found
      }
    }
  }

  /// What may fail while commits are measured.
  enum CommitBenchError: Error {
    case system(SystemError)
    case store(StoreError)
    case ledger(LedgerError<StoreError>)

    var text: String {
      switch self {
      case .system(let error): error.text
      case .store(let error), .ledger(.store(let error)): error.text
      case .ledger: "the ledger refused its own block"
      }
    }
  }

  /// Measures one load.
  struct CommitBench {
    private let load: CommitLoad
    private let store: TracingStore
    private let replica: StoreReplica
    private let ledger: ChainLedger<TracingStore>
    /// Nanoseconds of the commits of each kind.
    private var ledgerTimes: [UInt64] = []
    private var bareTimes: [UInt64] = []
    private var buildTime: UInt64 = 0
    private var plainBytes: UInt64 = 0
    private var plainCount = 0
    private var recordBytes = 0

    static func run(
      _ load: CommitLoad, _ settings: BenchSettings
    ) throws(CommitBenchError) -> BenchFigures {
      let first = try folder(settings)
      let second = try folder(settings)
      var bench = try CommitBench(load, first.path, second.path)
      let figures = try bench.measure(settings.blocks)
      // The folders go when nothing is open in them.
      _ = consume bench
      return figures
    }

    private static func folder(
      _ settings: BenchSettings
    ) throws(CommitBenchError) -> TemporaryFolder {
      do throws(SystemError) {
        return try TemporaryFolder(prefix: "cairn-bench-", below: settings.folder)
      } catch { throw .system(error) }
    }

    private init(_ load: CommitLoad, _ first: String, _ second: String) throws(CommitBenchError) {
      self.load = load
      do throws(StoreError) {
        store = TracingStore(
          try LMDBLedgerStore(folder: first, mapSize: Limits.benchMapSize))
        replica = try StoreReplica(folder: second, mapSize: Limits.benchMapSize)
      } catch { throw .store(error) }
      do throws(LedgerError<StoreError>) {
        ledger = try ChainLedger.create(
          in: store, genesis: load.genesis, machine: CommitLoad.machine, settings: load.settings)
      } catch { throw .ledger(error) }
      do throws(StoreError) { try replica.replay(store.takeTransactions()) } catch {
        throw .store(error)
      }
    }

    private mutating func measure(_ blocks: Int) throws(CommitBenchError) -> BenchFigures {
      let before = try statistics()
      var written: [TracedTransaction] = []
      for number in 1...UInt64(blocks) {
        let executed = try build(number)
        // Whoever comes first has a disk that rested and caches that the building filled: they take
        // turns, and the yardstick is one block behind.
        if number > 1, number % 2 == 0 { try replay(written) }
        let last = try commit(executed, number)
        if number > 1, number % 2 == 1 { try replay(written) }
        written = last
      }
      try replay(written)
      return figures(blocks, before, try statistics())
    }

    private func statistics() throws(CommitBenchError) -> StoreStatistics {
      do throws(StoreError) { return try store.base.store.statistics() } catch {
        throw .store(error)
      }
    }

    /// Gives the yardstick what a block wrote.
    private mutating func replay(
      _ transactions: [TracedTransaction]
    ) throws(CommitBenchError) {
      do throws(StoreError) {
        let start = MonotonicClock.now()
        try replica.replay(transactions)
        bareTimes.append(MonotonicClock.now() - start)
      } catch { throw .store(error) }
    }

    private mutating func build(_ number: UInt64) throws(CommitBenchError) -> ExecutedBlock {
      let start = MonotonicClock.now()
      defer { buildTime += MonotonicClock.now() - start }
      do throws(LedgerError<StoreError>) {
        let executed = try ledger.build(load.template(number), [load.batch(number)]).executed
        precondition(executed.block.transactions.count == 1, "the bench's transaction is valid")
        return executed
      } catch { throw .ledger(error) }
    }

    private mutating func commit(
      _ executed: ExecutedBlock, _ number: UInt64
    ) throws(CommitBenchError) -> [TracedTransaction] {
      let (seal, values) = (load.seal(number), load.values(number))
      do throws(LedgerError<StoreError>) {
        let start = MonotonicClock.now()
        try ledger.commit(executed, attachments: [seal], values: values)
        ledgerTimes.append(MonotonicClock.now() - start)
      } catch { throw .ledger(error) }
      let written = store.takeTransactions()
      guard written.allSatisfy({ $0.count == 1 }) else { return written }
      plainCount += 1
      plainBytes += try statistics().lastCommitBytes ?? 0
      recordBytes += written.reduce(0) { $0 + $1.valueBytes }
      return written
    }

    private func figures(
      _ blocks: Int, _ before: StoreStatistics, _ after: StoreStatistics
    ) -> BenchFigures {
      var figures = BenchFigures(bench: "commit", name: load.name)
      figures.add("blocks", blocks)
      figures.add("page_bytes", after.pageSize)
      if let first = before.bytesWritten, let last = after.bytesWritten {
        let written = Int(clamping: last - first)
        figures.add("written_kb_per_block", thousandths: written * 1000 / blocks / 1024)
        let rest = written - Int(clamping: plainBytes)
        figures.add("of_it_flushes_kb", thousandths: rest * 1000 / blocks / 1024)
      }
      figures.add("record_kb", thousandths: recordBytes * 1000 / max(1, plainCount) / 1024)
      figures.add("file_mb", thousandths: Int(after.fileSize / 1049))
      figures.add("build_ms", thousandths: Int(buildTime / UInt64(blocks) / 1000))
      figures.add("commit_ms", thousandths: CommitBench.average(ledgerTimes))
      figures.add("bare_ms", thousandths: CommitBench.average(bareTimes))
      figures.add("cost_ratio", thousandths: costRatio(blocks))
      return figures
    }

    private static func average(_ times: [UInt64]) -> Int {
      Int(times.reduce(0, +) / UInt64(max(1, times.count)) / 1000)
    }

    /// The median of the quotients of stretches with a flush each: a disk that stands still for a
    /// while belongs to one of them.
    private func costRatio(_ blocks: Int) -> Int {
      let length = min(Int(load.settings.flushInterval), blocks)
      let quotients = stride(from: 0, through: blocks - length, by: length).map { first in
        let stretch = first..<first + length
        return ledgerTimes[stretch].reduce(0, +) * 1000 / max(1, bareTimes[stretch].reduce(0, +))
      }.sorted()
      return Int(quotients[quotients.count / 2])
    }
  }
#endif
