/// The tables of a ledger. The raw value is the table's name in the database.
public enum LedgerTable: String, CaseIterable, Sendable {
  /// Number (8 bytes, big-endian) → record. The last key is the head.
  case blocks
  /// Number ‖ kind ‖ signer → what came after the block: cosignatures, receipts, evidence.
  case beside
  /// Name → format, configuration, heights, durable values.
  case meta
  /// Address → nonce, balance, code hash, storage root.
  case accounts
  /// Address ‖ slot → value without leading zeros.
  case slots
  /// Hash → code.
  case codes
  /// 0 ‖ path, or 1 ‖ address ‖ path, one nibble a byte → node.
  case nodes
  /// First block of a flush → hashes, transactions and log terms of its blocks, sorted.
  case indexes
  /// First block of a flush → what its blocks changed, as it was before.
  case windows
}
