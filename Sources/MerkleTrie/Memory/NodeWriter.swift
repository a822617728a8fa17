import ChainTypes

/// Writes the RLP of one node at a time into one buffer that is reused: the items from offset 8 on,
/// then the list's header right before them.
@safe
struct NodeWriter: ~Copyable {
  private static let bodyStart = 8
  /// A reference is written as 32 bytes however short it is, and a note may stand behind a leaf.
  private static let slack = 32
  /// Room for a branch without a value: each subtree has a writer, and most need no more.
  private static let firstCapacity = 640
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private var end = NodeWriter.bodyStart
  private var start = NodeWriter.bodyStart

  init() {
    capacity = NodeWriter.firstCapacity
    // Safe: freed in deinit; a noncopyable value has one owner.
    unsafe base = .allocate(byteCount: NodeWriter.firstCapacity, alignment: 16)
  }

  deinit {
    // Safe: the buffer is this value's own.
    unsafe base.deallocate()
  }

  /// Starts a node whose items take at most `byteCount` bytes.
  @inline(__always)
  mutating func begin(atMost byteCount: Int) {
    let needed = NodeWriter.bodyStart + byteCount + NodeWriter.slack
    if needed > capacity { grow(needed) }
    end = NodeWriter.bodyStart
  }

  private mutating func grow(_ needed: Int) {
    capacity = needed + needed >> 1
    // Safe: nothing of the old buffer is needed when a node begins.
    unsafe base.deallocate()
    unsafe base = .allocate(byteCount: capacity, alignment: 16)
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    assert(end < capacity)
    // Safe: `begin` made room for the whole node.
    unsafe base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
    end += 1
  }

  @inline(__always)
  mutating func append(raw bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    assert(end + bytes.count <= capacity)
    // Safe: `begin` made room for the whole node.
    unsafe (base + end).copyMemory(from: source, byteCount: bytes.count)
    end += bytes.count
  }

  /// A byte string with its header.
  @inline(__always)
  mutating func append(string bytes: UnsafeRawBufferPointer) {
    // Safe: the first byte is read only when there is one.
    if unsafe bytes.count != 1 || bytes[0] >= 0x80 { appendHeader(0x80, bytes.count) }
    unsafe append(raw: bytes)
  }

  @inline(__always)
  private mutating func appendHeader(_ base: UInt8, _ count: Int) {
    guard count > 55 else { return append(base + UInt8(count)) }
    let size = NodeWriter.byteCount(count)
    append(base + 55 + UInt8(size))
    for shift in stride(from: (size - 1) << 3, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: count >> shift))
    }
  }

  private static func byteCount(_ count: Int) -> Int {
    (Int.bitWidth - count.leadingZeroBitCount + 7) >> 3
  }

  /// A child's place in a branch or extension: hashes with their header, encodings as they are.
  @inline(__always)
  mutating func append(_ reference: NodeReference) {
    guard reference.count != 0 else { return append(0x80) }
    if reference.count == 32 { append(0xa0) }
    store(reference, at: end)
    end += Int(reference.count)
  }

  /// The children of a branch, empty ones included. The end is kept in a register: through `self`
  /// it would be read and written for each of them.
  @inline(__always)
  mutating func append(childrenOf branch: Branch) {
    var (mask, rank, end) = (branch.mask, 0, end)
    for _ in 0..<16 {
      if mask & 1 != 0 {
        let reference = branch.reference(rank)
        rank += 1
        if reference.count == 32 {
          // Safe: `begin` counts 33 bytes for each child.
          unsafe base.storeBytes(of: 0xa0, toByteOffset: end, as: UInt8.self)
          end += 1
        }
        store(reference, at: end)
        end += Int(reference.count)
      } else {
        // Safe: as above.
        unsafe base.storeBytes(of: 0x80, toByteOffset: end, as: UInt8.self)
        end += 1
      }
      mask >>= 1
    }
    self.end = end
  }

  @inline(__always)
  private func store(_ reference: NodeReference, at place: Int) {
    assert(place + 32 <= capacity)
    // Safe: `begin` counts 33 bytes for each child, and what is written too far is overwritten.
    unsafe base.storeBytes(of: reference.word0, toByteOffset: place, as: UInt64.self)
    unsafe base.storeBytes(of: reference.word1, toByteOffset: place + 8, as: UInt64.self)
    unsafe base.storeBytes(of: reference.word2, toByteOffset: place + 16, as: UInt64.self)
    unsafe base.storeBytes(of: reference.word3, toByteOffset: place + 24, as: UInt64.self)
  }

  /// The rest of a key from a nibble on, in the compact form of a leaf (yellow paper, appendix C):
  /// a flag nibble, one of padding when the rest is even.
  @inline(__always)
  mutating func append(leafPath key: UnsafeRawBufferPointer, from depth: Int) {
    let whole = (depth + 1) >> 1
    let count = key.count - whole
    if count > 0 { appendHeader(0x80, count + 1) }
    // Safe: an odd depth is below the key's nibble count, so its byte exists.
    append(unsafe depth & 1 == 0 ? 0x20 : 0x30 | key[depth >> 1] & 15)
    unsafe append(raw: UnsafeRawBufferPointer(rebasing: key[whole...]))
  }

  /// The compact form of an extension's path, given nibble by nibble.
  @inline(__always)
  mutating func append(extensionPathCount nibbles: Int, _ nibble: (Int) -> Int) {
    let odd = nibbles & 1
    let count = nibbles >> 1 + 1
    if count > 1 { appendHeader(0x80, count) }
    append(odd == 0 ? 0 : 0x10 | UInt8(nibble(0)))
    for index in stride(from: odd, to: nibbles, by: 2) {
      append(UInt8(nibble(index) << 4 | nibble(index + 1)))
    }
  }

  /// Puts the list's header before the items.
  @inline(__always)
  mutating func finish() {
    let count = end - NodeWriter.bodyStart
    if count <= 55 {
      start = NodeWriter.bodyStart - 1
      // Safe: the eight bytes before the items are kept for the header.
      unsafe base.storeBytes(of: 0xc0 + UInt8(count), toByteOffset: start, as: UInt8.self)
      return
    }
    let size = NodeWriter.byteCount(count)
    start = NodeWriter.bodyStart - 1 - size
    // Safe: a count of at most 2^32 has a header of at most five bytes.
    unsafe base.storeBytes(of: 0xf7 + UInt8(size), toByteOffset: start, as: UInt8.self)
    for index in 0..<size {
      let byte = UInt8(truncatingIfNeeded: count >> ((size - 1 - index) << 3))
      unsafe base.storeBytes(of: byte, toByteOffset: start + 1 + index, as: UInt8.self)
    }
  }

  /// The finished node's encoding; valid until the next node begins.
  @inline(__always)
  var encoding: UnsafeRawBufferPointer {
    // Safe: `finish` has written these bytes.
    unsafe UnsafeRawBufferPointer(start: base + start, count: end - start)
  }

  /// The Keccak hash of the finished node.
  @inline(__always)
  func hash() -> Hash { unsafe Keccak256.hash(encoding) }

  /// What a parent keeps of the finished node.
  @inline(__always)
  func reference() -> NodeReference {
    guard end - start < 32 else { return NodeReference(hash()) }
    // Safe: the bytes are copied before the writer is used again.
    let bytes = unsafe encoding.assumingMemoryBound(to: UInt8.self)
    return unsafe NodeReference(copying: Span(_unsafeElements: bytes))
  }

  /// The length of the finished node's encoding.
  var count: Int { end - start }

  /// A copy of the finished node's encoding.
  var encodedBytes: [UInt8] { unsafe [UInt8](encoding) }

  mutating func append(string bytes: [UInt8]) {
    // Safe: copied within the call.
    unsafe bytes.withUnsafeBytes { unsafe append(string: $0) }
  }

  /// The root of a trie whose only key is the empty one.
  mutating func writeEndingLeaf(_ value: [UInt8]) {
    begin(atMost: value.count + 12)
    append(0x20)
    append(string: value)
    finish()
  }

  /// Puts a leaf's note behind its encoding: what a store keeps.
  mutating func append(noteOf leaf: Leaf) {
    // Safe: copied within the call; `begin` left room for a note.
    unsafe append(raw: UnsafeRawBufferPointer(leaf.block.bytes(leaf.noteOffset, leaf.noteCount)))
  }

  /// Gives what was written to a sink.
  func give<K: NodeSink>(
    to sink: inout K, _ path: [UInt8], _ depth: Int
  ) throws(K.Failure) {
    // Safe: the sink cannot keep the span beyond the call.
    let bytes = unsafe encoding.assumingMemoryBound(to: UInt8.self)
    try sink.store(unsafe Span(_unsafeElements: bytes), at: path.span.extracting(0..<depth))
  }
}
