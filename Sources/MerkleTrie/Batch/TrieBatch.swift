import ChainTypes

/// Changes to a trie: keys with their new values, an empty value meaning "remove". Kept flat (one
/// array of bytes, one of entries) and reusable, so that a batch of a block costs no allocation of
/// its own.
///
/// Keys may come in any order and more than once; the last value of a key counts.
public struct TrieBatch: Sendable {
  struct Entry: Sendable {
    /// The first eight bytes of the key as a number: decides nearly every comparison.
    var prefix: UInt64
    /// Where key, note and value stand in `bytes`, one after the other.
    var start: UInt32
    var valueCount: UInt32
    /// Place in the order of arrival: the last of equal keys counts.
    var order: UInt32
    var keyCount: UInt16
    var noteCount: UInt8
  }

  var entries: [Entry] = []
  var bytes: [UInt8] = []
  var isSorted = true
  /// Where `sort` puts the entries; kept for its memory.
  var scratch: [Entry] = []

  public init() {}

  /// How many changes it holds; after a root was computed from it, the number of different keys.
  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  public mutating func reserve(_ count: Int, bytesEach: Int = 96) {
    entries.reserveCapacity(count)
    bytes.reserveCapacity(count * bytesEach)
  }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    isSorted = true
  }

  /// Appends a change of a key that is used as it stands.
  public mutating func append(key: [UInt8], value: [UInt8], note: [UInt8] = []) {
    append(key: key.span, value: value.span, note: note.span)
  }

  /// Appends a change. `note` is kept beside the leaf for the store (the plain key), and is not
  /// part of the trie.
  public mutating func append(key: Span<UInt8>, value: Span<UInt8>, note: Span<UInt8>) {
    precondition(key.count <= Limits.keyBytes, "a key has at most 1,024 bytes")
    precondition(note.count <= Limits.noteBytes, "a note has at most 32 bytes")
    precondition(value.count <= Limits.valueBytes, "a value has at most 2^30 bytes")
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | (index < key.count ? UInt64(key[index]) : 0) }
    let start = bytes.count
    appendBytes(key)
    appendBytes(note)
    appendBytes(value)
    appendEntry(prefix, start, key: key.count, note: note.count)
  }

  /// Appends a change of the Keccak hash of a key, as account and storage tries have it.
  public mutating func append(hashing key: [UInt8], value: [UInt8]) {
    append(hashed: Keccak256.hash(key), value: value.span, note: Span<UInt8>())
  }

  /// Appends a change of a key that is a hash already.
  public mutating func append(hashed key: Hash, value: Span<UInt8>, note: Span<UInt8>) {
    precondition(note.count <= Limits.noteBytes, "a note has at most 32 bytes")
    precondition(value.count <= Limits.valueBytes, "a value has at most 2^30 bytes")
    let start = bytes.count
    appendBytes(key.word)
    appendBytes(note)
    appendBytes(value)
    appendEntry(key.word.limb3, start, key: 32, note: note.count)
  }

  /// Appends a change of a storage slot: zero removes it. With `noted` the slot's number is kept
  /// beside the leaf.
  public mutating func append(slot: Word, value: Word, noted: Bool = false) {
    let key = Keccak256.hash(slot)
    let start = bytes.count
    appendBytes(key.word)
    if noted { appendBytes(slot) }
    appendEncoding(of: value)
    appendEntry(key.word.limb3, start, key: 32, note: noted ? 32 : 0)
  }

  /// Appends the changes of another batch: threads that hash the keys fill a batch each.
  public mutating func append(contentsOf other: TrieBatch) {
    precondition(bytes.count + other.bytes.count <= Int32.max, "a batch has at most 2^31 bytes")
    let (start, order) = (UInt32(bytes.count), UInt32(entries.count))
    bytes.append(contentsOf: other.bytes)
    for var entry in other.entries {
      entry.start += start
      entry.order += order
      entries.append(entry)
    }
    isSorted = entries.isEmpty
  }

  private mutating func appendEntry(_ prefix: UInt64, _ start: Int, key: Int, note: Int) {
    precondition(bytes.count <= Int32.max, "a batch has at most 2^31 bytes")
    if let last = entries.last, last.prefix >= prefix { isSorted = false }
    entries.append(
      Entry(
        prefix: prefix, start: UInt32(start), valueCount: UInt32(bytes.count - start - key - note),
        order: UInt32(entries.count), keyCount: UInt16(key), noteCount: UInt8(note)))
  }

  /// RLP of a number, nothing for zero: what storage tries hold.
  private mutating func appendEncoding(of value: Word) {
    guard !value.isZero else { return }
    let count = 32 - value.leadingZeroBitCount >> 3
    if count > 1 || value.limb0 >= 0x80 { bytes.append(0x80 + UInt8(count)) }
    appendBytes(value, last: count)
  }
}
