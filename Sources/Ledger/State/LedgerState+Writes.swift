import BlockExecution
import ChainTypes
import EVM

// The access list with its values (EIP-7928) is what a record keeps of a block's writes.

extension LedgerState {
  /// Applies what a block's record says that it wrote. The state must be the parent's.
  func apply(writes bytes: [UInt8]) throws(RecordFault) {
    let list: BlockAccessList
    do throws(AccessListError) { list = try BlockAccessList(decoding: bytes) } catch {
      throw .accessList
    }
    apply(list.stateChanges(over: self))
  }
}
