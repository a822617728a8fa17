import BlockExecution
import ChainTypes
import Ledger
import LedgerStorage
import SyncProtocol

/// What helps with one lane's blocks: threads that all lanes share, and this ledger's way to them
/// for its roots.
struct LaneHelp {
  let execution: LaneExecution
  let parts: LedgerStorage.PoolRunner

  init(_ execution: LaneExecution) {
    self.execution = execution
    parts = execution.threads.idleParts()
  }

  static func runner(_ help: LaneHelp?) -> any PartRunner {
    if let help { help.parts } else { SerialRunner() }
  }
}

extension LaneBook {
  func execute(
    _ block: Block, _ request: VerifyRequest
  ) throws(StoredLane.Failure) -> ExecutedBlock {
    guard let help else {
      return try chain.execute(block, encoded: request.block, hash: request.hash)
    }
    return try help.execution.execute(
      block, encoded: request.block, hash: request.hash, list: request.accessList, on: chain,
      parts: help.parts)
  }

  /// Whether the block's access list is the one that the seal names.
  func isNamed(_ executed: ExecutedBlock, by request: VerifyRequest) -> Bool {
    // The protocol has compared what came with the name: equal bytes need not be hashed again.
    if !request.accessList.isEmpty, executed.hasAccessList(request.accessList) { return true }
    return executed.accessListHash == request.accessListHash
  }
}
