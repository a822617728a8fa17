import ChainTypes
import MerkleTrie

/// The update of one trie.
struct TrieJob<Store: LedgerStore> {
  let trie: HexaryTrie
  /// Nil for the trie of accounts.
  let account: Address?
  var batch: TrieBatch
}

extension StateTries {
  /// Applies changes, each account once, and gives the new state root. After a throw these tries
  /// are of no use any more.
  func update(_ changes: inout [TrieChange]) throws(LedgerError<Store.Failure>) -> Hash {
    try updateStorages(&changes)
    var batch = TrieBatch()
    batch.reserve(changes.count, bytesEach: 160)
    for index in changes.indices {
      let root = changes[index].storageRoot
      changes[index].account?.storageRoot = root
      let change = changes[index]
      batch.append(address: change.address, account: change.account, noted: true)
    }
    let count = changes.count
    let roots = try run([TrieJob(trie: accounts, account: nil, batch: batch)], changed: count)
    return roots[0]
  }

  private func updateStorages(
    _ changes: inout [TrieChange]
  ) throws(LedgerError<Store.Failure>) {
    var places: [Int] = []
    var slotCount = 0
    for index in changes.indices where !changes[index].slots.isEmpty {
      places.append(index)
      slotCount += changes[index].slots.count
    }
    guard !places.isEmpty else { return }
    let batches = hashedBatches(places.map { changes[$0].slots }, slotCount)
    var jobs: [TrieJob<Store>] = []
    for (place, batch) in zip(places, batches) {
      let change = changes[place]
      jobs.append(
        TrieJob(
          trie: storage(change.address, root: change.storageRoot), account: change.address,
          batch: batch))
    }
    let roots = try run(jobs, changed: slotCount)
    for (place, root) in zip(places, roots) { changes[place].storageRoot = root }
  }

  /// A batch for each list of slots; hashing the slots is a third of an update's work, so it is
  /// shared out too.
  private func hashedBatches(
    _ lists: [[(key: Word, value: Word)]], _ slotCount: Int
  ) -> [TrieBatch] {
    guard slotCount >= LedgerLimits.parallelSlots, runner.width > 1 else {
      return lists.map { StateTries.batch($0[...]) }
    }
    let size = max(16, slotCount / (4 * runner.width))
    let board = HashBoard()
    for (list, slots) in lists.enumerated() {
      for start in stride(from: 0, to: slots.count, by: size) {
        board.pieces.append(HashBoard.Piece(list, slots[start..<min(slots.count, start + size)]))
      }
    }
    runner.run(count: board.pieces.count) { index in board.pieces[index].hash() }
    var batches = lists.map { _ in TrieBatch() }
    for piece in board.pieces { batches[piece.list].append(contentsOf: piece.batch) }
    return batches
  }

  static func batch(_ slots: ArraySlice<(key: Word, value: Word)>) -> TrieBatch {
    var batch = TrieBatch()
    batch.reserve(slots.count)
    for slot in slots { batch.append(slot: slot.key, value: slot.value, noted: true) }
    return batch
  }

  /// Updates tries that have nothing to do with each other, and gives their roots.
  private func run(
    _ jobs: [TrieJob<Store>], changed: Int
  ) throws(LedgerError<Store.Failure>) -> [Hash] {
    guard changed >= LedgerLimits.parallelSlots, runner.width > 1 else {
      var roots: [Hash] = []
      for var job in jobs {
        var source = nodes(of: job.account)
        do throws(TrieError<Store.Failure>) {
          roots.append(try job.trie.update(&job.batch, from: &source))
        } catch { throw .of(error, in: job.account) }
      }
      return roots
    }
    return try runInParts(jobs)
  }

  private func runInParts(
    _ jobs: [TrieJob<Store>]
  ) throws(LedgerError<Store.Failure>) -> [Hash] {
    let board = PartBoard<Store>()
    for job in jobs {
      var source = nodes(of: job.account)
      do throws(TrieError<Store.Failure>) {
        for part in try job.trie.prepare(job.batch, from: &source) {
          board.parts.append(PartBoard.Part(part, nodes(of: job.account), job.account))
        }
      } catch { throw .of(error, in: job.account) }
    }
    // The largest first, so that no thread is left with one at the end.
    board.parts.sort { $0.update.count > $1.update.count }
    runner.run(count: board.parts.count) { index in board.parts[index].run() }
    for part in board.parts {
      if let failure = part.failure { throw .of(failure, in: part.account) }
    }
    var roots: [Hash] = []
    for job in jobs {
      var source = nodes(of: job.account)
      do throws(TrieError<Store.Failure>) {
        roots.append(try job.trie.finish(from: &source))
      } catch { throw .of(error, in: job.account) }
    }
    return roots
  }
}

/// Slots to be hashed by the threads of a runner.
// Safe to send: each piece is used by one thread, and the list does not change meanwhile.
private final class HashBoard: @unchecked Sendable {
  final class Piece {
    let list: Int
    let slots: ArraySlice<(key: Word, value: Word)>
    var batch = TrieBatch()

    init(_ list: Int, _ slots: ArraySlice<(key: Word, value: Word)>) {
      self.list = list
      self.slots = slots
    }

    func hash() {
      batch.reserve(slots.count)
      for slot in slots { batch.append(slot: slot.key, value: slot.value, noted: true) }
    }
  }

  var pieces: [Piece] = []
}

/// Parts of tries to be updated by the threads of a runner.
// Safe to send: each part is run by one thread, and the store orders the reads of several.
private final class PartBoard<Store: LedgerStore>: @unchecked Sendable {
  final class Part {
    let update: SubtreeUpdate
    let account: Address?
    private var source: NodeTable<Store>
    private(set) var failure: TrieError<Store.Failure>?

    init(_ update: SubtreeUpdate, _ source: NodeTable<Store>, _ account: Address?) {
      self.update = update
      self.source = source
      self.account = account
    }

    func run() {
      do throws(TrieError<Store.Failure>) { try update.run(from: &source) } catch {
        failure = error
      }
    }
  }

  var parts: [Part] = []
}

extension LedgerError {
  /// What went wrong in the trie of accounts or in one account's storage.
  static func of(_ error: TrieError<Failure>, in account: Address?) -> LedgerError {
    switch error {
    case .source(let failure): .store(failure)
    case .missing(let path): .trie(TrieDamage(account: account, path: path, fault: nil))
    case .malformed(let path, let fault):
      .trie(TrieDamage(account: account, path: path, fault: fault))
    case .abandoned: .trie(TrieDamage(account: account, path: [], fault: nil))
    }
  }
}
