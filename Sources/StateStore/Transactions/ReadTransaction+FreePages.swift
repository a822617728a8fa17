import CLMDB

extension ReadTransaction {
  /// How many pages are free to be used again, of those in the range when there is one. LMDB keeps
  /// them in its table 0: by transaction, a count and so many page numbers (mdb_stat prints them
  /// the same way).
  func freePages(in range: Range<Int64>?) throws(StoreError) -> Int {
    var cursor = try cursor(in: Table(handle: 0))
    var count = 0
    while try cursor.next() {
      let record = FreePages(cursor.value)
      if let range {
        count += record.count(in: range)
      } else {
        count += record.count
      }
    }
    return count
  }

  /// Whether every record of free pages holds what it says, and only pages that there are: LMDB
  /// writes there without a look.
  func freePagesAreSound(below pages: Int) throws(StoreError) -> Bool {
    var cursor = try cursor(in: Table(handle: 0))
    while try cursor.next() {
      let record = FreePages(cursor.value)
      guard record.isWhole, record.count(in: 2..<Int64(pages)) == record.count else { return false }
    }
    return true
  }
}

/// A record of free pages, as far as it goes.
private struct FreePages: ~Escapable {
  private static let word = MemoryLayout<UInt>.size

  private let bytes: Span<UInt8>
  /// How many it says that it has, and how many it has room for.
  private let told: Int
  private let room: Int

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    room = bytes.count / FreePages.word - 1
    told = room < 0 ? 0 : FreePages.number(0, in: bytes)
  }

  var isWhole: Bool { told >= 0 && told <= room }
  var count: Int { max(0, min(told, room)) }

  func count(in range: Range<Int64>) -> Int {
    (1..<count + 1).count { range.contains(Int64(FreePages.number($0, in: bytes))) }
  }

  private static func number(_ index: Int, in bytes: Span<UInt8>) -> Int {
    precondition(index >= 0 && (index + 1) * word <= bytes.count, "a number of the record")
    // Safe: it lies within the bytes, as was looked at.
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe cairn_store_number(bytes.baseAddress, index)
    }
  }
}
