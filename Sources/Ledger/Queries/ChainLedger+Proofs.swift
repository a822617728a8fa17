import BlockExecution
import ChainTypes
import MerkleTrie

/// An account with what proves it and some of its slots against a state root (EIP-1186).
public struct AccountProof: Sendable {
  public var address: Address
  /// Nil when the proof shows that there is none.
  public var account: TrieAccount?
  public var nodes: [[UInt8]]
  public var slots: [SlotProof]
}

public struct SlotProof: Sendable {
  public var slot: Word
  public var value: Word
  public var nodes: [[UInt8]]
}

extension ChainLedger {
  /// Proves an account, or that there is none, and slots of it, at the head or after one of the
  /// last blocks. The header's state root is what it is verified against.
  public func proof(
    of address: Address, slots: [Word], at height: UInt64? = nil
  ) throws(Failure) -> AccountProof {
    guard pendingTicket == 0 else { throw .pending }
    if needsReload { try reload() }
    defer { store.endReading() }
    let height = height ?? head.number
    let state =
      height == head.number ? self.state : try earlierState(height, provable: true)
    return try Self.prove(address, slots, state)
  }

  private static func prove(
    _ address: Address, _ slots: [Word], _ state: LedgerState<Store>
  ) throws(Failure) -> AccountProof {
    let tries = state.tries
    var source = tries.nodes(of: nil)
    var nodes: [[UInt8]] = []
    do throws(TrieError<Store.Failure>) {
      nodes = try tries.accounts.proof(of: address.bytes, from: &source)
    } catch { throw .of(error, in: nil) }
    let account = try tries.account(address)
    var result = AccountProof(address: address, account: account, nodes: nodes, slots: [])
    let root = account?.storageRoot ?? Keccak256.emptyTrieRoot
    for slot in slots {
      result.slots.append(try prove(slot, address, root, tries))
    }
    return result
  }

  private static func prove(
    _ slot: Word, _ address: Address, _ root: Hash, _ tries: StateTries<Store>
  ) throws(Failure) -> SlotProof {
    if root == Keccak256.emptyTrieRoot { return SlotProof(slot: slot, value: .zero, nodes: []) }
    var source = tries.nodes(of: address)
    let trie = tries.storage(address, root: root)
    do throws(TrieError<Store.Failure>) {
      let nodes = try trie.proof(of: slot.bytes, from: &source)
      let encoded = try trie.value(of: slot.bytes, from: &source)
      return SlotProof(slot: slot, value: try value(encoded, address), nodes: nodes)
    } catch { throw .of(error, in: address) }
  }

  private static func value(
    _ encoded: [UInt8]?, _ address: Address
  ) throws(TrieError<Store.Failure>) -> Word {
    guard let encoded else { return .zero }
    do throws(RLPError) {
      var reader = try RLPReader(encoded)
      return try reader.readWord()
    } catch { throw .malformed(path: [], .value) }
  }

  /// The nodes that prove a transaction against its header's transactions root; nil when the block
  /// is not kept.
  public func transactionProof(
    _ number: UInt64, index: Int
  ) throws(Failure) -> [[UInt8]]? {
    guard let stored = try block(number) else { return nil }
    return OrderedTrie.proof(
      of: index, in: stored.block.transactions.map { $0.encoded() })
  }

  /// The nodes that prove a receipt against its header's receipts root; nil when the block is not
  /// kept.
  public func receiptProof(_ number: UInt64, index: Int) throws(Failure) -> [[UInt8]]? {
    guard let stored = try block(number) else { return nil }
    return OrderedTrie.proof(of: index, in: stored.receipts.map { $0.encoded() })
  }
}
