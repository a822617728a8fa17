// Left out on boards: it would bring a second ledger and executor, specialised for it alone.
#if !hasFeature(Embedded)
  import BlockExecution
  import ChainTypes
  import EVM
  import LinuxIO
  import MerkleTrie

  /// A state in memory with its tries, which change by change give the root: what a board has, but
  /// for the disk.
  final class RootedWorld {
    let state: MemoryState
    private let accounts = HexaryTrie(root: Keccak256.emptyTrieRoot)
    private var storages: [Address: HexaryTrie] = [:]
    private var source = NoSource()
    private var batch = TrieBatch()
    private var parts: [Guarded<TrieBatch>]

    init(_ state: MemoryState, participants: Int) {
      self.state = state
      parts = (0..<participants).map { _ in Guarded(TrieBatch()) }
      var changes = StateChanges()
      for address in state.addresses {
        guard let account = state.account(address), let all = state.contents(of: address) else {
          continue
        }
        let slots = all.storage.map { SlotChange(key: $0.key, before: .zero, after: $0.value) }
        changes.accounts.append(
          AccountChange(address: address, before: nil, after: account, slots: slots))
      }
      _ = hash(changes, on: nil)
    }

    /// Takes a batch's changes and tells the root; on the pool when there is one.
    func commit(_ changes: StateChanges, on pool: WorkerPool? = nil) -> Hash {
      state.apply(changes)
      return hash(changes, on: pool)
    }

    private func hash(_ changes: StateChanges, on pool: WorkerPool?) -> Hash {
      for change in changes.accounts where !change.slots.isEmpty {
        let trie = storages[change.address] ?? HexaryTrie(root: Keccak256.emptyTrieRoot)
        storages[change.address] = trie
        fill(change.slots.count, pool) { batch, range in
          for i in range { batch.append(slot: change.slots[i].key, value: change.slots[i].after) }
        }
        update(trie, pool)
      }
      let all = changes.accounts
      let roots = all.map { storages[$0.address]?.root ?? Keccak256.emptyTrieRoot }
      fill(all.count, pool) { batch, range in
        for i in range {
          let account = all[i].after.map {
            TrieAccount(
              nonce: $0.nonce, balance: $0.balance, storageRoot: roots[i], codeHash: $0.codeHash)
          }
          batch.append(address: all[i].address, account: account)
        }
      }
      update(accounts, pool)
      return accounts.root
    }

    /// Keys are hashed on all threads, each into a batch of its own.
    private func fill(
      _ count: Int, _ pool: WorkerPool?, _ body: @Sendable (inout TrieBatch, Range<Int>) -> Void
    ) {
      batch.removeAll()
      guard let pool, count >= 16 else {
        body(&batch, 0..<count)
        return
      }
      let parts = parts
      let share = (count + parts.count - 1) / parts.count
      pool.run(count: parts.count) { index, _ in
        parts[index].withLock {
          $0.removeAll()
          body(&$0, min(count, index * share)..<min(count, index * share + share))
        }
      }
      for part in parts { part.withLock { batch.append(contentsOf: $0) } }
    }

    private func update(_ trie: HexaryTrie, _ pool: WorkerPool?) {
      do throws(TrieError<Never>) {
        guard let pool, batch.count >= 16 else {
          _ = try trie.update(&batch, from: &source)
          return
        }
        let parts = try trie.prepare(batch, from: &source)
        pool.run(count: parts.count) { index, _ in RootedWorld.run(parts[index]) }
        _ = try trie.finish(from: &source)
      } catch {
        fatalError("a trie that holds all nodes misses one")
      }
    }

    private static func run(_ part: SubtreeUpdate) {
      var source = NoSource()
      do throws(TrieError<Never>) { try part.run(from: &source) } catch {
        fatalError("a trie that holds all nodes misses one")
      }
    }
  }
#endif
