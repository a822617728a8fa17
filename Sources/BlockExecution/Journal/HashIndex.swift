/// Positions by hash: open addressing with linear probing over 64-bit entries of a 32-bit hash and
/// a position. What stands at a position is compared whole by the caller; the hash only narrows the
/// search.
@safe
struct HashIndex {
  private var entries: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private(set) var count: Int

  init(capacity: Int) {
    precondition(capacity > 0 && capacity & (capacity - 1) == 0)
    unsafe entries = .allocate(capacity: capacity)
    unsafe entries.initialize(repeating: 0, count: capacity)
    mask = capacity - 1
    count = 0
  }

  /// The owner's last use.
  func free() {
    unsafe entries.deallocate()
  }

  /// The position with this hash for which `matches` holds, or -1.
  @inline(__always)
  func find(_ hash: UInt32, _ matches: (Int) -> Bool) -> Int {
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      // Safe: the mask keeps places inside the table; a free entry ends every probe, because the
      // table is never more than half full.
      let entry = unsafe entries[place]
      if entry == 0 { return -1 }
      if UInt32(truncatingIfNeeded: entry >> 32) == hash {
        let position = Int(truncatingIfNeeded: entry & 0xffff_ffff) - 1
        if matches(position) { return position }
      }
      place = (place + 1) & mask
    }
  }

  /// Adds a position that is not in the table.
  mutating func insert(_ hash: UInt32, _ position: Int) {
    precondition(position < Int(Int32.max) - 1)
    if count * 2 > mask { grow() }
    place(UInt64(hash) << 32 | UInt64(truncatingIfNeeded: position + 1))
    count += 1
  }

  /// Takes out the position that was inserted last: no other was placed behind it since.
  mutating func removeNewest(_ hash: UInt32, _ position: Int) {
    let entry = UInt64(hash) << 32 | UInt64(truncatingIfNeeded: position + 1)
    var place = Int(truncatingIfNeeded: hash) & mask
    // Safe: as in `find`; the entry is in the table.
    while unsafe entries[place] != entry { place = (place + 1) & mask }
    unsafe entries[place] = 0
    count -= 1
  }

  /// Forgets everything; a table much larger than what it held shrinks, so that clearing stays in
  /// proportion to use.
  mutating func clear() {
    guard count > 0 else { return }
    if mask >= 1024, count * 16 < mask {
      let old = self
      self = HashIndex(capacity: (mask + 1) / 4)
      old.free()
      return
    }
    unsafe entries.update(repeating: 0, count: mask + 1)
    count = 0
  }

  private func place(_ entry: UInt64) {
    var place = Int(truncatingIfNeeded: entry >> 32) & mask
    // Safe: as in `find`.
    while unsafe entries[place] != 0 { place = (place + 1) & mask }
    unsafe entries[place] = entry
  }

  @inline(never)
  private mutating func grow() {
    let old = self
    self = HashIndex(capacity: (mask + 1) * 2)
    // Safe: the old table has mask + 1 entries.
    for i in 0...old.mask {
      let entry = unsafe old.entries[i]
      if entry != 0 { place(entry) }
    }
    count = old.count
    old.free()
  }
}
