import ChainTypes
import Statements

/// The node's key, and recovery. A type parameter: the simulation has cheap ones.
public protocol SyncCrypto: SignatureRecovery {
  /// Whom `sign` signs for.
  var address: Address { get }
  /// Nil when the key cannot be used now; what should have been signed is tried again later.
  func sign(_ digest: Hash) -> StatementSignature?
  /// What names headers, access lists and parts of states: Keccak, but where chains are only
  /// played.
  func hash(_ bytes: ArraySlice<UInt8>) -> Hash
}

extension SyncCrypto {
  @inlinable
  public func hash(_ bytes: ArraySlice<UInt8>) -> Hash { Keccak256.hash(bytes) }
}

/// What may happen at any moment and must be unlike other nodes': delays, numbers of requests.
/// Not secret. SplitMix64 (Steele, Lea, Flood 2014).
struct SyncRandom: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// From `low` to below `high`.
  mutating func between(_ low: UInt64, _ high: UInt64) -> UInt64 {
    low + next() % max(1, high - low)
  }
}
