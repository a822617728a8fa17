/// Writes RLP from front to back. A list's prefix is known only when its items are written: the
/// writer notes where prefixes belong and sets them all in one pass at the end, so that bytes are
/// copied twice however deep the lists are nested.
public struct RLPWriter: Sendable {
  /// Everything but the prefixes of open-ended lists.
  var body: [UInt8] = []
  /// Lists in the order of their begin in `body`.
  var lists: [PendingList] = []
  /// Bytes of the prefixes of all closed lists.
  var prefixBytes = 0

  struct PendingList: Sendable {
    var start: Int
    var payload: Int
  }

  public init() {}

  /// With room for that many bytes.
  public init(reserving capacity: Int) { body.reserveCapacity(capacity) }
}
