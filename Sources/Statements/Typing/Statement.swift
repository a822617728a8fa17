import ChainTypes

/// A record that is signed. Its digest binds its type and the fleet, so that none stands for
/// another.
public protocol Statement: TypedRecord {
  /// The type's place in the table of all of them.
  static var kind: StatementKind { get }
}

extension Statement {
  public static var typeText: String { kind.typeText }
  public static var typeHash: Hash { kind.typeHash }

  /// The digest that is signed.
  public func digest(in domain: FleetDomain) -> Hash { domain.digest(of: structHash) }
}

/// A lane: the chain of one board in one term.
public struct Lane: Hashable, Sendable {
  public var board: Address
  public var term: UInt64

  public init(board: Address, term: UInt64) {
    self.board = board
    self.term = term
  }
}

extension Lane {
  @inlinable
  public func write<Sink: FieldSink>(to sink: inout Sink) {
    sink.append(board)
    sink.append(term)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(board: try reader.address(), term: try reader.uint64())
  }
}

extension Lane {
  /// Of what differs between any two lanes that were not searched for: hashing the rest costs more
  /// than it parts. Equality is of everything.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(board.low ^ term)
  }
}

extension Lane: Comparable {
  /// By board, then term.
  public static func < (a: Lane, b: Lane) -> Bool {
    (a.board, a.term) < (b.board, b.term)
  }

  /// For people: the board and its term.
  public var text: String { "lane \(board) term \(term)" }
}
