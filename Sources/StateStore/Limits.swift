/// Bounds of the store.
public enum StoreLimits {
  /// Address space that the map takes by default, and so the largest database. On 32 bits it has
  /// to fit between libraries and stacks; on 64 bits it may be larger than the card: address space
  /// is not memory.
  public static var mapSize: Int { Int.bitWidth == 32 ? 512 << 20 : 16 << 30 }
  /// Named tables of one store.
  public static let tables = 32
  /// Read transactions that may be open at once.
  public static let readers = 126
  /// LMDB's own bound on keys (mdb_env_get_maxkeysize with its defaults).
  public static let keyLength = 511
  /// A view that is this many commits old is named as the reason when the map is full: it keeps
  /// the pages of all of them from being used again.
  public static let staleReader: UInt64 = 8
  /// Bytes of a new database's pages. LMDB takes the system's, which are four times as large on a
  /// Raspberry Pi 5, where each small commit would write four times as much.
  public static let pageSize = 4096
  /// Pages that a new database may have: two keys of the greatest length fit, and LMDB can use them
  /// everywhere (mdb.c, MAX_PAGESIZE).
  static let newPageSizes = 2048...32_768
  /// Pages that a database may have that was made elsewhere.
  static let pageSizes = 512...65_536
  /// Bytes of the file that an audit of its pages reads at once.
  static let auditChunk = 1 << 20
}
