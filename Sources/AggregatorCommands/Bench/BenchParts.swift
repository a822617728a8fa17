import BlockExecution
import ChainTypes
import FleetLink
import LedgerCommands
import LinuxIO
import Signing
import StateStore
import Statements

/// What the aggregator's work consists of, each part by itself on as many threads as the aggregator
/// has for it. Nanoseconds of the clock.
struct BenchParts {
  /// Signers of seals, transactions and attestations.
  var recovery: UInt64 = 0
  /// Receipts.
  var signing: UInt64 = 0
  /// Transactions in memory, whoever signed being known.
  var execution: UInt64 = 0
  /// Permutations for roots, hashes and digests.
  var keccak: UInt64 = 0
  /// The same bytes in the same transactions, in bare databases.
  var lmdb: UInt64 = 0

  /// Of processors, all parts together.
  var processors: UInt64 = 0

  var sum: UInt64 { recovery + signing + execution + keccak + lmdb }
}

/// Measures the parts.
final class PartsMeter {
  private let processors: WorkerPool
  private let writers: WorkerPool
  private let key: FleetKey
  private let lanes: [Guarded<LaneReplay>]
  private let replicas: [Guarded<StoreReplica>]
  private static let portion = 8

  /// `threads` are those that may wait for the disk at the same time.
  init(
    _ fleet: BenchFleet, in folder: String, processors: Int, threads: Int
  ) throws(LinkFailure) {
    do throws(SystemError) {
      self.processors = try WorkerPool(workers: processors - 1, name: "parts")
      writers = try WorkerPool(workers: threads - 1, name: "writers")
    } catch { throw .system(error) }
    key = fleet.aggregator
    var lanes: [Guarded<LaneReplay>] = []
    var replicas: [Guarded<StoreReplica>] = []
    for (number, board) in fleet.boards.enumerated() {
      lanes.append(Guarded(LaneReplay(board.genesis, board: board.lane.board)))
      let place = "\(folder)/replica-\(number)"
      do throws(SystemError) { try Folder.create(place) } catch { throw .system(error) }
      do throws(StoreError) {
        let replica = try StoreReplica(
          folder: place, mapSize: LinkLimits.laneMap, countsBytes: false)
        try replica.replay(board.beginning)
        replicas.append(Guarded(replica))
      } catch { throw .store(error) }
    }
    self.lanes = lanes
    self.replicas = replicas
  }

  func measure(_ blocks: [[BenchBlock]]) throws(LinkFailure) -> BenchParts {
    let all = blocks.flatMap { $0 }
    let signatures = all.flatMap { $0.signatures }
    var parts = BenchParts()
    let used = MonotonicClock.processorTime()
    parts.recovery = time { recover(signatures, on: processors) }
    parts.signing = time { sign(all.map { $0.signatures[0].digest }) }
    let isRight = Guarded(true)
    parts.execution = time {
      processors.run(count: lanes.count) { [lanes] lane, _ in
        lanes[lane].withLock { replay in
          for block in blocks[lane] where !replay.execute(block.block) {
            isRight.withLock { $0 = false }
          }
        }
      }
    }
    parts.keccak = time { permute(all.reduce(0) { $0 + $1.permutations }) }
    let failure = Guarded<StoreError?>(nil)
    parts.lmdb = time {
      writers.run(count: replicas.count) { [replicas] lane, _ in
        do throws(StoreError) {
          try replicas[lane].withLock { (replica) throws(StoreError) in
            for block in blocks[lane] { try replica.replay(block.transactions) }
          }
        } catch { failure.withLock { $0 = error } }
      }
    }
    parts.processors = MonotonicClock.processorTime() - used
    if let error = failure.withLock({ $0 }) { throw .store(error) }
    guard isRight.withLock({ $0 }) else {
      throw .settings("a block in memory comes to something else than its header says")
    }
    return parts
  }

  func control() -> Int {
    RecoveryControl.measure(on: processors, each: 4 * PartsMeter.portion)
  }

  private func time(_ body: () -> Void) -> UInt64 {
    let begin = MonotonicClock.now()
    body()
    return MonotonicClock.now() - begin
  }

  private func recover(_ signatures: [BenchSignature], on pool: WorkerPool) {
    let portions = (signatures.count + PartsMeter.portion - 1) / PartsMeter.portion
    pool.run(count: portions) { portion, _ in
      let first = portion * PartsMeter.portion
      for index in first..<min(signatures.count, first + PartsMeter.portion) {
        PartsMeter.recover(signatures[index])
      }
    }
  }

  @inline(never)
  private static func recover(_ entry: BenchSignature) {
    _ = Secp256k1.recover(
      digest: entry.digest, r: entry.signature.r, s: entry.signature.s,
      recoveryID: entry.signature.yIsOdd ? 1 : 0)
  }

  private func sign(_ digests: [Hash]) {
    let portions = (digests.count + PartsMeter.portion - 1) / PartsMeter.portion
    processors.run(count: portions) { [key] portion, _ in
      let first = portion * PartsMeter.portion
      for index in first..<min(digests.count, first + PartsMeter.portion) {
        let _: StatementSignature = key.sign(digest: digests[index])
      }
    }
  }

  private func permute(_ count: Int) {
    let threads = processors.workers + 1
    let states = (0..<threads).map { _ in Guarded(KeccakState()) }
    processors.run(count: threads) { thread, _ in
      states[thread].withLock { state in
        for _ in 0..<(count + threads - 1) / threads { state.permute() }
      }
    }
  }
}
