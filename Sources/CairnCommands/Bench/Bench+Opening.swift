// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import CommandLineKit
  import Ledger
  import LedgerStorage
  import LinuxIO
  import StateStore

  extension BenchRegistry {
    /// The time and the memory that opening a ledger takes, after a clean end and after a crash
    /// behind the last flush. On a disk the blocks take minutes to make; `--folder /dev/shm` is the
    /// same for what is measured here.
    static var openingBench: Bench {
      Bench("opening", "opening a ledger of --blocks blocks: time, and memory beyond the map") {
        (settings) throws(CommandError) in
        do throws(CommitBenchError) { return try OpeningBench.run(settings) } catch {
          throw CommandError(
            .world, "the opening bench failed: \(error.text)", at: settings.folder,
            next: "Choose a folder on a medium with room: --folder DIR")
        }
      }
    }
  }

  enum OpeningBench {
    private static var load: CommitLoad {
      CommitLoad(name: "latest", isRing: false, settings: LedgerSettings())
    }

    static func run(_ settings: BenchSettings) throws(CommitBenchError) -> [BenchFigures] {
      let folder: TemporaryFolder
      do throws(SystemError) {
        folder = try TemporaryFolder(prefix: "cairn-bench-", below: settings.folder)
      } catch { throw .system(error) }
      do throws(LedgerError<StoreError>) {
        try append(settings.blocks, in: folder.path)
        let crashed = try measure("after a crash", settings.blocks, folder.path)
        let clean = try measure("after a clean end", settings.blocks, folder.path)
        return [crashed, clean]
      } catch { throw .ledger(error) }
    }

    private static func store(
      _ folder: String
    ) throws(LedgerError<StoreError>) -> LMDBLedgerStore {
      do throws(StoreError) {
        return try LMDBLedgerStore(folder: folder, mapSize: Limits.openingMapSize)
      } catch { throw .store(error) }
    }

    private static func append(
      _ blocks: Int, in folder: String
    ) throws(LedgerError<StoreError>) {
      let ledger = try ChainLedger.create(
        in: try store(folder), genesis: load.genesis, machine: CommitLoad.machine,
        settings: load.settings)
      for number in 1...UInt64(blocks) {
        let executed = try ledger.build(load.template(number), [load.batch(number)]).executed
        try ledger.commit(
          executed, attachments: [load.seal(number)], values: load.values(number))
      }
    }

    /// Opens, and then ends cleanly.
    private static func measure(
      _ name: String, _ blocks: Int, _ folder: String
    ) throws(LedgerError<StoreError>) -> BenchFigures {
      let genesis = load.genesis
      let machine = CommitLoad.machine
      ProcessMemory.trim()
      let before = ProcessMemory.own
      let start = MonotonicClock.now()
      let ledger = try ChainLedger.open(
        in: try store(folder), chain: genesis, machine: machine, settings: load.settings)
      let taken = MonotonicClock.now() - start
      var figures = BenchFigures(bench: "opening", name: name)
      figures.add("blocks", blocks)
      figures.add("unflushed", Int(clamping: ledger.head.number - ledger.flushedHeight))
      figures.add("open_ms", thousandths: Int(taken / 1_000))
      if let before, let after = ProcessMemory.own {
        figures.add("memory_mb", thousandths: max(0, after - before) / 1_049)
      }
      try ledger.flush()
      return figures
    }
  }
#endif
