import ChainTypes
import EVM

/// The state at the begin of the batch as a worker sees it; what its own earlier transactions wrote
/// is in its journal.
final class SpeculationSource<Base: SharedStateSource>: StateSource {
  private(set) var base: Base?
  /// When the block is verified from its access list, every transaction sees what those before it
  /// wrote by the list.
  private(set) var list: AccessListView?
  private var index: UInt32 = 0

  static var tellsObservations: Bool { true }

  func begin(_ base: Base) {
    list = nil
    self.base = base
  }

  func use(_ list: AccessListView) { self.list = list }

  func end() {
    base = nil
    list = nil
  }

  /// What follows is read for the transaction of this number.
  func prepare(_ index: Int) {
    self.index = UInt32(truncatingIfNeeded: index)
  }

  func account(_ address: Address) -> Account? {
    var found = base?.account(address)
    if let list { list.adjust(address, at: index, &found) }
    return found
  }

  func slot(_ address: Address, _ key: Word) -> Word {
    list?.slot(address, key, at: index) ?? base?.slot(address, key) ?? .zero
  }

  func code(_ hash: Hash) -> [UInt8] { list?.code(hash) ?? base?.code(hash) ?? [] }

  func blockHash(_ number: UInt64) -> Hash { base?.blockHash(number) ?? .zero }
}
