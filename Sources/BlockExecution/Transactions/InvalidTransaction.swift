import ChainTypes

/// Why a transaction may not be in the block. The state is untouched.
public enum InvalidTransaction: Error, Equatable, Sendable {
  case undecodable(TransactionDecodingError)
  /// The fork does not have this type yet.
  case typeNotSupported(Transaction.Kind)
  case invalidSignature
  case wrongChain(found: UInt64, expected: UInt64)
  /// EIP-2681: 2^64 - 1 is not a nonce.
  case nonceIsMax
  case nonceTooLow(found: UInt64, account: UInt64)
  case nonceTooHigh(found: UInt64, account: UInt64)
  case gasBelowIntrinsic(limit: UInt64, needed: UInt64)
  /// EIP-7623.
  case gasBelowFloor(limit: UInt64, needed: UInt64)
  /// EIP-7825.
  case gasLimitAboveCap(UInt64)
  case gasAllowanceExceeded(limit: UInt64, available: UInt64)
  /// Gas limit times price does not fit 256 bits.
  case feeOverflow
  case priorityAboveMaxFee
  case maxFeeBelowBaseFee(maxFee: Word, baseFee: Word)
  case insufficientFunds(address: Address, balance: Word)
  /// EIP-3607.
  case senderHasCode(Address)
  /// EIP-3860.
  case initCodeTooLarge(Int)
  case noBlobs
  case tooManyBlobs(Int)
  case blobAllowanceExceeded(Int)
  case blobHashVersion(index: Int)
  case blobFeeTooLow(maxFee: Word, baseFee: Word)
  case blobCreation
  case noAuthorizations
  case setCodeCreation
}

extension InvalidTransaction {
  /// The name that the reference tests have for it.
  public var exceptionName: String {
    switch self {
    case .undecodable(let error): error.exceptionName
    default: "TransactionException." + name
    }
  }

  private var name: String {
    switch self {
    case .undecodable: "RLP_STRUCTURES_ENCODING"
    case .typeNotSupported(let kind): "TYPE_\(kind.rawValue)_TX_PRE_FORK"
    case .invalidSignature: "INVALID_SIGNATURE_VRS"
    case .wrongChain: "INVALID_CHAINID"
    case .nonceIsMax: "NONCE_IS_MAX"
    case .nonceTooLow: "NONCE_MISMATCH_TOO_LOW"
    case .nonceTooHigh: "NONCE_MISMATCH_TOO_HIGH"
    case .gasBelowIntrinsic: "INTRINSIC_GAS_TOO_LOW"
    case .gasBelowFloor: "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST"
    case .gasLimitAboveCap: "GAS_LIMIT_EXCEEDS_MAXIMUM"
    case .gasAllowanceExceeded: "GAS_ALLOWANCE_EXCEEDED"
    case .feeOverflow: "GASLIMIT_PRICE_PRODUCT_OVERFLOW"
    case .priorityAboveMaxFee: "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS"
    case .maxFeeBelowBaseFee: "INSUFFICIENT_MAX_FEE_PER_GAS"
    case .insufficientFunds: "INSUFFICIENT_ACCOUNT_FUNDS"
    case .senderHasCode: "SENDER_NOT_EOA"
    case .initCodeTooLarge: "INITCODE_SIZE_EXCEEDED"
    case .noBlobs: "TYPE_3_TX_ZERO_BLOBS"
    case .tooManyBlobs: "TYPE_3_TX_BLOB_COUNT_EXCEEDED"
    case .blobAllowanceExceeded: "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED"
    case .blobHashVersion: "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH"
    case .blobFeeTooLow: "INSUFFICIENT_MAX_FEE_PER_BLOB_GAS"
    case .blobCreation: "TYPE_3_TX_CONTRACT_CREATION"
    case .noAuthorizations: "TYPE_4_EMPTY_AUTHORIZATION_LIST"
    case .setCodeCreation: "TYPE_4_TX_CONTRACT_CREATION"
    }
  }
}

extension InvalidTransaction: CustomStringConvertible {
  public var description: String {
    switch self {
    case .undecodable(let error): error.description
    case .typeNotSupported(let kind): "transaction type \(kind.rawValue) not supported by the fork"
    case .invalidSignature: "invalid transaction v, r, s values"
    case .wrongChain(let found, let expected):
      "invalid chain id for signer: have \(found), want \(expected)"
    case .nonceIsMax: "nonce has max value"
    case .nonceTooLow(let found, let account): "nonce too low: tx \(found), state \(account)"
    case .nonceTooHigh(let found, let account): "nonce too high: tx \(found), state \(account)"
    case .gasBelowIntrinsic(let limit, let needed):
      "intrinsic gas too low: have \(limit), want \(needed)"
    case .gasBelowFloor(let limit, let needed):
      "insufficient gas for floor data gas cost: have \(limit), want \(needed)"
    case .gasLimitAboveCap(let limit): "transaction gas limit too high: \(limit)"
    case .gasAllowanceExceeded(let limit, let available):
      "gas limit reached: have \(limit), available \(available)"
    case .feeOverflow: "gas limit times fee does not fit 256 bits"
    case .priorityAboveMaxFee: "max priority fee per gas higher than max fee per gas"
    case .maxFeeBelowBaseFee(let maxFee, let baseFee):
      "max fee per gas \(maxFee.decimal) less than block base fee \(baseFee.decimal)"
    case .insufficientFunds(let address, let balance):
      "insufficient funds for gas * price + value: \(address.hex) has \(balance.decimal)"
    case .senderHasCode(let address): "sender not an eoa: \(address.hex)"
    case .initCodeTooLarge(let size): "max initcode size exceeded: \(size)"
    case .noBlobs: "blob transaction missing blob hashes"
    case .tooManyBlobs(let count): "blob transaction has too many blobs: \(count)"
    case .blobAllowanceExceeded(let count): "blob gas limit of the block reached: \(count) blobs"
    case .blobHashVersion(let index): "blob hash \(index) has an invalid version"
    case .blobFeeTooLow(let maxFee, let baseFee):
      "max fee per blob gas \(maxFee.decimal) less than block blob base fee \(baseFee.decimal)"
    case .blobCreation: "blob transaction of type create"
    case .noAuthorizations: "EIP-7702 transaction with empty auth list"
    case .setCodeCreation: "EIP-7702 transaction cannot be used to create contract"
    }
  }
}
