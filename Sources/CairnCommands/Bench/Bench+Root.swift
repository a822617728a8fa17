// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import ChainTypes
  import CommandLineKit
  import Ledger
  import LedgerStorage
  import LinuxIO
  import MerkleTrie
  import StateStore

  extension BenchRegistry {
    /// The floor is what the hashes cost: one permutation for each key and each 136 bytes of a
    /// node.
    /// The two workers stand beside the floor on two workers, since two processors are not always
    /// two. Storing the nodes that changed stands apart: encoding them, and putting them into LMDB
    /// up to the commit, whose sync is the disk's.
    static var rootBench: Bench {
      Bench("root", "root of a storage trie: 500 of 100,000 slots change, all nodes held") {
        let trie = Guarded(RootBench())
        let count = trie.withLock { $0.countPermutations() }
        let stored = Guarded(RootBench())
        var serial = [
          BenchCase("permutations") { permutations($0, count) },
          BenchCase("update", against: "permutations") { repetitions in
            trie.withLock { $0.update(repetitions) }
          },
          BenchCase("update-encoding-nodes", against: "update") { repetitions in
            stored.withLock { $0.update(repetitions, into: PermutationCounter()) }
          },
        ]
        if let nodes = RootStore() {
          let kept = Guarded((bench: RootBench(), nodes: nodes))
          serial.append(
            BenchCase("update-storing-in-lmdb", against: "update") {
              (repetitions) throws(CommandError) in
              do throws(StoreError) {
                return try kept.withLock { (kept) throws(StoreError) in
                  try kept.bench.update(repetitions, in: kept.nodes)
                }
              } catch { throw RootStore.failure(error) }
            })
        }
        guard let pool = try? WorkerPool(workers: 1) else { return serial }
        return serial + [
          BenchCase("two-permutations", against: "permutations") { repetitions in
            pool.run(count: 2) { _, _ in _ = permutations(repetitions, count / 2) }
            return UInt64(repetitions)
          },
          BenchCase("two-update", against: "update") { repetitions in
            trie.withLock { $0.update(repetitions, on: pool) }
          },
        ]
      }
    }

    private static func permutations(_ repetitions: Int, _ count: Int) -> UInt64 {
      var state = KeccakState()
      for _ in 0..<repetitions * count { state.permute() }
      return state.lane(0)
    }
  }

  /// A trie that changes from update to update.
  struct RootBench {
    static let slots: UInt64 = 100_000
    static let changes = 500

    private let trie = HexaryTrie(root: Keccak256.emptyTrieRoot)
    private var batch = TrieBatch()
    private let halves = [Guarded(TrieBatch()), Guarded(TrieBatch())]
    private var source = NoSource()
    private var draw: UInt64 = 1

    init(slots: UInt64 = RootBench.slots) {
      for slot in 0..<slots { batch.append(slot: Word(slot), value: Word(slot &+ 1)) }
      apply(batch)
      trie.didFlush()
    }

    /// How often one update permutes: once for each key, and for each 136 bytes begun of each node
    /// that it changes.
    mutating func countPermutations() -> Int {
      drawChanges()
      apply(batch)
      var counter = PermutationCounter()
      trie.flush(into: &counter)
      return counter.count + RootBench.changes
    }

    mutating func update(_ repetitions: Int) -> UInt64 {
      for _ in 0..<repetitions {
        drawChanges()
        RootBench.whole { () throws(TrieError<Never>) in
          _ = try trie.update(&batch, from: &source)
        }
      }
      return trie.root.word.limb0
    }

    /// Also gives the nodes that changed to a sink that cannot fail.
    mutating func update<K: NodeSink>(
      _ repetitions: Int, into sink: K
    ) -> UInt64 where K.Failure == Never {
      var sink = sink
      for _ in 0..<repetitions {
        _ = update(1)
        trie.flush(into: &sink)
        trie.didFlush()
      }
      return trie.root.word.limb0
    }

    /// Also puts them into LMDB, in one durable transaction.
    mutating func update(_ repetitions: Int, in nodes: RootStore) throws(StoreError) -> UInt64 {
      for _ in 0..<repetitions {
        _ = update(1)
        try nodes.store.begin()
        var sink = nodes.sink
        try trie.flush(into: &sink)
        try nodes.store.commit()
        trie.didFlush()
      }
      return trie.root.word.limb0
    }

    /// Both the keys and the subtrees are hashed on two threads.
    mutating func update(_ repetitions: Int, on pool: WorkerPool) -> UInt64 {
      for _ in 0..<repetitions {
        let (first, second) = (draw, draw ^ 1)
        let halves = halves
        pool.run(count: 2) { half, _ in
          var draw = half == 0 ? first : second
          halves[half].withLock { RootBench.fill(&$0, RootBench.changes / 2, &draw) }
        }
        draw &+= 0x9e37_79b9_7f4a_7c15
        batch.removeAll()
        for half in halves { half.withLock { batch.append(contentsOf: $0) } }
        apply(batch, on: pool)
      }
      return trie.root.word.limb0
    }

    private mutating func drawChanges() { RootBench.fill(&batch, RootBench.changes, &draw) }

    private static func fill(_ batch: inout TrieBatch, _ count: Int, _ draw: inout UInt64) {
      batch.removeAll()
      for _ in 0..<count {
        // Knuth's linear congruential generator (MMIX); its upper half is good enough here.
        draw = draw &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        batch.append(slot: Word((draw >> 33) % RootBench.slots), value: Word(draw))
      }
    }

    private mutating func apply(_ batch: TrieBatch, on pool: WorkerPool? = nil) {
      RootBench.whole { () throws(TrieError<Never>) in
        let parts = try trie.prepare(batch, from: &source)
        if let pool {
          pool.run(count: parts.count) { index, _ in RootBench.run(parts[index]) }
        } else {
          for part in parts { RootBench.run(part) }
        }
        _ = try trie.finish(from: &source)
      }
    }

    private static func run(_ part: SubtreeUpdate) {
      var source = NoSource()
      RootBench.whole { () throws(TrieError<Never>) in try part.run(from: &source) }
    }

    /// A bench's trie holds all its nodes: that one is missing is this program's fault.
    static func whole(_ body: () throws(TrieError<Never>) -> Void) {
      do throws(TrieError<Never>) { try body() } catch {
        fatalError("a trie that holds all nodes misses one")
      }
    }
  }

  /// Counts what hashing the nodes of a flush takes: the rate of Keccak-256 is 136 bytes.
  private struct PermutationCounter: NodeSink {
    var count = 0

    mutating func remove(at path: Span<UInt8>) throws(Never) {}

    mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(Never) {
      count += Keccak256.permutations(record.count)
    }
  }

  /// A database for the nodes of the bench's trie.
  final class RootStore {
    let store: LMDBLedgerStore
    private let folder: TemporaryFolder
    private static let place = "/var/tmp"

    init?(mapSize: Int = Limits.benchMapSize) {
      guard let folder = try? TemporaryFolder(prefix: "cairn-bench-", below: RootStore.place),
        let store = try? LMDBLedgerStore(folder: folder.path, mapSize: mapSize)
      else { return nil }
      self.folder = folder
      self.store = store
    }

    static func failure(_ error: StoreError) -> CommandError {
      CommandError(
        .world, "the root bench failed: \(error.text)", at: place, next: "Make room there.")
    }

    var sink: Sink { Sink(store: store) }

    struct Sink: NodeSink {
      let store: LMDBLedgerStore

      private func key(_ path: Span<UInt8>) -> [UInt8] {
        var key: [UInt8] = [0]
        for index in 0..<path.count { key.append(path[index]) }
        return key
      }

      mutating func remove(at path: Span<UInt8>) throws(StoreError) {
        try store.delete(key(path).span, in: .nodes)
      }

      mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(StoreError) {
        try store.put(key(path).span, record, in: .nodes)
      }
    }
  }
#endif
