/// A growing array without reference counts, uniqueness checks or bounds checks in release builds:
/// the journal's records, undo entries and log data. The journal's core owns each and frees it; it
/// is never copied.
@safe
struct FlatArray<Element> {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var count: Int
  private(set) var capacity: Int

  init(capacity: Int) {
    precondition(capacity > 0)
    unsafe start = .allocate(capacity: capacity)
    count = 0
    self.capacity = capacity
  }

  /// The owner's last use.
  func free() {
    unsafe start.deinitialize(count: count)
    unsafe start.deallocate()
  }

  @inline(__always)
  subscript(_ i: Int) -> Element {
    // Safe: indices come from the journal's own tables, which hold positions below `count` only.
    _read {
      assert(i >= 0 && i < count)
      yield unsafe start[i]
    }
    nonmutating _modify {
      assert(i >= 0 && i < count)
      yield unsafe &start[i]
    }
  }

  @inline(__always)
  mutating func append(_ element: consuming Element) {
    if count == capacity { grow(to: count + 1) }
    // Safe: there is room for one more, and the place holds nothing yet.
    unsafe (start + count).initialize(to: element)
    count += 1
  }

  @inline(__always)
  mutating func removeLast() -> Element {
    assert(count > 0)
    count -= 1
    // Safe: the place below the old count is initialised and leaves the array here.
    return unsafe (start + count).move()
  }

  mutating func truncate(to newCount: Int) {
    assert(newCount <= count)
    // Safe: the places from the new to the old count are initialised.
    unsafe (start + newCount).deinitialize(count: count - newCount)
    count = newCount
  }

  @inline(never)
  mutating func grow(to needed: Int) {
    let wider = max(capacity * 2, needed)
    let fresh = UnsafeMutablePointer<Element>.allocate(capacity: wider)
    // Safe: `count` elements are initialised and move to memory of at least that many.
    unsafe fresh.moveInitialize(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = fresh
    capacity = wider
  }
}

extension FlatArray where Element == UInt8 {
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    if count + bytes.count > capacity { grow(to: count + bytes.count) }
    // Safe: there is room; log data never points into the journal's own memory.
    unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  func slice(_ from: Int, _ length: Int) -> [UInt8] {
    precondition(from >= 0 && length >= 0 && from + length <= count)
    return unsafe Array(UnsafeBufferPointer(start: start + from, count: length))
  }
}
