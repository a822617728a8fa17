import ChainTypes
import EVM

/// The state at the begin of the batch as a worker sees it; what its own earlier transactions wrote
/// is in its journal.
final class SpeculationSource<Base: SharedStateSource>: StateSource {
  private(set) var base: Base?
  /// When the block's access list is known, every transaction sees what those before it wrote.
  private(set) var list: AccessListView?
  private var index: UInt32 = 0
  /// Nothing that the transaction read came from the list.
  private(set) var isBase = true

  static var tellsObservations: Bool { true }

  func begin(_ base: Base, list: AccessListView?) {
    self.list = list
    self.base = base
    isBase = true
  }

  func end() {
    base = nil
    list = nil
  }

  /// What follows is read for the transaction of this number.
  func prepare(_ index: Int) {
    self.index = UInt32(truncatingIfNeeded: index)
    isBase = true
  }

  func account(_ address: Address) -> Account? {
    var found = base?.account(address)
    if let list, list.adjust(address, at: index, &found) { isBase = false }
    return found
  }

  func slot(_ address: Address, _ key: Word) -> Word {
    if let known = list?.slot(address, key, at: index) {
      isBase = false
      return known
    }
    return base?.slot(address, key) ?? .zero
  }

  func code(_ hash: Hash) -> [UInt8] { list?.code(hash) ?? base?.code(hash) ?? [] }

  func blockHash(_ number: UInt64) -> Hash { base?.blockHash(number) ?? .zero }
}
