/// A tree of byte strings: what RLP encodes (yellow paper, appendix B).
public enum RLPItem: Hashable, Sendable {
  case bytes([UInt8])
  case list([RLPItem])
}

extension RLPItem {
  /// The bytes of a string, nil for a list.
  public var asBytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  /// The items of a list, nil for a string.
  public var asList: [RLPItem]? {
    if case .list(let items) = self { items } else { nil }
  }
}
