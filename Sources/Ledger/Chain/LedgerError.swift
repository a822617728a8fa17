import BlockExecution
import ChainTypes
import MerkleTrie

/// What a ledger cannot do, and why. After `.store` and `.retention` nothing was lost and the same
/// call may be made again.
public enum LedgerError<Failure: Error>: Error {
  /// The store failed.
  case store(Failure)
  /// What is stored is not what this ledger wrote.
  case damaged(LedgerDamage)
  /// A node of a trie is missing or wrong.
  case trie(TrieDamage)
  /// The block may not extend the chain.
  case invalid(InvalidBlock)
  /// There is no ledger in the store, or its creation was not finished.
  case missing
  /// There is a ledger in the store already.
  case exists
  /// The store has a ledger of another format.
  case format(UInt64)
  /// The store has another chain.
  case otherChain(found: Hash, expected: Hash)
  /// The genesis header's state root is not that of its accounts.
  case genesisRoot(found: Hash, expected: Hash)
  /// An executed block waits: commit or discard it first.
  case pending
  /// The executed block is not the one that waits.
  case notPending
  /// No such block is kept.
  case noBlock(UInt64)
  /// The state of this height is not kept any more.
  case noState(height: UInt64, oldest: UInt64)
  /// Going back would take back blocks that are sealed.
  case sealed(UInt64)
  /// Room is needed, and the oldest block may not go before a checkpoint covers it.
  case retention(oldest: UInt64, covered: UInt64)
  /// More than is allowed: see `LedgerLimits`.
  case tooMuch(LedgerBound)
}

/// What there is too much of.
public enum LedgerBound: String, Sendable {
  case searchedBlocks = "blocks in one search: ask for fewer"
  case foundLogs = "logs found: ask for fewer blocks"
  case valueName = "bytes in the name of a value"
  case attachment = "bytes in an attachment"
  case transactions = "transactions in one batch"
}

/// A place in a trie where something is wrong.
public struct TrieDamage: Error, Sendable, Equatable {
  /// Nil for the trie of accounts.
  public var account: Address?
  /// One nibble a byte.
  public var path: [UInt8]
  /// Nil when the node is missing.
  public var fault: NodeFault?
}

/// What is wrong with what is stored.
public enum LedgerDamage: Error, Sendable, Equatable {
  /// A value of `meta` is missing or malformed.
  case meta(String)
  case record(number: UInt64, RecordFault)
  case missingRecord(UInt64)
  /// The record's block is not the one with this hash.
  case recordHash(UInt64)
  /// A block's parent is not the block before it.
  case parent(UInt64)
  case account(Address)
  case slot(Address, [UInt8])
  case code(Hash)
  case key(LedgerTable, [UInt8])
  case index(UInt64)
  case window(UInt64)
  /// The state does not have the root of the block's header.
  case stateRoot(number: UInt64, found: Hash, expected: Hash)
}

extension LedgerDamage {
  public var text: String {
    switch self {
    case .meta(let name): "the ledger's \(name) is missing or malformed"
    case .record(let number, _): "the record of block \(number) does not decode"
    case .missingRecord(let number): "the record of block \(number) is missing"
    case .recordHash(let number): "the record of block \(number) has another block's hash"
    case .parent(let number): "block \(number) does not follow the block before it"
    case .account(let address): "the row of account \(address.hex) is wrong"
    case .slot(let address, let key): "slot \(Hex.encode(key)) of \(address.hex) is wrong"
    case .code(let hash): "code \(hash.hex) is missing or wrong"
    case .key(let table, let key): "table \(table.rawValue) has a wrong key \(Hex.encode(key))"
    case .index(let number): "the index of block \(number) on is wrong"
    case .window(let number): "the values before block \(number) are wrong"
    case .stateRoot(let number, let found, let expected):
      "block \(number) has state root \(expected.hex), the stored state \(found.hex)"
    }
  }
}

extension TrieDamage {
  public var text: String {
    let trie = account.map { "storage trie of \($0.hex)" } ?? "account trie"
    let what = fault == nil ? "is missing" : "is wrong"
    return "a node of the \(trie) at \(Hex.digits(path)) \(what)"
  }
}

extension LedgerError {
  /// One sentence; `sentence` says what happened in the store.
  public func text(_ sentence: (Failure) -> String) -> String {
    if case .store(let failure) = self { return sentence(failure) }
    return textOfOthers
  }

  // Apart, and never inlined: it would be compiled anew for each closure that is handed over.
  @inline(never)
  private var textOfOthers: String {
    switch self {
    case .store: "the store failed"
    case .damaged(let damage): damage.text + "; restore the folder, or begin a new term"
    case .trie(let damage): damage.text + "; restore the folder, or begin a new term"
    case .invalid(let reason): "invalid block: \(reason)"
    case .missing: "there is no ledger in this folder; create one from a genesis first"
    case .exists: "there is a ledger in this folder already"
    case .format(let found): "the ledger has format \(found), which this version does not read"
    case .otherChain(let found, let expected):
      "the folder has the chain with genesis \(found.hex), not \(expected.hex)"
    case .genesisRoot(let found, let expected):
      "the genesis header has state root \(found.hex), its accounts \(expected.hex)"
    case .pending: "an executed block waits to be committed or discarded"
    case .notPending: "this block is not the one that waits to be committed"
    case .noBlock(let number): "block \(number) is not kept here"
    case .noState(let height, let oldest):
      "the state of block \(height) is not kept; the oldest is that of block \(oldest)"
    case .sealed(let number): "block \(number) is sealed and cannot be taken back"
    case .retention(let oldest, let covered):
      "there is no room, and block \(oldest) may not go: checkpoints cover up to block \(covered)"
    case .tooMuch(let bound): "too many \(bound.rawValue)"
    }
  }
}
