// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import CommandLineKit
  import Ledger
  import LedgerStorage
  import LinuxIO
  import StateStore

  extension BenchRegistry {
    /// A follower of a lane with nothing: once it executes and stores every block, once it takes
    /// the state behind the last of them. Without a broker between: what is measured is the work.
    static var catchUpBench: Bench {
      Bench("catchup", "--blocks blocks of 20 transactions, caught up with by blocks and by state")
      {
        (settings) throws(CommandError) in
        do throws(CommitBenchError) { return try CatchUpBench.run(settings) } catch {
          throw CommandError(
            .world, "the catch-up bench failed: \(error.text)", at: settings.folder,
            next: "Choose a folder on a medium with room: --folder DIR")
        }
      }
    }
  }

  /// One giver, two takers.
  struct CatchUpBench {
    typealias Failure = LedgerError<StoreError>

    private let load: CatchUpLoad
    private let giver: ChainLedger<LMDBLedgerStore>
    private let before: Int
    private var peak = 0

    static func run(_ settings: BenchSettings) throws(CommitBenchError) -> [BenchFigures] {
      let folder = try folder(settings)
      let load = CatchUpLoad()
      do throws(Failure) {
        try make(load, settings.blocks, folder.path)
        let blocks = try measureBlocks(load, folder.path)
        var state = try measureState(load, folder.path)
        let ratio = state.whole &* 1_000 / max(1, blocks.whole)
        state.figures.add("ratio_to_blocks", thousandths: Int(clamping: ratio))
        return [blocks.figures, state.figures]
      } catch { throw .ledger(error) }
    }

    private static func folder(
      _ settings: BenchSettings
    ) throws(CommitBenchError) -> TemporaryFolder {
      do throws(SystemError) {
        let folder = try TemporaryFolder(prefix: "cairn-bench-", below: settings.folder)
        for name in ["giver", "blocks", "start", "state"] {
          try Folder.create("\(folder.path)/\(name)")
        }
        return folder
      } catch { throw .system(error) }
    }

    private static func store(_ folder: String) throws(Failure) -> LMDBLedgerStore {
      do throws(StoreError) {
        return try LMDBLedgerStore(folder: folder, mapSize: Limits.openingMapSize)
      } catch { throw .store(error) }
    }

    private static func make(
      _ load: CatchUpLoad, _ blocks: Int, _ folder: String
    ) throws(Failure) {
      let ledger = try created(load, "\(folder)/giver")
      for number in 1...UInt64(blocks) {
        try ledger.stage(try ledger.build(load.template(number), load.batch(number)).executed)
        if number % 64 == 0 { try ledger.commitStaged() }
      }
      try ledger.flush()
    }

    private static func created(
      _ load: CatchUpLoad, _ folder: String
    ) throws(Failure) -> ChainLedger<LMDBLedgerStore> {
      try ChainLedger.create(
        in: try store(folder), genesis: load.genesis, machine: CommitLoad.machine,
        settings: CatchUpLoad.settings)
    }

    private static func opened(
      _ load: CatchUpLoad, _ folder: String
    ) throws(Failure) -> ChainLedger<LMDBLedgerStore> {
      try ChainLedger.open(
        in: try store(folder), chain: load.genesis, machine: CommitLoad.machine,
        settings: CatchUpLoad.settings)
    }

    private init(_ load: CatchUpLoad, _ folder: String) throws(Failure) {
      self.load = load
      giver = try Self.opened(load, "\(folder)/giver")
      ProcessMemory.trim()
      before = ProcessMemory.own ?? 0
    }

    // Functions of their own: the giver's store is open once at a time.

    private static func measureBlocks(
      _ load: CatchUpLoad, _ folder: String
    ) throws(Failure) -> (whole: UInt64, figures: BenchFigures) {
      var bench = try CatchUpBench(load, folder)
      return try bench.byBlocks(folder)
    }

    private static func measureState(
      _ load: CatchUpLoad, _ folder: String
    ) throws(Failure) -> (whole: UInt64, figures: BenchFigures) {
      var bench = try CatchUpBench(load, folder)
      return try bench.byState(folder)
    }

    private mutating func look() { peak = max(peak, (ProcessMemory.own ?? before) - before) }

    private func figures(_ name: String, _ nanoseconds: UInt64) -> BenchFigures {
      var figures = BenchFigures(bench: "catchup", name: name)
      figures.add("blocks", Int(clamping: giver.head.number))
      figures.add("transactions", Int(clamping: giver.head.number) * CatchUpLoad.transactions)
      figures.add("whole_ms", thousandths: Int(clamping: nanoseconds / 1_000))
      figures.add("memory_mb", thousandths: max(0, peak) / 1_049)
      return figures
    }

    /// Every block is decoded, its senders are recovered, it is executed, and it is durable before
    /// the next.
    private mutating func byBlocks(
      _ folder: String
    ) throws(Failure) -> (whole: UInt64, figures: BenchFigures) {
      let ledger = try Self.created(load, "\(folder)/blocks")
      var whole: UInt64 = 0
      for number in 1...giver.head.number {
        guard let stored = try giver.block(number) else { throw .noBlock(number) }
        let start = MonotonicClock.now()
        try ledger.commit(try ledger.execute(stored.record.encodedBlock))
        whole += MonotonicClock.now() - start
        if number % 64 == 0 { look() }
      }
      guard ledger.headHash == giver.headHash else { throw .noBlock(giver.head.number) }
      return (whole, figures("by-blocks", whole))
    }

    /// Both sides: what it takes to read and prove the parts counts too.
    private mutating func byState(
      _ folder: String
    ) throws(Failure) -> (whole: UInt64, figures: BenchFigures) {
      let start = try Self.created(load, "\(folder)/start")
      let (height, hash) = (giver.head.number, giver.headHash)
      guard let pivot = try giver.block(height),
        let taker = try StateTaker.begin(
          in: try Self.store("\(folder)/state"), pivot: [], block: pivot.record.encodedBlock)
      else { throw .noBlock(height) }
      var (giving, taking): (UInt64, UInt64) = (0, 0)
      while let place = taker.next {
        let first = MonotonicClock.now()
        guard
          let part = try giver.statePart(
            behind: hash, at: height, place, bytes: CatchUpLoad.partBytes)
        else { throw .noState(height: height, oldest: height) }
        let second = MonotonicClock.now()
        guard case .taken = try taker.take(part, at: place) else { throw .noBlock(height) }
        giving += second - first
        taking += MonotonicClock.now() - second
        look()
      }
      let last = MonotonicClock.now()
      try taker.finish(from: start, attachments: [])
      taking += MonotonicClock.now() - last
      let whole = giving + taking
      var figures = figures("by-state", whole)
      figures.add("give_ms", thousandths: Int(clamping: giving / 1_000))
      figures.add("take_ms", thousandths: Int(clamping: taking / 1_000))
      figures.add("parts", Int(clamping: taker.parts))
      figures.add("bytes", Int(clamping: taker.bytes))
      return (whole, figures)
    }
  }
#endif
