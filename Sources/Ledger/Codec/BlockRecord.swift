import BlockExecution
import ChainTypes

/// All that the ledger keeps of a block, in one value of one table: what a commit writes.
public struct BlockRecord: Sendable, Equatable {
  public var hash: Hash
  /// The block as peers send it.
  public var encodedBlock: [UInt8]
  public var receipts: [Receipt]
  /// Who signed each transaction, so that nobody needs to recover keys again.
  public var senders: [Address]
  /// What the block wrote: enough to apply it without executing.
  public var writes: [UInt8]
  /// What was given at the commit: the seal, and whatever else belongs to the block from the start.
  public var attachments: [Attachment]
  /// Small values that became durable with the block.
  public var values: [DurableValue]

  public init(
    hash: Hash, encodedBlock: [UInt8], receipts: [Receipt] = [], senders: [Address] = [],
    writes: [UInt8] = [], attachments: [Attachment] = [], values: [DurableValue] = []
  ) {
    self.hash = hash
    self.encodedBlock = encodedBlock
    self.receipts = receipts
    self.senders = senders
    self.writes = writes
    self.attachments = attachments
    self.values = values
  }
}

/// Bytes that accompany a block from its commit on.
public struct Attachment: Sendable, Equatable {
  /// What it is; 0 is the seal.
  public var kind: UInt8
  public var bytes: [UInt8]

  public static let seal: UInt8 = 0

  public init(kind: UInt8, bytes: [UInt8]) {
    self.kind = kind
    self.bytes = bytes
  }
}

/// A small named value that is durable together with a block: outbox cursor, sequence of a sensor,
/// lock of a witness. An empty value removes the name.
public struct DurableValue: Sendable, Equatable {
  public var name: [UInt8]
  public var value: [UInt8]

  public init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }

  public init(_ name: String, _ value: [UInt8]) {
    self.init(name: Array(name.utf8), value: value)
  }
}
