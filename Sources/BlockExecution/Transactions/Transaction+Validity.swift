import ChainTypes
import EVM

/// The gas that a transaction pays before it executes, and the least it pays in the end.
public struct IntrinsicGas: Sendable, Equatable {
  public var regular: UInt64
  /// EIP-7623; zero before Prague.
  public var floor: UInt64
}

extension Transaction {
  /// All that can be said without the state: whether the fork knows the type, bounds, fees in
  /// order, lists that may not be empty, and gas for the intrinsic cost. Signatures are `sender`'s
  /// part. `isCapped` is false for simulations, which may use more gas than a transaction.
  @discardableResult
  public func validate(
    in fork: Fork, isCapped: Bool = true
  ) throws(InvalidTransaction) -> IntrinsicGas {
    guard fork >= kind.firstFork else { throw .typeNotSupported(kind) }
    let gas = intrinsicGas(in: fork)
    guard gasLimit >= gas.regular else {
      throw .gasBelowIntrinsic(limit: gasLimit, needed: gas.regular)
    }
    guard gasLimit >= gas.floor else { throw .gasBelowFloor(limit: gasLimit, needed: gas.floor) }
    if nonce == .max { throw .nonceIsMax }
    if isCreation, fork >= .shanghai, data.count > TransactionRules.maxInitCode {
      throw .initCodeTooLarge(data.count)
    }
    if isCapped, fork >= .osaka, gasLimit > TransactionRules.gasCap {
      throw .gasLimitAboveCap(gasLimit)
    }
    if maxFeePerGas < maxPriorityFeePerGas { throw .priorityAboveMaxFee }
    guard maxFeePerGas.multipliedFullWidth(by: Word(gasLimit)).high.isZero else {
      throw .feeOverflow
    }
    try validateBlobs(in: fork)
    if kind == .setCode {
      if isCreation { throw .setCodeCreation }
      if authorizations.isEmpty { throw .noAuthorizations }
    }
    return gas
  }

  private func validateBlobs(in fork: Fork) throws(InvalidTransaction) {
    guard kind == .blob else { return }
    if isCreation { throw .blobCreation }
    if blobHashes.isEmpty { throw .noBlobs }
    // EIP-7594 bounds one transaction, whatever a block may have.
    if fork >= .osaka, blobHashes.count > TransactionRules.maxBlobs {
      throw .tooManyBlobs(blobHashes.count)
    }
    for (index, hash) in blobHashes.enumerated() where hash.word.limb3 >> 56 != 1 {
      throw .blobHashVersion(index: index)
    }
  }

  /// Yellow paper, section 6.2, with EIP-2, 2028, 2930, 3860, 7623 and 7702.
  public func intrinsicGas(in fork: Fork) -> IntrinsicGas {
    var zeros: UInt64 = 0
    for byte in data where byte == 0 { zeros += 1 }
    let others = UInt64(data.count) - zeros
    var gas: UInt64 = 21_000 + zeros * 4 + others * (fork >= .istanbul ? 16 : 68)
    if isCreation, fork >= .homestead { gas += 32_000 }
    if isCreation, fork >= .shanghai { gas += 2 * ((UInt64(data.count) + 31) / 32) }
    for entry in accessList { gas += 2_400 + 1_900 * UInt64(entry.slots.count) }
    gas += 25_000 * UInt64(authorizations.count)
    let floor = fork >= .prague ? 21_000 + 10 * (zeros + 4 * others) : 0
    return IntrinsicGas(regular: gas, floor: floor)
  }

  /// EIP-4844.
  public var blobGas: UInt64 { UInt64(blobHashes.count) * BlobFee.gasPerBlob }
}

/// The bounds that protocol rules set on transactions.
public enum TransactionRules {
  /// EIP-3860.
  public static let maxInitCode = 49_152
  /// EIP-7825.
  public static let gasCap: UInt64 = 1 << 24
  /// EIP-7594.
  public static let maxBlobs = 6
}

extension Transaction.Kind {
  public var firstFork: Fork {
    switch self {
    case .legacy: .frontier
    case .accessList: .berlin
    case .feeMarket: .london
    case .blob: .cancun
    case .setCode: .prague
    }
  }
}
