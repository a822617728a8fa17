/// The three kinds of nodes (yellow paper, appendix D), as the kind byte of a block.
struct NodeKind: Equatable {
  let rawValue: UInt8
  static var leaf: NodeKind { NodeKind(rawValue: 1) }
  static var extension_: NodeKind { NodeKind(rawValue: 2) }
  static var branch: NodeKind { NodeKind(rawValue: 3) }
}

/// A leaf: key count (8, two bytes), note count (10), value count (12, four bytes), then from 16
/// the whole key, the note and the value. With the whole key a leaf moves up and down the trie
/// unchanged.
struct Leaf {
  let block: Block

  @inline(__always)
  init(_ block: Block) { self.block = block }

  static func byteCount(key: Int, note: Int, value: Int) -> Int { 16 + key + note + value }

  var keyCount: Int { Int(block.load(8, as: UInt16.self)) }
  var noteCount: Int { Int(block.byte(10)) }
  var valueCount: Int { Int(block.load(12, as: UInt32.self)) }
  var keyOffset: Int { 16 }
  var noteOffset: Int { 16 + keyCount }
  var valueOffset: Int { 16 + keyCount + noteCount }
  var value: [UInt8] { block.array(valueOffset, valueCount) }

  @inline(__always)
  func setCounts(key: Int, note: Int, value: Int) {
    block.kind = .leaf
    block.store(8, UInt16(key))
    block.setByte(10, UInt8(note))
    block.store(12, UInt32(value))
  }

  /// Nibble of the key, counted from the root.
  @inline(__always)
  func nibble(_ index: Int) -> Int {
    let byte = block.byte(16 + index >> 1)
    return Int(index & 1 == 0 ? byte >> 4 : byte & 15)
  }
}

/// An extension: nibble count (8, two bytes), reference count (10), child handle (12), reference
/// (16…47), then the nibbles of the path, one a byte.
struct Extension {
  let block: Block

  @inline(__always)
  init(_ block: Block) { self.block = block }

  static func byteCount(nibbles: Int) -> Int { 48 + nibbles }

  var nibbleCount: Int { Int(block.load(8, as: UInt16.self)) }

  func setNibbleCount(_ count: Int) {
    block.kind = .extension_
    block.store(8, UInt16(count))
  }

  var child: UInt32 {
    get { block.load(12, as: UInt32.self) }
    nonmutating set { block.store(12, newValue) }
  }

  var reference: NodeReference {
    get { block.reference(16, count: block.byte(10)) }
    nonmutating set {
      block.setByte(10, newValue.count)
      block.storeReference(16, newValue)
    }
  }

  func nibble(_ index: Int) -> UInt8 { block.byte(48 + index) }
  func setNibble(_ index: Int, _ nibble: UInt8) { block.setByte(48 + index, nibble) }
}

/// A branch: mask of children (8, two bytes), capacity (10), leaf that ends here (12), then packed
/// by rank the handles, the counts of the references and the references: most branches of a trie of
/// hashed keys have two or three children, and 600 bytes for each would be the bulk of the memory.
struct Branch {
  let block: Block
  /// Read once: every offset depends on it.
  let capacity: Int

  @inline(__always)
  init(_ block: Block) {
    self.block = block
    capacity = Int(block.byte(10))
  }

  /// Makes a block the empty branch of a capacity.
  init(making block: Block, capacity: Int) {
    self.block = block
    self.capacity = capacity
    block.kind = .branch
    block.setByte(10, UInt8(capacity))
    block.store(8, UInt16(0))
    block.store(12, UInt32(0))
  }

  static func byteCount(capacity: Int) -> Int { referencesOffset(capacity) + 32 * capacity }

  @inline(__always)
  static func referencesOffset(_ capacity: Int) -> Int { (16 + 5 * capacity + 7) & ~7 }

  /// The next larger capacity: steps of about a third.
  static func capacity(atLeast count: Int) -> Int {
    count <= 6 ? max(2, count) : count <= 8 ? 8 : count <= 11 ? 11 : 16
  }

  var mask: UInt16 {
    @inline(__always) get { block.load(8, as: UInt16.self) }
    @inline(__always) nonmutating set { block.store(8, newValue) }
  }

  /// The leaf whose key ends at this branch, or 0.
  var ending: UInt32 {
    @inline(__always) get { block.load(12, as: UInt32.self) }
    @inline(__always) nonmutating set { block.store(12, newValue) }
  }

  var childCount: Int { mask.nonzeroBitCount }

  @inline(__always)
  func has(_ nibble: Int) -> Bool { mask >> UInt16(nibble) & 1 != 0 }

  @inline(__always)
  func rank(_ nibble: Int) -> Int { (mask & (1 << UInt16(nibble) &- 1)).nonzeroBitCount }

  @inline(__always)
  func child(_ rank: Int) -> UInt32 { block.load(16 + 4 * rank, as: UInt32.self) }

  @inline(__always)
  func setChild(_ rank: Int, _ handle: UInt32) { block.store(16 + 4 * rank, handle) }

  @inline(__always)
  func referenceCount(_ rank: Int) -> UInt8 { block.byte(16 + 4 * capacity + rank) }

  @inline(__always)
  func referenceOffset(_ rank: Int) -> Int { Branch.referencesOffset(capacity) + 32 * rank }

  @inline(__always)
  func reference(_ rank: Int) -> NodeReference {
    block.reference(referenceOffset(rank), count: referenceCount(rank))
  }

  @inline(__always)
  func setReference(_ rank: Int, _ reference: NodeReference) {
    block.setByte(16 + 4 * capacity + rank, reference.count)
    block.storeReference(referenceOffset(rank), reference)
  }

  /// Opens a gap at a nibble that has no child yet; the capacity must allow it.
  func insertSlot(_ nibble: Int) -> Int {
    let rank = rank(nibble)
    move(rank, to: rank + 1, count: childCount - rank)
    mask |= 1 << UInt16(nibble)
    return rank
  }

  func removeSlot(_ nibble: Int) {
    let rank = rank(nibble)
    move(rank + 1, to: rank, count: childCount - rank - 1)
    mask &= ~(1 << UInt16(nibble))
  }

  private func move(_ from: Int, to: Int, count: Int) {
    guard count > 0 else { return }
    block.copy(16 + 4 * to, from: block, 16 + 4 * from, 4 * count)
    let counts = 16 + 4 * capacity
    block.copy(counts + to, from: block, counts + from, count)
    block.copy(referenceOffset(to), from: block, referenceOffset(from), 32 * count)
  }

  /// Takes everything over from a branch of another capacity.
  func takeOver(_ other: Branch) {
    let count = other.childCount
    mask = other.mask
    ending = other.ending
    block.isUnflushed = other.block.isUnflushed
    block.epoch = other.block.epoch
    block.copy(16, from: other.block, 16, 4 * count)
    block.copy(16 + 4 * capacity, from: other.block, 16 + 4 * other.capacity, count)
    block.copy(referenceOffset(0), from: other.block, other.referenceOffset(0), 32 * count)
  }
}
