import BlockExecution
import ChainTypes
import MerkleTrie

/// An earlier state that is being given away: built once for many parts. The tables below it must
/// not change, so a flush ends it.
final class GivenState<Store: LedgerStore> {
  let height: UInt64
  let state: LedgerState<Store>

  init(height: UInt64, state: LedgerState<Store>) {
    self.height = height
    self.state = state
  }
}

extension ChainLedger {
  /// A part of the state behind a block, of at most so many bytes, for somebody who has nothing:
  /// `StateTaker` takes it. Nil when that state is not here any more, or there is no such part.
  public func statePart(
    behind hash: Hash, at height: UInt64, _ place: StatePlace, bytes limit: Int
  ) throws(Failure) -> [UInt8]? {
    guard height <= head.number, height >= (try oldestState()), try self.hash(height) == hash
    else { return nil }
    defer { store.endReading() }
    let given = try givenState(height)
    // A run counts the paths of its entries, which do not travel; proofs and code do.
    var bytes = limit + limit / 4
    while bytes >= LedgerLimits.smallestRun {
      guard let part = try part(given.state, place, bytes) else { return nil }
      let encoded = part.encoded
      given.state.tries.prune(toBytes: settings.trieCacheBytes)
      if encoded.count <= limit { return encoded }
      bytes /= 2
    }
    return nil
  }

  private func givenState(_ height: UInt64) throws(Failure) -> GivenState<Store> {
    if let given, given.height == height { return given }
    given = nil
    let state = try earlierState(height, provable: true)
    let made = GivenState(height: height, state: state)
    given = made
    return made
  }

  private func part(
    _ state: LedgerState<Store>, _ place: StatePlace, _ bytes: Int
  ) throws(Failure) -> StatePart? {
    guard place.trie == 0 else { return try storagePart(state, place, bytes) }
    let run = try Self.run(state.tries.accounts, nil, state.tries, place, bytes)
    var entries: [StatePart.AccountEntry] = []
    for entry in run.entries {
      let (address, account) = try Self.account(entry)
      entries.append(StatePart.AccountEntry(address: address, account: account))
    }
    return StatePart(content: .accounts(entries), isLast: run.isLast, nodes: run.nodes)
  }

  private func storagePart(
    _ state: LedgerState<Store>, _ place: StatePlace, _ bytes: Int
  ) throws(Failure) -> StatePart? {
    let tries = state.tries
    var source = tries.nodes(of: nil)
    let before = Hash(Word(0, 0, 0, place.trie) &- Word(1)).bytes
    let owner: TrieEntry?
    do throws(TrieError<Store.Failure>) {
      owner = try tries.accounts.entry(after: before, from: &source)
    } catch { throw .of(error, in: nil) }
    guard let owner, let path = Hash(bytes: owner.path), path.prefix == place.trie else {
      return nil
    }
    let (address, account) = try Self.account(owner)
    let code = place.from == 0 ? state.code(account.codeHash) : []
    if let failure = state.failure { throw failure }
    guard account.storageRoot != Keccak256.emptyTrieRoot else {
      return StatePart(content: .storage(code: code, slots: []), isLast: true, nodes: [])
    }
    let trie = tries.storage(address, root: account.storageRoot)
    let run = try Self.run(trie, address, tries, place, bytes)
    var slots: [StatePart.SlotEntry] = []
    for entry in run.entries {
      guard let key = Self.plain(entry, 32), let value = Self.word(entry.value) else {
        throw .damaged(.slot(address, entry.note))
      }
      slots.append(StatePart.SlotEntry(key: key, value: value))
    }
    return StatePart(
      content: .storage(code: code, slots: slots), isLast: run.isLast, nodes: run.nodes)
  }

  private static func run(
    _ trie: HexaryTrie, _ account: Address?, _ tries: StateTries<Store>, _ place: StatePlace,
    _ bytes: Int
  ) throws(Failure) -> TrieRun {
    var source = tries.nodes(of: account)
    do throws(TrieError<Store.Failure>) {
      return try trie.run(from: place.start, bytes: bytes, from: &source)
    } catch { throw .of(error, in: account) }
  }

  private static func account(
    _ entry: TrieEntry
  ) throws(Failure) -> (Address, TrieAccount) {
    guard let address = plain(entry, 20).map({ Address($0) }) else {
      throw .damaged(.key(.nodes, entry.path))
    }
    do throws(RLPError) { return (address, try TrieAccount(encoded: entry.value)) } catch {
      throw .damaged(.account(address))
    }
  }

  /// The plain key that is kept beside a leaf.
  private static func plain(_ entry: TrieEntry, _ count: Int) -> Word? {
    entry.note.count == count ? Word(minimal: entry.note.span) : nil
  }

  private static func word(_ value: [UInt8]) -> Word? {
    do throws(RLPError) {
      var reader = try RLPReader(value)
      return try reader.readWord()
    } catch { return nil }
  }
}
