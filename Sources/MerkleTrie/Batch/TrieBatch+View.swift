import ChainTypes

extension TrieBatch {
  mutating func appendBytes(_ span: Span<UInt8>) {
    // Safe: the bytes are copied within the call.
    unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// The last `count` of a word's 32 big-endian bytes.
  mutating func appendBytes(_ word: Word, last count: Int = 32) {
    var bigEndian = (
      word.limb3.bigEndian, word.limb2.bigEndian, word.limb1.bigEndian, word.limb0.bigEndian
    )
    // Safe: the tuple is 32 bytes of plain integers, copied within the call.
    unsafe withUnsafeBytes(of: &bigEndian) { unsafe bytes.append(contentsOf: $0[(32 - count)...]) }
  }

  /// Sorts by key and keeps the last change of each.
  mutating func sort() {
    guard !isSorted else { return }
    var sorted = scratch
    scratch = []
    spread(into: &sorted)
    // Safe: the buffer is used within the closure only, while `bytes` does not change.
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe TrieBatch.sortNearly(&sorted, bytes)
      var kept = 0
      for index in sorted.indices {
        let next = index + 1 < sorted.count ? sorted[index + 1] : nil
        if let next, unsafe TrieBatch.compareKeys(sorted[index], next, bytes) == 0 { continue }
        sorted[kept] = sorted[index]
        kept += 1
      }
      sorted.removeLast(sorted.count - kept)
    }
    scratch = entries
    entries = sorted
    isSorted = true
  }

  /// Puts the entries in the order of their first bytes: hashes spread evenly, so that a few
  /// hundred are nearly in order then.
  private func spread(into sorted: inout [Entry]) {
    sorted.removeAll(keepingCapacity: true)
    sorted.append(contentsOf: entries)
    var places = InlineArray<257, Int>(repeating: 0)
    for entry in entries { places[Int(entry.prefix >> 56) + 1] += 1 }
    for byte in 1...256 { places[byte] += places[byte - 1] }
    for entry in entries {
      let byte = Int(entry.prefix >> 56)
      sorted[places[byte]] = entry
      places[byte] += 1
    }
  }

  /// Sorts entries that are in the order of their first bytes. Insertion is fastest while those
  /// with the same are few.
  private static func sortNearly(_ entries: inout [Entry], _ bytes: UnsafeBufferPointer<UInt8>) {
    var start = 0
    while start < entries.count {
      let first = entries[start].prefix >> 56
      var end = start + 1
      while end < entries.count, entries[end].prefix >> 56 == first { end += 1 }
      if end - start > 24 {
        entries[start..<end].sort { unsafe precedes($0, $1, bytes) }
      } else {
        unsafe insertionSort(&entries, start..<end, bytes)
      }
      start = end
    }
  }

  private static func insertionSort(
    _ entries: inout [Entry], _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    for index in range.dropFirst() {
      let moving = entries[index]
      var place = index
      while place > range.lowerBound, unsafe precedes(moving, entries[place - 1], bytes) {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = moving
    }
  }

  @inline(__always)
  private static func precedes(
    _ a: Entry, _ b: Entry, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if a.prefix != b.prefix { return a.prefix < b.prefix }
    let order = unsafe compareKeys(a, b, bytes)
    return order == 0 ? a.order < b.order : order < 0
  }

  private static func compareKeys(
    _ a: Entry, _ b: Entry, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    if a.prefix != b.prefix { return a.prefix < b.prefix ? -1 : 1 }
    let (first, second) = (Int(a.start), Int(b.start))
    for index in 0..<min(Int(a.keyCount), Int(b.keyCount)) {
      let (x, y) = unsafe (bytes[first + index], bytes[second + index])
      if x != y { return x < y ? -1 : 1 }
    }
    return Int(a.keyCount) - Int(b.keyCount)
  }

  /// Runs a body over the sorted entries.
  func withView<R, E: Error>(_ body: (BatchView) throws(E) -> R) throws(E) -> R {
    precondition(isSorted, "sort before viewing")
    // Safe: the view lives within both closures, and the batch cannot change meanwhile.
    return unsafe try entries.withUnsafeBufferPointer { (entries) throws(E) in
      unsafe try bytes.withUnsafeBufferPointer { (bytes) throws(E) in
        unsafe try body(BatchView(entries: entries, bytes: bytes))
      }
    }
  }
}

/// The sorted entries of a batch as the recursion over the trie reads them.
@safe
struct BatchView {
  // Safe: made by `TrieBatch.withView` only, which keeps both arrays alive and unchanged.
  private let entries: UnsafeBufferPointer<TrieBatch.Entry>
  private let bytes: UnsafeBufferPointer<UInt8>

  init(entries: UnsafeBufferPointer<TrieBatch.Entry>, bytes: UnsafeBufferPointer<UInt8>) {
    unsafe self.entries = entries
    unsafe self.bytes = bytes
  }

  var count: Int { unsafe entries.count }

  @inline(__always)
  func entry(_ index: Int) -> TrieBatch.Entry { unsafe entries[index] }

  /// Number of nibbles of a key.
  @inline(__always)
  func nibbleCount(_ index: Int) -> Int { Int(entry(index).keyCount) << 1 }

  @inline(__always)
  func isRemoval(_ index: Int) -> Bool { entry(index).valueCount == 0 }

  @inline(__always)
  func nibble(_ index: Int, _ depth: Int) -> Int {
    // Safe: buffer subscripts are checked in debug builds; `depth` is below the key's nibble count.
    let byte = unsafe bytes[Int(entry(index).start) + depth >> 1]
    return Int(depth & 1 == 0 ? byte >> 4 : byte & 15)
  }

  @inline(__always)
  func key(_ index: Int) -> UnsafeRawBufferPointer {
    let entry = entry(index)
    return unsafe slice(Int(entry.start), Int(entry.keyCount))
  }

  @inline(__always)
  func value(_ index: Int) -> UnsafeRawBufferPointer {
    let entry = entry(index)
    return unsafe slice(
      Int(entry.start) + Int(entry.keyCount) + Int(entry.noteCount), Int(entry.valueCount))
  }

  /// A copy of the value.
  func valueBytes(_ index: Int) -> [UInt8] { unsafe [UInt8](value(index)) }

  /// Key, note and value, as they stand in a leaf.
  @inline(__always)
  func contents(_ index: Int) -> UnsafeRawBufferPointer {
    let entry = entry(index)
    return unsafe slice(
      Int(entry.start), Int(entry.keyCount) + Int(entry.noteCount) + Int(entry.valueCount))
  }

  @inline(__always)
  private func slice(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer {
    // Safe: entries are written together with their bytes, so the range exists.
    unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start..<start + count])
  }

  /// How many nibbles two keys share from the root; both are known to share the first `depth`.
  @inline(__always)
  func sharedNibbles(_ first: Int, _ second: Int, from depth: Int) -> Int {
    unsafe NibbleMath.shared(key(first), key(second), from: depth)
  }
}

/// Comparisons of byte strings as nibbles.
enum NibbleMath {
  @inline(__always)
  static func shared(
    _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, from depth: Int
  ) -> Int {
    let count = min(a.count, b.count)
    var index = depth >> 1
    while index < count {
      // Safe: `index` is below both counts.
      let difference = unsafe a[index] ^ b[index]
      if difference != 0 { return 2 * index + (difference < 16 ? 1 : 0) }
      index += 1
    }
    return 2 * count
  }
}
