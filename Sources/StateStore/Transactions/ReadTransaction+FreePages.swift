import CLMDB

extension ReadTransaction {
  /// How many pages are free to be used again, of those in the range when there is one. LMDB keeps
  /// them in its table 0: by transaction, a count and so many page numbers (mdb_stat prints them
  /// the same way).
  func freePages(in range: Range<Int64>?) throws(StoreError) -> Int {
    var cursor = try cursor(in: Table(handle: 0))
    var count = 0
    while try cursor.next() {
      // Safe: the record holds as many numbers as its first one says, which LMDB relies on too; a
      // shorter record is counted as far as it goes.
      count += unsafe cursor.value.withUnsafeBytes { record in
        let word = MemoryLayout<UInt>.size
        guard record.count >= word, let start = record.baseAddress else { return 0 }
        let numbers = unsafe min(cairn_store_number(start, 0), record.count / word - 1)
        guard let range else { return numbers }
        return (0..<numbers).count {
          range.contains(Int64(unsafe cairn_store_number(start, $0 + 1)))
        }
      }
    }
    return count
  }
}
