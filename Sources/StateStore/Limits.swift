/// Bounds of the store.
public enum Limits {
  /// Address space that the map takes by default, and so the largest database. On 32 bits it has to
  /// fit between libraries and stacks; on 64 bits address space costs nothing.
  public static var mapSize: Int { Int.bitWidth == 32 ? 512 << 20 : 64 << 30 }
  /// Named tables of one store.
  public static let tables = 32
  /// Read transactions that may be open at once.
  public static let readers = 126
  /// LMDB's own bound on keys (mdb_env_get_maxkeysize with its defaults).
  public static let keyLength = 511
}
