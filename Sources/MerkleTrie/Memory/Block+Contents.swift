import ChainTypes

// A leaf's and an extension's bytes beside those of a batch.

extension Leaf {
  var keyBytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(block.bytes(keyOffset, keyCount))
  }

  var valueBytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(block.bytes(valueOffset, valueCount))
  }

  /// How many nibbles, counted from the root, the key shares with one of a batch.
  @inline(__always)
  func sharedNibbles(_ view: BatchView, _ index: Int, from depth: Int) -> Int {
    // Safe: both ranges are read within the call.
    unsafe NibbleMath.shared(keyBytes, view.key(index), from: depth)
  }

  @inline(__always)
  func hasValue(of view: BatchView, _ index: Int) -> Bool {
    // Safe: both ranges are read within the call.
    unsafe valueBytes.elementsEqual(view.value(index))
  }

  /// Writes key, note and value, for which the counts have made room.
  @inline(__always)
  func setContents(_ view: BatchView, _ index: Int) {
    let contents = unsafe view.contents(index)
    // Safe: `bytes` checks in debug builds that the block has room.
    unsafe block.bytes(keyOffset, contents.count).copyMemory(from: contents)
  }
}

extension Extension {
  /// How many nibbles, counted from the root, a key shares with the path to this node and its own.
  func sharedNibbles(_ view: BatchView, _ index: Int, from depth: Int) -> Int {
    let end = min(depth + nibbleCount, view.nibbleCount(index))
    var shared = depth
    while shared < end, Int(nibble(shared - depth)) == view.nibble(index, shared) { shared += 1 }
    return shared
  }
}

extension Hash {
  static func keccak(_ bytes: Span<UInt8>) -> Hash {
    // Safe: the bytes are read within the call.
    unsafe bytes.withUnsafeBytes { unsafe Keccak256.hash($0) }
  }
}
