import ChainTypes

/// Why bytes are no transaction.
public enum TransactionDecodingError: Error, Equatable, Sendable {
  case empty
  /// The first byte is neither a known type nor a list (EIP-2718).
  case unknownType(UInt8)
  /// The bytes are not RLP, not canonical, or do not fit the field.
  case field(Field, RLPError)
  /// Something follows the last field.
  case trailing(RLPError)

  /// Where in the transaction the fault is.
  public enum Field: String, Sendable {
    case envelope, chainID, nonce, gasPrice, maxPriorityFeePerGas, maxFeePerGas, gasLimit, to, value
    case data, accessList, maxFeePerBlobGas, blobHashes, authorizations, signature
  }
}

extension TransactionDecodingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "no bytes where a transaction was expected"
    case .unknownType(let type): "unknown transaction type \(type)"
    case .field(let field, let error): "transaction field \(field.rawValue): \(error)"
    case .trailing(let error): "transaction: \(error)"
    }
  }

  /// The name in the reference tests.
  public var exceptionName: String {
    switch self {
    case .unknownType: "TransactionException.TYPE_NOT_SUPPORTED"
    case .field(.authorizations, _): "TransactionException.TYPE_4_INVALID_AUTHORIZATION_FORMAT"
    case .field(.nonce, .integerTooLarge): "TransactionException.NONCE_OVERFLOW"
    case .field(.gasLimit, .integerTooLarge): "TransactionException.GASLIMIT_OVERFLOW"
    case .field(.value, .integerTooLarge): "TransactionException.VALUE_OVERFLOW"
    case .field(.signature, .integerTooLarge): "TransactionException.INVALID_SIGNATURE_VRS"
    default: "TransactionException.RLP_STRUCTURES_ENCODING"
    }
  }
}
