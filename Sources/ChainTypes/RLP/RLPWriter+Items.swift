// Appending strings, lists and whole trees.

extension RLPWriter {
  /// Appends a string.
  public mutating func append(bytes: [UInt8]) { append(bytes: bytes[...]) }

  /// Appends a string.
  public mutating func append(bytes: ArraySlice<UInt8>) {
    if bytes.count == 1, let byte = bytes.first, byte < 0x80 {
      body.append(byte)
    } else {
      appendPrefix(length: bytes.count, short: 0x80)
      body.append(contentsOf: bytes)
    }
  }

  /// Appends a list of what `fill` appends.
  public mutating func appendList<Failure: Error>(
    _ fill: (inout RLPWriter) throws(Failure) -> Void
  ) throws(Failure) {
    let index = lists.count
    let start = body.count
    let inner = prefixBytes
    lists.append(PendingList(start: start, payload: 0))
    try fill(&self)
    let payload = body.count - start + prefixBytes - inner
    lists[index].payload = payload
    prefixBytes += RLP.prefixLength(payload)
  }

  /// Appends the prefix of a list whose payload of `payload` bytes the caller appends next: for hot
  /// paths that know the length beforehand.
  public mutating func appendListPrefix(payload: Int) {
    appendPrefix(length: payload, short: 0xc0)
  }

  /// Appends an item that is RLP already.
  public mutating func appendRaw(_ encoded: [UInt8]) { body.append(contentsOf: encoded) }

  /// Appends an item that is RLP already.
  public mutating func appendRaw(_ encoded: ArraySlice<UInt8>) { body.append(contentsOf: encoded) }

  /// Appends a tree.
  public mutating func append(_ item: RLPItem) {
    switch item {
    case .bytes(let bytes): append(bytes: bytes)
    case .list(let items):
      appendList { writer in
        for item in items { writer.append(item) }
      }
    }
  }

  mutating func appendPrefix(length: Int, short: UInt8) {
    if length < 56 {
      body.append(short + UInt8(length))
    } else {
      let lengthBytes = RLP.prefixLength(length) - 1
      body.append(short + 55 + UInt8(lengthBytes))
      for index in (0..<lengthBytes).reversed() {
        body.append(UInt8(truncatingIfNeeded: length >> (8 * index)))
      }
    }
  }
}
