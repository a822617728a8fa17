// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import EVM
  import Ledger
  import LinuxIO
  import MerkleTrie

  /// A state in memory with its tries, which change by change give the root: what a board has, but
  /// for the disk.
  final class RootedWorld {
    let state: MemoryState
    let accounts = HexaryTrie(root: Keccak256.emptyTrieRoot)
    private var storages: [Address: HexaryTrie] = [:]
    private var source = NoSource()
    private var batch = TrieBatch()
    private let board = RootBoard()

    init(_ state: MemoryState) {
      self.state = state
      var changes = StateChanges()
      for address in state.addresses {
        guard let account = state.account(address), let all = state.contents(of: address) else {
          continue
        }
        let slots = all.storage.map { SlotChange(key: $0.key, before: .zero, after: $0.value) }
        changes.accounts.append(
          AccountChange(address: address, before: nil, after: account, slots: slots))
      }
      _ = hash(changes)
    }

    /// Takes a batch's changes and tells the root.
    func commit(_ changes: StateChanges) -> Hash {
      state.apply(changes)
      return hash(changes)
    }

    /// The same on the threads of a pool, in two steps: keys are hashed; then the parts of all
    /// tries are, while one thread takes the changes into the state. Accounts whose storage changed
    /// come last, for their roots are not known before.
    func commit(_ changes: StateChanges, on pool: WorkerPool) -> Hash {
      // The ledger's own bound: for less, waking a worker costs more than it brings.
      let count = changes.accounts.reduce(0) { $0 + 1 + $1.slots.count }
      guard count >= LedgerLimits.parallelSlots else { return commit(changes) }
      board.begin(changes, of: state, pool.workers + 1)
      let board = board
      pool.run(count: board.pieces) { index, _ in board.hashKeys(index) }
      RootBench.whole { () throws(TrieError<Never>) in
        for storage in board.storages {
          board.parts += try trie(storage.address).prepare(storage.batch, from: &source)
        }
        board.parts += try accounts.prepare(board.plainAccounts, from: &source)
        board.parts.sort { $0.count > $1.count }
        // The longest first.
        pool.run(count: board.parts.count + 1) { index, _ in
          if index == 0 { board.applyChanges() } else { RootedWorld.run(board.parts[index - 1]) }
        }
        for storage in board.storages { _ = try trie(storage.address).finish(from: &source) }
        _ = try accounts.finish(from: &source)
      }
      let rest = board.storedAccounts
      board.end()
      return hashAccounts(rest)
    }

    private func trie(_ address: Address) -> HexaryTrie {
      if let known = storages[address] { return known }
      let made = HexaryTrie(root: Keccak256.emptyTrieRoot)
      storages[address] = made
      return made
    }

    private func hash(_ changes: StateChanges) -> Hash {
      for change in changes.accounts where !change.slots.isEmpty {
        batch.removeAll()
        for slot in change.slots { batch.append(slot: slot.key, value: slot.after) }
        update(trie(change.address))
      }
      return hashAccounts(changes.accounts)
    }

    private func hashAccounts(_ changes: [AccountChange]) -> Hash {
      batch.removeAll()
      for change in changes {
        RootBoard.append(
          change, storages[change.address]?.root ?? Keccak256.emptyTrieRoot, to: &batch)
      }
      update(accounts)
      return accounts.root
    }

    private func update(_ trie: HexaryTrie) {
      RootBench.whole { () throws(TrieError<Never>) in
        _ = try trie.update(&batch, from: &source)
      }
    }

    private static func run(_ part: SubtreeUpdate) {
      var source = NoSource()
      RootBench.whole { () throws(TrieError<Never>) in try part.run(from: &source) }
    }
  }

  /// What the threads that compute a root share.
  // Safe to send: a piece is one thread's, and the lists change between runs only.
  final class RootBoard: @unchecked Sendable {
    private var state: MemoryState?
    private var changes = StateChanges()
    var parts: [SubtreeUpdate] = []
    /// Which slots of which account, or which accounts, a piece hashes.
    private var ranges: [(storage: Int, range: Range<Int>)] = []
    private var batches: [Guarded<TrieBatch>] = []
    /// Places of the accounts whose storage changed, and of the others.
    private var stored: [Int] = []
    private var plain: [Int] = []

    var pieces: Int { ranges.count }

    func begin(_ changes: StateChanges, of state: MemoryState, _ threads: Int) {
      self.state = state
      self.changes = changes
      var count = 0
      for index in changes.accounts.indices {
        let change = changes.accounts[index]
        let hasStorage = !change.slots.isEmpty || change.after?.hasStorage == true
        if hasStorage { stored.append(index) } else { plain.append(index) }
        count += max(change.slots.count, 1)
      }
      let size = max(16, count / (8 * threads))
      for place in stored { divide(place, changes.accounts[place].slots.count, size) }
      divide(-1, plain.count, size)
      while batches.count < ranges.count { batches.append(Guarded(TrieBatch())) }
    }

    private func divide(_ storage: Int, _ count: Int, _ size: Int) {
      for start in stride(from: 0, to: count, by: size) {
        ranges.append((storage: storage, range: start..<min(count, start + size)))
      }
    }

    func applyChanges() { state?.apply(changes) }

    func hashKeys(_ piece: Int) {
      let (storage, range) = ranges[piece]
      // One reference for the piece: threads that count the same ones keep each other waiting.
      let accounts = changes.accounts
      let (plain, slots) = (plain, storage < 0 ? [] : accounts[storage].slots)
      batches[piece].withLock { batch in
        batch.removeAll()
        if storage < 0 {
          for index in range { RootBoard.append(accounts[plain[index]], nil, to: &batch) }
        } else {
          for slot in slots[range] { batch.append(slot: slot.key, value: slot.after) }
        }
      }
    }

    /// An account without a root of its storage given has none.
    static func append(_ change: AccountChange, _ root: Hash?, to batch: inout TrieBatch) {
      let account = change.after.map {
        TrieAccount(
          nonce: $0.nonce, balance: $0.balance, storageRoot: root ?? Keccak256.emptyTrieRoot,
          codeHash: $0.codeHash)
      }
      batch.append(address: change.address, account: account)
    }

    var storages: [(address: Address, batch: TrieBatch)] {
      stored.filter { !changes.accounts[$0].slots.isEmpty }
        .map { (address: changes.accounts[$0].address, batch: joined($0)) }
    }

    var storedAccounts: [AccountChange] { stored.map { changes.accounts[$0] } }

    var plainAccounts: TrieBatch { joined(-1) }

    private func joined(_ storage: Int) -> TrieBatch {
      var result = TrieBatch()
      for piece in ranges.indices where ranges[piece].storage == storage {
        batches[piece].withLock { result.append(contentsOf: $0) }
      }
      return result
    }

    func end() {
      state = nil
      changes = StateChanges()
      parts.removeAll(keepingCapacity: true)
      ranges.removeAll(keepingCapacity: true)
      stored.removeAll(keepingCapacity: true)
      plain.removeAll(keepingCapacity: true)
    }
  }
#endif
