/// A cursor over RLP: reads one item after the other and takes canonical forms only. All cursors of
/// one input share its buffer, and nothing is copied until bytes are asked for, so that a block of
/// 8 MB costs its bytes once.
///
///     var list = try RLPReader(list: input)
///     let nonce = try list.readUInt64()
///     let to = try list.readAddress()
///     try list.finish()
///
/// A list's inside is checked when it is read, not before.
public struct RLPReader: Sendable {
  let bytes: ArraySlice<UInt8>
  /// Where the next item begins, an index of `bytes`.
  var position: Int
  /// Where this list or the input ends.
  let end: Int
  /// How many lists enclose this cursor, and how many may.
  let depth: Int
  let depthLimit: Int

  /// Over a whole input.
  public init(_ bytes: [UInt8], limits: RLPLimits = RLPLimits()) throws(RLPError) {
    try self.init(bytes[...], limits: limits)
  }

  /// Over a part of a larger buffer. Errors count from that buffer's begin.
  public init(_ bytes: ArraySlice<UInt8>, limits: RLPLimits = RLPLimits()) throws(RLPError) {
    guard bytes.count <= limits.length else {
      throw .inputTooLong(length: bytes.count, limit: limits.length)
    }
    self.init(
      bytes: bytes, position: bytes.startIndex, end: bytes.endIndex, depth: 0,
      depthLimit: limits.depth)
  }

  /// Over the items of the one list that is the whole input.
  public init(list bytes: [UInt8], limits: RLPLimits = RLPLimits()) throws(RLPError) {
    try self.init(list: bytes[...], limits: limits)
  }

  /// Over the items of the one list that is the whole of this part of a larger buffer.
  public init(list bytes: ArraySlice<UInt8>, limits: RLPLimits = RLPLimits()) throws(RLPError) {
    var whole = try RLPReader(bytes, limits: limits)
    self = try whole.readList()
    try whole.finish()
  }

  init(bytes: ArraySlice<UInt8>, position: Int, end: Int, depth: Int, depthLimit: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
    self.depth = depth
    self.depthLimit = depthLimit
  }
}
