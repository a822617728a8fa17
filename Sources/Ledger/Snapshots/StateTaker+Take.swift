import BlockExecution
import ChainTypes
import MerkleTrie

/// What came of a part.
public enum StateTaking: Equatable, Sendable {
  /// It is proved and durable; `next` says what comes now.
  case taken
  /// It is not what the root commits to: who made it is to blame. In words.
  case refused(String)
  /// Another part was wanted.
  case misplaced
}

extension StateTaker {
  /// Checks a part and makes it durable.
  public func take(
    _ bytes: [UInt8], at place: StatePlace
  ) throws(Failure) -> StateTaking {
    guard place == next else { return .misplaced }
    defer { store.endReading() }
    let part: StatePart
    do throws(RecordFault) { part = try StatePart(decoding: bytes) } catch {
      return .refused("the part does not decode")
    }
    var change = Change(stage: stage)
    change.stage.parts += 1
    change.stage.bytes += UInt64(bytes.count)
    let fault: String?
    switch (part.content, stage.phase) {
    case (.accounts(let entries), .accounts): fault = try take(entries, part, place, &change)
    case (.storage(let code, let slots), .storage):
      fault = try take(code, slots, part, place, &change)
    default: fault = "accounts instead of storage, or storage instead of accounts"
    }
    if let fault { return .refused(fault) }
    try write(change)
    stage = change.stage
    try settle()
    return .taken
  }

  /// What a part changes in the store.
  private struct Change {
    var stage: StateStage
    var rows: [(table: LedgerTable, key: [UInt8], value: [UInt8])] = []
    var trie: HexaryTrie?
    var owner: Address?
  }

  private func take(
    _ entries: [StatePart.AccountEntry], _ part: StatePart, _ place: StatePlace,
    _ change: inout Change
  ) throws(Failure) -> String? {
    var list: [TrieEntry] = []
    for entry in entries { list.append(entry.entry) }
    if let fault = refusal(of: list, part, place, header.stateRoot) { return fault }
    var batch = TrieBatch()
    batch.reserve(entries.count, bytesEach: 160)
    for entry in entries {
      batch.append(address: entry.address, account: entry.account, noted: true)
      change.rows.append(
        (table: .accounts, key: entry.address.bytes, value: AccountRow.encode(entry.account)))
    }
    try grow(&batch, header.stateRoot, part, list.last, &change)
    if part.isLast { change.stage.phase = .owners }
    return nil
  }

  private func take(
    _ code: [UInt8], _ slots: [StatePart.SlotEntry], _ part: StatePart, _ place: StatePlace,
    _ change: inout Change
  ) throws(Failure) -> String? {
    let owner = stage.owner
    let account = try account(owner)
    if place.from == 0, account.codeHash != Keccak256.emptyHash {
      guard Keccak256.hash(code) == account.codeHash else { return "the code has another hash" }
      change.rows.append((table: .codes, key: account.codeHash.bytes, value: code))
    } else if !code.isEmpty {
      return "code where none belongs"
    }
    var list: [TrieEntry] = []
    for slot in slots { list.append(slot.entry) }
    if let fault = refusal(of: list, part, place, account.storageRoot) { return fault }
    change.owner = owner
    if account.storageRoot != Keccak256.emptyTrieRoot {
      var batch = TrieBatch()
      batch.reserve(slots.count)
      for slot in slots {
        batch.append(slot: slot.key, value: slot.value, noted: true)
        change.rows.append(
          (table: .slots, key: LedgerKey.slot(owner, slot.key), value: slot.value.minimalBytes))
      }
      try grow(&batch, account.storageRoot, part, list.last, &change)
    }
    if part.isLast { change.stage.phase = .between }
    return nil
  }

  private func refusal(
    of entries: [TrieEntry], _ part: StatePart, _ place: StatePlace, _ root: Hash
  ) -> String? {
    let run = TrieRun(entries: entries, isLast: part.isLast, nodes: part.nodes)
    do throws(RangeFault) {
      try RangeProof.verify(root: root, start: place.start, run)
      return nil
    } catch { return "the proof does not hold: " + error.text }
  }

  /// Brings entries into the trie under way. They were proved, so that with the last of them its
  /// root is the one that was promised, unless what the store has is not what was written.
  private func grow(
    _ batch: inout TrieBatch, _ root: Hash, _ part: StatePart, _ last: TrieEntry?,
    _ change: inout Change
  ) throws(Failure) {
    let trie = HexaryTrie(root: stage.root)
    var nodes = NodeTable(store, account: change.owner, verifiesNodes: true)
    do throws(TrieError<Store.Failure>) {
      change.stage.root = try trie.update(&batch, from: &nodes)
    } catch { throw .of(error, in: change.owner) }
    change.trie = trie
    if part.isLast {
      guard change.stage.root == root else {
        throw .damaged(
          .stateRoot(number: header.number, found: change.stage.root, expected: root))
      }
      (change.stage.root, change.stage.from) = (Keccak256.emptyTrieRoot, 0)
    } else if let path = last.flatMap({ Hash(bytes: $0.path) }) {
      // The last entry comes again: others may begin with the same eight bytes.
      change.stage.from = path.prefix
    }
  }

  private func write(_ change: Change) throws(Failure) {
    try reader.stored { (store) throws(Store.Failure) in
      try store.write { (store) throws(Store.Failure) in
        for row in change.rows { try store.put(row.key, row.value, in: row.table) }
        if let trie = change.trie {
          var sink = NodeTable(store, account: change.owner, verifiesNodes: false)
          try trie.flush(into: &sink)
        }
        try store.putChecked(StateStage.key, change.stage.encoded, in: .meta)
      }
    }
  }
}

extension RangeFault {
  var text: String {
    switch self {
    case .empty: "neither an entry nor the end"
    case .path(let index): "entry \(index) has no key or no value"
    case .order(let index): "entry \(index) is not in its order"
    case .entries: "something is missing, added or altered"
    case .missingNode(let index): "node \(index) is missing"
    case .needlessNodes(let index): "node \(index) is needless"
    case .node(let index, _): "node \(index) is not what its parent names"
    }
  }
}
