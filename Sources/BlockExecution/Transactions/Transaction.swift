import ChainTypes

/// A transaction of any of the five types, with its signature. Fields that a type does not have
/// hold their zero; `kind` says which are meant.
public struct Transaction: Sendable, Equatable {
  /// The number is the type byte of EIP-2718; legacy transactions have none.
  public enum Kind: UInt8, Sendable, CaseIterable {
    case legacy = 0
    /// EIP-2930.
    case accessList = 1
    /// EIP-1559.
    case feeMarket = 2
    /// EIP-4844.
    case blob = 3
    /// EIP-7702.
    case setCode = 4
  }

  public var kind: Kind
  /// Nil for a legacy transaction signed without replay protection (EIP-155).
  public var chainID: UInt64?
  public var nonce: UInt64
  /// The gas price of types 0 and 1, the maximal fee per gas of the others.
  public var maxFeePerGas: Word
  /// Equal to `maxFeePerGas` for types 0 and 1.
  public var maxPriorityFeePerGas: Word
  public var gasLimit: UInt64
  /// Nil for a contract creation.
  public var to: Address?
  public var value: Word
  public var data: [UInt8]
  public var accessList: [AccessListEntry]
  public var maxFeePerBlobGas: Word
  public var blobHashes: [Hash]
  public var authorizations: [Authorization]
  public var signature: TransactionSignature

  /// All fields zero.
  public init(kind: Kind = .legacy) {
    self.kind = kind
    chainID = kind == .legacy ? nil : 1
    nonce = 0
    maxFeePerGas = .zero
    maxPriorityFeePerGas = .zero
    gasLimit = 0
    to = nil
    value = .zero
    data = []
    accessList = []
    maxFeePerBlobGas = .zero
    blobHashes = []
    authorizations = []
    signature = TransactionSignature(v: .zero, r: .zero, s: .zero)
  }

  public var isCreation: Bool { to == nil }
}

/// `v` is the y parity of typed transactions; for legacy ones 27 or 28, or 35 and 36 plus twice the
/// chain id (EIP-155).
public struct TransactionSignature: Sendable, Equatable {
  public var v: Word
  public var r: Word
  public var s: Word

  public init(v: Word, r: Word, s: Word) {
    self.v = v
    self.r = r
    self.s = s
  }
}

/// One account of an EIP-2930 access list with the slots that will be used of it.
public struct AccessListEntry: Sendable, Equatable {
  public var address: Address
  public var slots: [Word]

  public init(address: Address, slots: [Word]) {
    self.address = address
    self.slots = slots
  }
}

/// The wish of an account's owner, by EIP-7702, that its code be that of `address`.
public struct Authorization: Sendable, Equatable {
  /// Zero means any chain.
  public var chainID: Word
  public var address: Address
  public var nonce: UInt64
  public var yParity: UInt8
  public var r: Word
  public var s: Word

  public init(
    chainID: Word, address: Address, nonce: UInt64, yParity: UInt8, r: Word, s: Word
  ) {
    self.chainID = chainID
    self.address = address
    self.nonce = nonce
    self.yParity = yParity
    self.r = r
    self.s = s
  }
}
