import Attestation
import ChainTypes
import Ledger

/// A block that is executed and signed, and what happens when it is durable.
struct PendingBlock {
  var executed: ExecutedBlock
  var attachments: [Attachment]
  var values: [DurableValue]
  var batches: [AttestedBatch]
  /// Hashes of the pool's transactions in it.
  var pooled: [Hash]
  /// How many of the clock corrections that wait are in it.
  var corrections: Int
  /// When to try again, in monotonic milliseconds.
  var retry: UInt64 = 0
}

extension StoredValue {
  var durable: DurableValue { DurableValue(name: name, value: value) }
}
