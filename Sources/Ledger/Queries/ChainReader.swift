import BlockExecution
import ChainTypes
import MerkleTrie

/// Reads rows of the chain's tables and decodes them.
struct ChainReader<Store: LedgerStore> {
  let store: Store

  typealias Failure = LedgerError<Store.Failure>

  func stored<R>(_ body: (Store) throws(Store.Failure) -> R) throws(Failure) -> R {
    do throws(Store.Failure) { return try body(store) } catch { throw .store(error) }
  }

  /// The record of a block; nil when it is not kept.
  func recordIfKept(_ number: UInt64) throws(Failure) -> BlockRecord? {
    let bytes = try stored { (store) throws(Store.Failure) in
      try store.copy(of: LedgerKey.number(number), in: .blocks)
    }
    guard let bytes else { return nil }
    do throws(RecordFault) { return try BlockRecord(decoding: bytes) } catch {
      throw .damaged(.record(number: number, error))
    }
  }

  func record(_ number: UInt64) throws(Failure) -> BlockRecord {
    guard let record = try recordIfKept(number) else {
      throw .damaged(.missingRecord(number))
    }
    return record
  }

  func block(_ number: UInt64, _ record: BlockRecord) throws(Failure) -> Block {
    let block: Block
    do throws(RecordFault) { block = try record.block() } catch {
      throw .damaged(.record(number: number, error))
    }
    guard block.header.number == number, block.header.hash == record.hash else {
      throw .damaged(.recordHash(number))
    }
    return block
  }

  func header(_ number: UInt64) throws(Failure) -> BlockHeader {
    try block(number, try record(number)).header
  }

  /// The values before a flush, at a place of their table.
  func window(at place: LedgerPlace) throws(Failure) -> (first: UInt64, row: WindowRow)? {
    let entry = try stored { (store) throws(Store.Failure) in
      try store.entryCopy(at: place, in: .windows)
    }
    guard let entry else { return nil }
    guard entry.key.count == 8, let first = LedgerKey.number(in: entry.key.span), first > 0 else {
      throw .damaged(.key(.windows, entry.key))
    }
    guard let value = Checksum.strip(entry.value, key: entry.key) else {
      throw .damaged(.window(first))
    }
    do throws(RecordFault) {
      return (first: first, row: try WindowRow(decoding: Array(value)))
    } catch { throw .damaged(.window(first)) }
  }

  /// The oldest height whose state can be built.
  func oldestState(_ heights: LedgerHeights) throws(Failure) -> UInt64 {
    let key = try stored { (store) throws(Store.Failure) in try store.key(at: .first, in: .windows)
    }
    guard let key, let first = LedgerKey.number(in: key.span), first > 0 else {
      return heights.flushed
    }
    return first - 1
  }

  /// A row of `meta`.
  func meta(_ key: [UInt8]) throws(Failure) -> [UInt8]? {
    let row = try stored { (store) throws(Store.Failure) in try store.copy(of: key, in: .meta) }
    guard let row else { return nil }
    guard let value = Checksum.strip(row, key: key) else {
      throw .damaged(.meta(String(decoding: key, as: UTF8.self)))
    }
    return Array(value)
  }

  /// Which form the store has: its first eight bytes, since another form may sum otherwise.
  func format() throws(Failure) -> UInt64? {
    let row = try stored { (store) throws(Store.Failure) in
      try store.copy(of: MetaKey.format, in: .meta)
    }
    guard let number = row.flatMap({ LedgerKey.number(in: $0.span) }),
      number != MetaKey.currentFormat
    else { return try metaNumber(MetaKey.format) }
    return number
  }

  func metaNumber(_ key: [UInt8]) throws(Failure) -> UInt64? {
    guard let bytes = try meta(key) else { return nil }
    guard bytes.count == 8, let number = LedgerKey.number(in: bytes.span) else {
      throw .damaged(.meta(String(decoding: key, as: UTF8.self)))
    }
    return number
  }
}
