import LinuxIO

/// What the first two pages of LMDB's file say (mdb.c: MDB_page, MDB_meta). LMDB itself tells every
/// foreign file by the same error, and does not notice one that was cut off.
struct DataFile {
  let pageSize: Int
  /// Bytes up to the end of the last page of the newest commit.
  let neededBytes: Int64
  /// Which of the two first pages the newest commit wrote.
  let newestMeta: Int

  static let name = "data.mdb"
  private static let magic: UInt32 = 0xbeef_c0de
  private static let version: UInt32 = 1

  /// Reads what is at the path and says what is wrong with it.
  init(at path: String, size: Int64) throws(StoreError) {
    let folder = String(path.dropLast(DataFile.name.count + 1))
    let bytes = try StoreError.system(.open, folder) { () throws(SystemError) in
      try DataFile.start(of: path)
    }
    do throws(Complaint) {
      self = try DataFile(bytes)
    } catch {
      throw StoreError(operation: .open, reason: error.reason(of: size), folder: folder)
    }
  }

  private init(_ bytes: [UInt8]) throws(Complaint) {
    let first: MetaPage
    do throws(Complaint) { first = try MetaPage(bytes, at: 0) } catch {
      // Whoever finds the second page whole knows that there was a database.
      for shift in 9...15 where (try? MetaPage(bytes, at: 1 << shift)) != nil {
        throw Complaint(.damaged(.metaPage))
      }
      throw error
    }
    let size = first.pageSize
    guard StoreLimits.pageSizes.contains(size), size & (size - 1) == 0 else {
      throw Complaint(.pageSize(size))
    }
    guard bytes.count >= 2 * size else { throw Complaint(nil) }
    guard let second = try? MetaPage(bytes, at: size), second.pageSize == size else {
      throw Complaint(.damaged(.metaPage))
    }
    let newest = first.transaction > second.transaction ? first : second
    pageSize = size
    newestMeta = first.transaction > second.transaction ? 0 : 1
    let (bytes, overflow) = Int64(clamping: newest.lastPage).addingReportingOverflow(1)
    let (needed, tooMany) = bytes.multipliedReportingOverflow(by: Int64(size))
    guard !overflow, !tooMany else { throw Complaint(.damaged(.metaPage)) }
    neededBytes = needed
  }

  /// Gives a database in which nothing was committed yet pages of this size, durably. LMDB has no
  /// call for it but reads the size from the file: the two first pages are written again, closer
  /// together.
  static func setPageSize(_ size: Int, ofNew path: String) throws(SystemError) {
    let made = try WholeFile.read(path, limit: 2 * StoreLimits.pageSizes.upperBound)
    let old = made.count / 2
    if old == size { return }
    var bytes = [UInt8](repeating: 0, count: 2 * size)
    for page in 0..<2 {
      // No more than this is used of a page (MDB_meta has less than 200 bytes).
      for index in 0..<512 { bytes[page * size + index] = made[page * old + index] }
      for index in 0..<4 {
        bytes[page * size + MetaPage.trees + index] = UInt8(truncatingIfNeeded: size >> (8 * index))
      }
    }
    // Written over itself: nobody has opened it under its final name yet.
    try WholeFile.write(bytes, to: path)
    try FileDescriptor(opening: path, for: .read).synchronize()
  }

  private static func start(of path: String) throws(SystemError) -> [UInt8] {
    let file = try FileDescriptor(opening: path, for: .read)
    var bytes = [UInt8](repeating: 0, count: 2 * StoreLimits.pageSizes.upperBound)
    guard case .bytes(let count) = try file.read(into: &bytes) else { return [] }
    return Array(bytes.prefix(count))
  }

  /// Why a file cannot be used; nil when it is too short for two pages.
  private struct Complaint: Error {
    let found: StoreError.Reason?

    init(_ found: StoreError.Reason?) { self.found = found }

    func reason(of size: Int64) -> StoreError.Reason {
      found ?? .damaged(.truncated(bytes: size, needed: 2 * 4096))
    }
  }

  /// One of the two pages between which commits alternate.
  private struct MetaPage {
    let pageSize: Int
    let lastPage: UInt64
    let transaction: UInt64

    init(_ bytes: [UInt8], at start: Int) throws(Complaint) {
      guard bytes.count >= start + 512 else { throw Complaint(nil) }
      let word = MetaPage.word
      let header = MetaPage.header
      try MetaPage.checkMachine(bytes, at: start)
      guard MetaPage.number(bytes, start + header + 4, bytes: 4) == UInt64(DataFile.version) else {
        throw Complaint(.versionMismatch)
      }
      let trees = start + MetaPage.trees
      let behind = trees + 2 * (8 + 5 * word)
      pageSize = Int(truncatingIfNeeded: MetaPage.number(bytes, trees, bytes: 4))
      lastPage = MetaPage.number(bytes, behind, bytes: word)
      transaction = MetaPage.number(bytes, behind + word, bytes: word)
    }

    private static let word = Int.bitWidth / 8
    private static let header = word + 8
    /// Behind magic and version: an address, the map's size, and twice a tree's record of 8 bytes
    /// and five words; the first begins with the page size.
    static let trees = header + 8 + 2 * word

    /// The magic number stands behind a page's header, which is 12 bytes long on 32 bits and 16 on
    /// 64.
    private static func checkMachine(_ bytes: [UInt8], at start: Int) throws(Complaint) {
      for bits in [32, 64] {
        let found = UInt32(truncatingIfNeeded: number(bytes, start + bits / 8 + 8, bytes: 4))
        let swapped = found == DataFile.magic.byteSwapped
        guard found == DataFile.magic || swapped else { continue }
        if bits == Int.bitWidth && !swapped { return }
        throw Complaint(.wrongArchitecture(bits: bits, swapped: swapped))
      }
      throw Complaint(.notADatabase)
    }

    /// A number in this machine's byte order, which is the little-endian one on all that Swift has.
    private static func number(_ bytes: [UInt8], _ offset: Int, bytes count: Int) -> UInt64 {
      var number: UInt64 = 0
      for index in (0..<count).reversed() { number = number << 8 | UInt64(bytes[offset + index]) }
      return number
    }
  }
}
