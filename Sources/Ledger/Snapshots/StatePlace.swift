import ChainTypes

/// Where in a state a part begins: the accounts first, then what belongs to one account after
/// another, code and storage, all in the order of their paths.
public struct StatePlace: Hashable, Sendable {
  /// 0 for the accounts, else the first eight bytes of the path of an account.
  public var trie: UInt64
  /// The first eight bytes of the path from which on entries are wanted.
  public var from: UInt64

  public init(trie: UInt64 = 0, from: UInt64 = 0) {
    self.trie = trie
    self.from = from
  }

  var start: Hash { Hash(Word(0, 0, 0, from)) }
}

extension StatePlace: Comparable {
  public static func < (a: StatePlace, b: StatePlace) -> Bool {
    (a.trie, a.from) < (b.trie, b.from)
  }
}

extension Hash {
  /// The first eight bytes.
  var prefix: UInt64 { word.limb3 }
}
