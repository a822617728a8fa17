import ChainTypes
import Statements

/// Two statements of one signer of which there may be only one: nobody else can have made them.
public enum Evidence: Hashable, Sendable {
  case seals(Signed<Seal>, Signed<Seal>)
  case cosignatures(Signed<Cosignature>, Signed<Cosignature>)
  case receipts(Signed<StorageReceipt>, Signed<StorageReceipt>)
  case checkpoints(Signed<Checkpoint>, Signed<Checkpoint>)
}

extension Evidence {
  /// The same pair the other way round is the same evidence: the smaller digest comes first.
  public func ordered(in domain: FleetDomain) -> Evidence {
    switch self {
    case .seals(let a, let b):
      Self.isAfter(a, b, domain) ? .seals(b, a) : self
    case .cosignatures(let a, let b):
      Self.isAfter(a, b, domain) ? .cosignatures(b, a) : self
    case .receipts(let a, let b):
      Self.isAfter(a, b, domain) ? .receipts(b, a) : self
    case .checkpoints(let a, let b):
      Self.isAfter(a, b, domain) ? .checkpoints(b, a) : self
    }
  }

  private static func isAfter<Content: Statement>(
    _ a: Signed<Content>, _ b: Signed<Content>, _ domain: FleetDomain
  ) -> Bool {
    b.content.digest(in: domain) < a.content.digest(in: domain)
  }

  /// What a thaw names: Keccak of kind and both statements without their signatures, ordered.
  public func hash(in domain: FleetDomain) -> Hash {
    switch ordered(in: domain) {
    case .seals(let a, let b): Self.hash(1, a.content, b.content)
    case .cosignatures(let a, let b): Self.hash(2, a.content, b.content)
    case .receipts(let a, let b): Self.hash(3, a.content, b.content)
    case .checkpoints(let a, let b): Self.hash(4, a.content, b.content)
    }
  }

  private static func hash<Content: Statement>(
    _ kind: UInt8, _ a: Content, _ b: Content
  ) -> Hash {
    Keccak256.hash([kind] + a.packed + b.packed)
  }

  /// The lane that it is about; nil for a log.
  public var lane: Lane? {
    switch self {
    case .seals(let a, _): a.content.lane
    case .cosignatures(let a, _): a.content.lane
    case .receipts(let a, _): a.content.lane
    case .checkpoints: nil
    }
  }

  /// Who lied, when both are by one signer and contradict each other; else nil.
  public func liar<Recovery: SignatureRecovery>(
    in domain: FleetDomain, using recovery: Recovery
  ) -> Address? {
    switch self {
    case .seals(let a, let b):
      guard a.content.contradicts(b.content) else { return nil }
      guard let signer = Self.signer(a, b, domain, recovery) else { return nil }
      return signer == a.content.lane.board ? signer : nil
    case .cosignatures(let a, let b):
      return a.content.contradicts(b.content) ? Self.signer(a, b, domain, recovery) : nil
    case .receipts(let a, let b):
      return a.content.contradicts(b.content) ? Self.signer(a, b, domain, recovery) : nil
    case .checkpoints(let a, let b):
      guard a.content.contradicts(b.content) else { return nil }
      guard let signer = Self.signer(a, b, domain, recovery) else { return nil }
      return signer == a.content.log ? signer : nil
    }
  }

  private static func signer<Content: Statement, Recovery: SignatureRecovery>(
    _ a: Signed<Content>, _ b: Signed<Content>, _ domain: FleetDomain, _ recovery: Recovery
  ) -> Address? {
    guard let first = try? a.signer(in: domain, using: recovery),
      let second = try? b.signer(in: domain, using: recovery), first == second
    else { return nil }
    return first
  }
}

// One place, two contents. What is equal but for the signature is no contradiction.

extension Seal {
  public func contradicts(_ other: Seal) -> Bool {
    lane == other.lane && height == other.height && self != other
  }
}

extension Cosignature {
  /// A witness whose locks were lost has a new term, in which it may see another block.
  public func contradicts(_ other: Cosignature) -> Bool {
    lane == other.lane && height == other.height && witnessTerm == other.witnessTerm
      && self != other
  }
}

extension StorageReceipt {
  /// Receipts of one block may have different times and manifests.
  public func contradicts(_ other: StorageReceipt) -> Bool {
    lane == other.lane && height == other.height && blockHash != other.blockHash
  }
}

extension Checkpoint {
  /// A log has one root at each size, and behind each checkpoint one other.
  public func contradicts(_ other: Checkpoint) -> Bool {
    guard log == other.log, self != other else { return false }
    return (size == other.size && root != other.root) || previous == other.previous
  }
}
