/// A node's bytes in `NodeMemory`, read and written by offset. This file, the memory, the writer
/// and the view of a batch are the only places of the module that touch raw memory.
///
/// Header of every block: kind (0), size class (1), flags (2), epoch (4…7).
@safe
struct Block {
  // Safe: a block comes from `NodeMemory.block` with the size that the node's layout asked for;
  // debug builds check each access against the size class.
  private let base: UnsafeMutableRawPointer

  @inline(__always)
  init(_ base: UnsafeMutableRawPointer) { unsafe self.base = base }

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    check(offset, 1)
    // Safe: within the block, checked above in debug builds.
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func setByte(_ offset: Int, _ value: UInt8) {
    check(offset, 1)
    // Safe: within the block, checked above in debug builds.
    unsafe base.storeBytes(of: value, toByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func load<T: BitwiseCopyable>(_ offset: Int, as type: T.Type) -> T {
    check(offset, MemoryLayout<T>.size)
    // Safe: within the block, and every bit pattern is a value of the integer types used here.
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: type)
  }

  @inline(__always)
  func store<T: BitwiseCopyable>(_ offset: Int, _ value: T) {
    check(offset, MemoryLayout<T>.size)
    // Safe: within the block, checked above in debug builds.
    unsafe base.storeBytes(of: value, toByteOffset: offset, as: T.self)
  }

  /// The bytes from an offset on, for copying and comparing within this module's raw files.
  @inline(__always)
  func bytes(_ offset: Int, _ count: Int) -> UnsafeMutableRawBufferPointer {
    check(offset, count)
    // Safe: within the block, checked above in debug builds.
    return unsafe UnsafeMutableRawBufferPointer(start: base + offset, count: count)
  }

  /// Copies within one block or from another; the ranges may overlap.
  @inline(__always)
  func copy(_ offset: Int, from other: Block, _ otherOffset: Int, _ count: Int) {
    check(offset, count)
    other.check(otherOffset, count)
    // Safe: both ranges lie within their blocks; memmove allows overlap.
    unsafe (base + offset).copyMemory(from: other.base + otherOffset, byteCount: count)
  }

  @inline(__always)
  func copy(_ offset: Int, from source: Span<UInt8>) {
    check(offset, source.count)
    for index in 0..<source.count { setByte(offset + index, source[index]) }
  }

  func array(_ offset: Int, _ count: Int) -> [UInt8] {
    // Safe: copied at once, so nothing points into the block afterwards.
    unsafe [UInt8](bytes(offset, count))
  }

  @inline(__always)
  private func check(_ offset: Int, _ count: Int) {
    // Safe: each block begins with its header, whose second byte is the size class.
    assert(
      unsafe offset >= 0
        && (base.load(fromByteOffset: 1, as: UInt8.self) == UInt8(SizeClass.alone)
          || offset <= 1
          || offset + count
            <= SizeClass(index: Int(base.load(fromByteOffset: 1, as: UInt8.self))).byteCount)
    )
  }
}

extension Block {
  var kind: NodeKind {
    @inline(__always) get { NodeKind(rawValue: byte(0)) }
    nonmutating set { setByte(0, newValue.rawValue) }
  }

  var sizeClass: UInt8 {
    @inline(__always) get { byte(1) }
    @inline(__always) nonmutating set { setByte(1, newValue) }
  }

  /// Changed since the last flush, so the store does not have it yet.
  var isUnflushed: Bool {
    @inline(__always) get { byte(2) != 0 }
    @inline(__always) nonmutating set { setByte(2, newValue ? 1 : 0) }
  }

  /// The update in which the node was last walked over.
  var epoch: UInt32 {
    @inline(__always) get { load(4, as: UInt32.self) }
    @inline(__always) nonmutating set { store(4, newValue) }
  }

  /// While the block is free: the next free one of its class.
  var next: UInt32 {
    @inline(__always) get { load(4, as: UInt32.self) }
    @inline(__always) nonmutating set { store(4, newValue) }
  }
}
