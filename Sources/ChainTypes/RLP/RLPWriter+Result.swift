extension RLPWriter {
  /// How many bytes are written.
  public var count: Int { body.count + prefixBytes }

  /// What is written, prefixes included.
  public var bytes: [UInt8] {
    if lists.isEmpty { return body }
    var result = RLPWriter(reserving: count)
    var copied = 0
    for list in lists {
      result.body.append(contentsOf: body[copied..<list.start])
      copied = list.start
      result.appendListPrefix(payload: list.payload)
    }
    result.body.append(contentsOf: body[copied...])
    return result.body
  }
}
