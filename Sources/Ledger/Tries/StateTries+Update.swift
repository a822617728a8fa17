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
    let (stored, plain) = StateTries.divided(changes)
    let slotCount = stored.reduce(0) { $0 + changes[$1].slots.count }
    let isShared =
      runner.width > 1 && slotCount + changes.count >= LedgerLimits.parallelSlots
    // Accounts without new slots have their final leaf: in parallel, they go with the slots.
    let early = isShared ? plain : []
    let jobs = try jobs(changes, stored, early, isShared: isShared)
    let roots = try run(jobs, isShared: isShared)
    for (index, root) in zip(stored, roots) { changes[index].storageRoot = root }
    let late = isShared ? stored : Array(changes.indices)
    if late.isEmpty, let root = roots.last { return root }
    for index in late { changes[index].settleRoot() }
    let batch = StateTries.batch(late.map { changes[$0] }[...])
    let last = TrieJob<Store>(trie: accounts, account: nil, batch: batch)
    return try run([last], isShared: isShared && late.count >= LedgerLimits.parallelSlots)[0]
  }

  /// The places of accounts whose storage changes, and of the others.
  private static func divided(_ changes: [TrieChange]) -> (stored: [Int], plain: [Int]) {
    var (stored, plain): ([Int], [Int]) = ([], [])
    for index in changes.indices {
      if changes[index].slots.isEmpty { plain.append(index) } else { stored.append(index) }
    }
    return (stored, plain)
  }

  /// The storage tries in their order, and behind them the accounts that need not wait for one.
  private func jobs(
    _ changes: [TrieChange], _ stored: [Int], _ early: [Int], isShared: Bool
  ) throws(LedgerError<Store.Failure>) -> [TrieJob<Store>] {
    var early = early.map { changes[$0] }
    for index in early.indices { early[index].settleRoot() }
    let lists = stored.map { changes[$0].slots }
    var batches = hashedBatches(lists, early, isShared: isShared)
    let last = batches.removeLast()
    var jobs: [TrieJob<Store>] = []
    for (index, batch) in zip(stored, batches) {
      let change = changes[index]
      jobs.append(
        TrieJob(
          trie: storage(change.address, root: change.storageRoot), account: change.address,
          batch: batch))
    }
    if !early.isEmpty { jobs.append(TrieJob(trie: accounts, account: nil, batch: last)) }
    return jobs
  }

  /// A batch for each list of slots, and one for the accounts; hashing the keys is a third of an
  /// update's work, so it is shared out too.
  private func hashedBatches(
    _ lists: [[(key: Word, value: Word)]], _ accounts: [TrieChange], isShared: Bool
  ) -> [TrieBatch] {
    guard isShared else {
      return lists.map { StateTries.batch($0[...]) } + [StateTries.batch(accounts[...])]
    }
    let count = lists.reduce(accounts.count) { $0 + $1.count }
    let size = max(16, count / (8 * runner.width))
    let board = HashBoard()
    for (list, slots) in lists.enumerated() {
      for start in stride(from: 0, to: slots.count, by: size) {
        let slots = slots[start..<min(slots.count, start + size)]
        board.pieces.append(HashBoard.Piece(list, slots: slots, accounts: []))
      }
    }
    for start in stride(from: 0, to: accounts.count, by: size) {
      let accounts = accounts[start..<min(accounts.count, start + size)]
      board.pieces.append(HashBoard.Piece(lists.count, slots: [], accounts: accounts))
    }
    runner.run(count: board.pieces.count) { index in board.pieces[index].hash() }
    var batches = [TrieBatch](repeating: TrieBatch(), count: lists.count + 1)
    for piece in board.pieces { batches[piece.list].append(contentsOf: piece.batch) }
    return batches
  }

  static func batch(_ slots: ArraySlice<(key: Word, value: Word)>) -> TrieBatch {
    var batch = TrieBatch()
    batch.reserve(slots.count)
    for slot in slots { batch.append(slot: slot.key, value: slot.value, noted: true) }
    return batch
  }

  static func batch(_ accounts: ArraySlice<TrieChange>) -> TrieBatch {
    var batch = TrieBatch()
    batch.reserve(accounts.count, bytesEach: 160)
    for change in accounts {
      batch.append(address: change.address, account: change.account, noted: true)
    }
    return batch
  }

  /// Updates tries that have nothing to do with each other, and gives their roots.
  private func run(
    _ jobs: [TrieJob<Store>], isShared: Bool
  ) throws(LedgerError<Store.Failure>) -> [Hash] {
    guard isShared else {
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

/// Keys to be hashed by the threads of a runner.
// Safe to send: each piece is used by one thread, and the list does not change meanwhile.
private final class HashBoard: @unchecked Sendable {
  final class Piece {
    let list: Int
    private let slots: ArraySlice<(key: Word, value: Word)>
    private let accounts: ArraySlice<TrieChange>
    private(set) var batch = TrieBatch()

    init(
      _ list: Int, slots: ArraySlice<(key: Word, value: Word)>, accounts: ArraySlice<TrieChange>
    ) {
      self.list = list
      self.slots = slots
      self.accounts = accounts
    }

    func hash() {
      batch.reserve(slots.count + accounts.count, bytesEach: accounts.isEmpty ? 96 : 160)
      for slot in slots { batch.append(slot: slot.key, value: slot.value, noted: true) }
      for change in accounts {
        batch.append(address: change.address, account: change.account, noted: true)
      }
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
