import ChainTypes

/// Why a block may not extend the chain.
public enum InvalidBlock: Error, Equatable, Sendable {
  case undecodable(BlockDecodingError)
  /// EIP-7934.
  case tooLarge(Int)
  case unknownParent(Hash)
  /// The header lacks fields of its fork, has fields of a later one, or the body does not fit it.
  case wrongFields
  case wrongNumber(found: UInt64, expected: UInt64)
  case timestampNotAfterParent(found: UInt64, parent: UInt64)
  case wrongGasLimit(found: UInt64, parent: UInt64)
  case gasUsedAboveLimit(used: UInt64, limit: UInt64)
  case extraDataTooLong(Int)
  case wrongBaseFee(found: Word, expected: Word)
  case wrongDifficulty(found: Word, expected: Word)
  /// Difficulty or nonce of a block without proof of work.
  case proofOfWorkAfterParis
  case ommersAfterParis
  case ommer(index: Int, OmmerFault)
  case tooManyOmmers(Int)
  case wrongExcessBlobGas(found: UInt64, expected: UInt64)
  case wrongBlobGasUsed(found: UInt64, expected: UInt64)
  case transaction(index: Int, InvalidTransaction)
  case wrongGasUsed(found: UInt64, expected: UInt64)
  /// A commitment of the header is not that of what was executed.
  case mismatch(Commitment, found: Hash, expected: Hash)
  case wrongBloom
  case depositLayout
  case systemContractEmpty(Address)
  case systemContractFailed(Address)

  /// A hash in the header that stands for a part of the block or its result.
  public enum Commitment: String, Sendable {
    case stateRoot = "state root"
    case transactionsRoot = "transactions root"
    case receiptsRoot = "receipts root"
    case withdrawalsRoot = "withdrawals root"
    case ommersHash = "ommers hash"
    case requestsHash = "requests hash"
  }

  /// Why a header may not be an ommer.
  public enum OmmerFault: Sendable, Equatable {
    /// Twice in this block, or in an ancestor already.
    case included
    case isAncestor
    /// Its parent is not one of the last seven blocks, or is this block's.
    case wrongParent
    case tooOld
    case invalidHeader
  }
}

extension InvalidBlock {
  /// The name that the reference tests have for it.
  public var exceptionName: String {
    switch self {
    case .transaction(_, let reason): reason.exceptionName
    case .undecodable(.transaction(_, let reason)): reason.exceptionName
    default: "BlockException." + name
    }
  }

  private var name: String {
    switch self {
    case .undecodable, .transaction: "RLP_STRUCTURES_ENCODING"
    case .tooLarge: "RLP_BLOCK_LIMIT_EXCEEDED"
    case .unknownParent: "UNKNOWN_PARENT"
    case .wrongFields: "INCORRECT_BLOCK_FORMAT"
    case .wrongNumber: "INVALID_BLOCK_NUMBER"
    case .timestampNotAfterParent: "INVALID_BLOCK_TIMESTAMP_OLDER_THAN_PARENT"
    case .wrongGasLimit: "INVALID_GASLIMIT"
    case .gasUsedAboveLimit: "GAS_USED_OVERFLOW"
    case .extraDataTooLong: "EXTRA_DATA_TOO_BIG"
    case .wrongBaseFee: "INVALID_BASEFEE_PER_GAS"
    case .wrongDifficulty: "INVALID_DIFFICULTY"
    case .proofOfWorkAfterParis: "IMPORT_IMPOSSIBLE_DIFFICULTY_OVER_PARIS"
    case .ommersAfterParis: "IMPORT_IMPOSSIBLE_UNCLES_OVER_PARIS"
    case .ommer, .tooManyOmmers: "INVALID_UNCLES"
    case .wrongExcessBlobGas: "INCORRECT_EXCESS_BLOB_GAS"
    case .wrongBlobGasUsed: "INCORRECT_BLOB_GAS_USED"
    case .wrongGasUsed: "INVALID_GAS_USED"
    case .mismatch(let commitment, _, _): commitment.exceptionName
    case .wrongBloom: "INVALID_LOG_BLOOM"
    case .depositLayout: "INVALID_DEPOSIT_EVENT_LAYOUT"
    case .systemContractEmpty: "SYSTEM_CONTRACT_EMPTY"
    case .systemContractFailed: "SYSTEM_CONTRACT_CALL_FAILED"
    }
  }
}

extension InvalidBlock.Commitment {
  var exceptionName: String {
    switch self {
    case .stateRoot: "INVALID_STATE_ROOT"
    case .transactionsRoot: "INVALID_TRANSACTIONS_ROOT"
    case .receiptsRoot: "INVALID_RECEIPTS_ROOT"
    case .withdrawalsRoot: "INVALID_WITHDRAWALS_ROOT"
    case .ommersHash: "INVALID_UNCLES_HASH"
    case .requestsHash: "INVALID_REQUESTS"
    }
  }
}

extension InvalidBlock: CustomStringConvertible {
  public var description: String {
    switch self {
    case .undecodable(let error): error.description
    case .tooLarge(let size): "block of \(size) bytes is too large"
    case .unknownParent(let hash): "unknown parent \(hash.hex)"
    case .wrongFields: "header or body fields are not those of the fork"
    case .wrongNumber(let found, let expected): "block number \(found), expected \(expected)"
    case .timestampNotAfterParent(let found, let parent):
      "timestamp \(found) is not after the parent's \(parent)"
    case .wrongGasLimit(let found, let parent):
      "gas limit \(found) too far from the parent's \(parent)"
    case .gasUsedAboveLimit(let used, let limit): "gas used \(used) above the limit \(limit)"
    case .extraDataTooLong(let count): "extra data of \(count) bytes"
    case .wrongBaseFee(let found, let expected):
      "base fee \(found.decimal), expected \(expected.decimal)"
    case .wrongDifficulty(let found, let expected):
      "difficulty \(found.decimal), expected \(expected.decimal)"
    case .proofOfWorkAfterParis: "difficulty or nonce not zero after Paris"
    case .ommersAfterParis: "ommers after Paris"
    case .ommer(let index, let fault): "ommer \(index): \(fault.reason)"
    case .tooManyOmmers(let count): "\(count) ommers"
    case .wrongExcessBlobGas(let found, let expected):
      "excess blob gas \(found), expected \(expected)"
    case .wrongBlobGasUsed(let found, let expected): "blob gas used \(found), expected \(expected)"
    case .transaction(let index, let reason): "transaction \(index): \(reason)"
    case .wrongGasUsed(let found, let expected): "gas used \(found), expected \(expected)"
    case .mismatch(let commitment, let found, let expected):
      "\(commitment.rawValue) \(found.hex), expected \(expected.hex)"
    case .wrongBloom: "logs bloom is not that of the receipts"
    case .depositLayout: "deposit event with a wrong layout"
    case .systemContractEmpty(let address): "system contract \(address.hex) has no code"
    case .systemContractFailed(let address): "call of system contract \(address.hex) failed"
    }
  }
}

extension InvalidBlock.OmmerFault {
  var reason: String {
    switch self {
    case .included: "already included"
    case .isAncestor: "is an ancestor"
    case .wrongParent: "wrong parent"
    case .tooOld: "too old"
    case .invalidHeader: "invalid header"
    }
  }
}
