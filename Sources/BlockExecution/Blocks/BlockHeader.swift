import ChainTypes

/// A block's header. The optional fields came with London, Shanghai, Cancun and Prague, in this
/// order; a header has all up to its fork's and none after.
public struct BlockHeader: Sendable, Equatable {
  public var parentHash: Hash
  public var ommersHash: Hash
  public var coinbase: Address
  public var stateRoot: Hash
  public var transactionsRoot: Hash
  public var receiptsRoot: Hash
  public var bloom: Bloom
  public var difficulty: Word
  public var number: UInt64
  public var gasLimit: UInt64
  public var gasUsed: UInt64
  public var timestamp: UInt64
  public var extraData: [UInt8]
  /// The mix hash of proof of work; PREVRANDAO from Paris on.
  public var prevRandao: Hash
  public var nonce: UInt64
  /// London, EIP-1559.
  public var baseFee: Word?
  /// Shanghai, EIP-4895.
  public var withdrawalsRoot: Hash?
  /// Cancun, EIP-4844.
  public var blobGasUsed: UInt64?
  public var excessBlobGas: UInt64?
  /// Cancun, EIP-4788.
  public var parentBeaconRoot: Hash?
  /// Prague, EIP-7685.
  public var requestsHash: Hash?

  public init() {
    parentHash = .zero
    ommersHash = BlockHeader.emptyOmmersHash
    coinbase = .zero
    stateRoot = Keccak256.emptyTrieRoot
    transactionsRoot = Keccak256.emptyTrieRoot
    receiptsRoot = Keccak256.emptyTrieRoot
    bloom = Bloom()
    difficulty = .zero
    number = 0
    gasLimit = 0
    gasUsed = 0
    timestamp = 0
    extraData = []
    prevRandao = .zero
    nonce = 0
  }
}
