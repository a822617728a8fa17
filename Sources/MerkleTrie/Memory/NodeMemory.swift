/// The memory of the nodes of one subtree: blocks of a few size classes cut from chunks that never
/// move, with a free list per class, so that a node costs no call of the system's allocator.
///
/// A block is named by a 32-bit handle: chunk number, then the block's place in units of 16 bytes.
@safe
struct NodeMemory: ~Copyable {
  @safe
  private struct Chunk {
    var base: UnsafeMutableRawPointer?
    var byteCount: Int
  }

  private var chunks: UnsafeMutablePointer<Chunk>
  private var chunkCount = 0
  private var chunkCapacity = 4
  private let freeLists: UnsafeMutablePointer<UInt32>
  /// The chunk from which blocks are cut, and how much of it is taken.
  private var openChunk = 0
  private var openUsed = 0

  /// Bytes in blocks that are in use.
  private(set) var liveBytes = 0

  init() {
    // Safe: both tables are freed in deinit only, and a noncopyable value has one owner.
    unsafe chunks = .allocate(capacity: 4)
    unsafe freeLists = .allocate(capacity: SizeClass.count)
    unsafe freeLists.initialize(repeating: 0, count: SizeClass.count)
  }

  deinit {
    // Safe: every block dies with the chunks; nothing outside keeps a `Block` beyond a call.
    for index in 0..<chunkCount { unsafe chunks[index].base?.deallocate() }
    unsafe chunks.deallocate()
    unsafe freeLists.deallocate()
  }

  /// The block of a handle that `allocate` gave and `free` has not taken back.
  @inline(__always)
  func block(_ handle: UInt32) -> Block {
    let index = Int(handle >> 16)
    assert(handle != 0 && index < chunkCount)
    // Safe: handles come from `allocate` only, so the chunk exists and the place lies within it.
    return unsafe Block(chunks[index].base.unsafelyUnwrapped + Int(handle & 0xffff) << 4)
  }

  /// A block of at least `byteCount` bytes; its class is noted in its header, the rest is
  /// undefined.
  mutating func allocate(_ byteCount: Int) -> UInt32 {
    let size = SizeClass(fitting: byteCount)
    guard size.isShared else { return allocateAlone(byteCount) }
    // Safe: the table has an entry for each shared class.
    let free = unsafe freeLists[size.index]
    liveBytes += size.byteCount
    if free != 0 {
      unsafe freeLists[size.index] = block(free).next
      return free
    }
    // Safe: `openChunk` is a chunk that exists once `chunkCount` is above it.
    if unsafe openChunk >= chunkCount
      || openUsed + size.byteCount > chunks[openChunk].byteCount
    {
      openNextChunk(atLeast: size.byteCount)
    }
    let handle = UInt32(openChunk) << 16 | UInt32(openUsed >> 4)
    openUsed += size.byteCount
    block(handle).sizeClass = UInt8(size.index)
    return handle
  }

  mutating func free(_ handle: UInt32) {
    let freed = block(handle)
    let size = SizeClass(index: Int(freed.sizeClass))
    guard size.isShared else { return freeAlone(handle) }
    liveBytes -= size.byteCount
    // Safe: the table has an entry for each shared class.
    unsafe freed.next = freeLists[size.index]
    unsafe freeLists[size.index] = handle
  }

  /// Forgets every block at once and gives the memory back.
  mutating func removeAll() {
    // Safe: the chunks are this value's own, and the count goes to zero with them.
    for index in 0..<chunkCount { unsafe chunks[index].base?.deallocate() }
    unsafe freeLists.update(repeating: 0, count: SizeClass.count)
    (chunkCount, openChunk, openUsed, liveBytes) = (0, 0, 0, 0)
  }

  private mutating func openNextChunk(atLeast byteCount: Int) {
    let doubled = Limits.firstChunkBytes << min(chunkCount, 8)
    // Handle 0 means "no node", so the first unit of the first chunk is never given away.
    openUsed = chunkCount == 0 ? 16 : 0
    openChunk = addChunk(max(min(doubled, Limits.largestChunkBytes), byteCount + openUsed))
  }

  private mutating func addChunk(_ byteCount: Int) -> Int {
    precondition(chunkCount < 1 << 16, "a subtree has at most 65,536 chunks")
    if chunkCount == chunkCapacity {
      // Safe: the larger table takes over every entry before the old one is freed.
      let larger = UnsafeMutablePointer<Chunk>.allocate(capacity: chunkCapacity * 2)
      unsafe larger.moveInitialize(from: chunks, count: chunkCount)
      unsafe chunks.deallocate()
      unsafe chunks = larger
      chunkCapacity *= 2
    }
    let base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    // Safe: the table has room for one more entry.
    unsafe (chunks + chunkCount).initialize(to: Chunk(base: base, byteCount: byteCount))
    chunkCount += 1
    return chunkCount - 1
  }

  /// A block above a megabyte is a chunk of its own.
  private mutating func allocateAlone(_ byteCount: Int) -> UInt32 {
    if chunkCount == 0 { openNextChunk(atLeast: 16) }
    let handle = UInt32(addChunk(byteCount)) << 16
    liveBytes += byteCount
    block(handle).sizeClass = UInt8(SizeClass.alone)
    return handle
  }

  private mutating func freeAlone(_ handle: UInt32) {
    let index = Int(handle >> 16)
    // Safe: such a handle is the only one into its chunk.
    unsafe liveBytes -= chunks[index].byteCount
    unsafe chunks[index].base?.deallocate()
    unsafe chunks[index].base = nil
  }
}

/// Sizes of blocks: multiples of 16 bytes up to 640 (a full branch has 624), then powers of two up
/// to a megabyte, then whatever is asked for.
struct SizeClass {
  static let fine = 40
  static let count = 52
  static let alone = 255
  let index: Int

  @inline(__always)
  init(index: Int) { self.index = index }

  @inline(__always)
  init(fitting byteCount: Int) {
    if byteCount <= SizeClass.fine * 16 {
      index = max(1, (byteCount + 15) >> 4)
    } else if byteCount <= 1 << 20 {
      index = SizeClass.fine + 1 + max(0, 54 - (UInt64(byteCount) - 1).leadingZeroBitCount)
    } else {
      index = SizeClass.alone
    }
  }

  @inline(__always)
  var isShared: Bool { index < SizeClass.count }

  @inline(__always)
  var byteCount: Int {
    index <= SizeClass.fine ? index << 4 : 1024 << (index - SizeClass.fine - 1)
  }
}
