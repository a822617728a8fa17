import ChainTypes

/// Where a trie finds nodes that it does not hold: a database by path, a witness by hash, or
/// nothing.
public protocol NodeSource {
  associatedtype Failure: Error

  /// Whether nodes are hashed and compared with their parent's reference as they are loaded. It
  /// costs up to four permutations a node and finds what a bad disk did before it reaches a root.
  var verifiesNodes: Bool { get }

  /// Replaces `record` by what the sink was given for this path: the node's encoding, for leaves
  /// with the note behind it. False when there is none.
  ///
  /// `path` has one nibble a byte, the root's is empty. `hash` is nil for nodes that stand in their
  /// parent because they are shorter than a hash; for those "none" is a fine answer.
  mutating func load(
    at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
  ) throws(Failure) -> Bool
}

/// Where changed nodes go. Paths have one nibble a byte; a record replaces an earlier one of its
/// path.
public protocol NodeSink {
  associatedtype Failure: Error

  /// No node has this path any more. Comes before all calls of `store`; also for paths never
  /// stored.
  mutating func remove(at path: Span<UInt8>) throws(Failure)

  /// A node's encoding, for leaves with the note of its batch entry behind it.
  mutating func store(_ record: Span<UInt8>, at path: Span<UInt8>) throws(Failure)
}

/// The source of a trie that holds all its nodes.
public struct NoSource: NodeSource {
  /// For the thread sanitizer, which wants an address for a value handed on inout.
  private var place: UInt8 = 0

  public init() {}
  public var verifiesNodes: Bool { false }

  public mutating func load(
    at path: Span<UInt8>, hash: Hash?, into record: inout [UInt8]
  ) throws(Never) -> Bool { false }
}

/// Why a trie could not go on. Paths have one nibble a byte.
public enum TrieError<Failure: Error>: Error {
  /// The source failed.
  case source(Failure)
  /// A node that another refers to is not in the source.
  case missing(path: [UInt8])
  /// A node is not what it should be.
  case malformed(path: [UInt8], NodeFault)
  /// An earlier update failed half-way: open the trie again at the last root that was stored.
  case abandoned
}

extension TrieError: Equatable where Failure: Equatable {}

/// What is wrong with a node.
public enum NodeFault: Error, Equatable, Sendable {
  /// The bytes do not have the hash, or are not the embedded encoding, that the parent has.
  case otherHash
  /// Not the canonical RLP of a list of strings and nodes, at this byte.
  case encoding(offset: Int)
  /// A list of neither two nor seventeen items.
  case itemCount(Int)
  /// Not a compact path: unknown flag, padding that is not zero, or nothing in an extension.
  case path
  /// The node's depth and path do not end where a key ends.
  case depth
  /// A child that is neither a hash nor a node shorter than one, or none where one must be.
  case reference
  /// A leaf without value, or a value where no key ends.
  case value
  /// A branch with fewer than two occupants, or an extension above anything but a branch.
  case shape
  /// Bytes behind a node that may have none.
  case trailingBytes
}
