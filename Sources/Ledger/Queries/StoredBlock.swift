import BlockExecution
import ChainTypes

/// A block as the ledger keeps it.
public struct StoredBlock: Sendable {
  public let block: Block
  public let record: BlockRecord

  public var header: BlockHeader { block.header }
  public var number: UInt64 { block.header.number }
  public var hash: Hash { record.hash }
  public var receipts: [Receipt] { record.receipts }
  public var senders: [Address] { record.senders }

  /// The seal, when the block was committed with one.
  public var seal: [UInt8]? {
    record.attachments.first { $0.kind == Attachment.seal }?.bytes
  }

  /// What the block read and wrote (EIP-7928).
  public func accessList() throws(RecordFault) -> BlockAccessList {
    do throws(AccessListError) { return try BlockAccessList(decoding: record.writes) } catch {
      throw .accessList
    }
  }
}

/// A transaction of the chain with where it stands.
public struct FoundTransaction: Sendable {
  public let block: StoredBlock
  public let index: Int

  public var transaction: Transaction { block.block.transactions[index] }
  public var receipt: Receipt { block.receipts[index] }
  public var sender: Address { block.senders[index] }

  /// Gas that this transaction alone used.
  public var gasUsed: UInt64 {
    receipt.cumulativeGasUsed
      - (index == 0 ? 0 : block.receipts[index - 1].cumulativeGasUsed)
  }

  /// Logs of the block that come before its own.
  public var firstLogIndex: Int {
    block.receipts[..<index].reduce(0) { $0 + $1.logs.count }
  }
}
