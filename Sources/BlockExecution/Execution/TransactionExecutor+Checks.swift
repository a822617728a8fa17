import ChainTypes
import EVM

extension TransactionExecutor {
  /// Everything that makes a transaction invalid in this state and place of the block.
  func check<S: StateSource>(
    _ transaction: Transaction, _ sender: Address, _ block: BlockContext, _ journal: Journal<S>,
    isSimulated: Bool
  ) throws(InvalidTransaction) -> TransactionTerms {
    let environment = block.environment
    let intrinsic = try transaction.validate(in: environment.fork, isCapped: !isSimulated)
    try transaction.checkAllowance(in: block)
    let price = try transaction.gasPrice(baseFee: environment.effectiveBaseFee)
    if transaction.kind == .blob, transaction.maxFeePerBlobGas < environment.blobBaseFee {
      throw .blobFeeTooLow(
        maxFee: transaction.maxFeePerBlobGas, baseFee: environment.blobBaseFee)
    }
    let account = journal.account(sender)
    if !isSimulated { try checkNonce(transaction, journal.nonce(account)) }
    try checkBalance(transaction, sender, journal.balance(account))
    if !isSimulated { try checkCode(sender, account, environment.fork, journal) }
    let blobGas = Word(transaction.blobGas)
    return TransactionTerms(
      intrinsic: intrinsic, sender: account, gasPrice: price,
      blobFee: blobGas.isZero ? .zero : blobGas &* environment.blobBaseFee)
  }

  private func checkNonce(
    _ transaction: Transaction, _ nonce: UInt64
  ) throws(InvalidTransaction) {
    if transaction.nonce < nonce {
      throw .nonceTooLow(found: transaction.nonce, account: nonce)
    }
    if transaction.nonce > nonce {
      throw .nonceTooHigh(found: transaction.nonce, account: nonce)
    }
  }

  private func checkBalance(
    _ transaction: Transaction, _ sender: Address, _ balance: Word
  ) throws(InvalidTransaction) {
    guard let cost = transaction.largestCost, cost <= balance else {
      throw .insufficientFunds(address: sender, balance: balance)
    }
  }

  /// EIP-3607, for all forks because no such sender can exist; EIP-7702 excepts delegations.
  private func checkCode<S: StateSource>(
    _ sender: Address, _ account: AccountIndex, _ fork: Fork, _ journal: Journal<S>
  ) throws(InvalidTransaction) {
    let code = journal.code(account)
    if code.count > 0, fork < .prague || code.delegate == nil { throw .senderHasCode(sender) }
  }
}

extension Transaction {
  /// Whether the block has room left.
  func checkAllowance(in block: BlockContext) throws(InvalidTransaction) {
    let available = block.gasLeft
    guard gasLimit <= available else {
      throw .gasAllowanceExceeded(limit: gasLimit, available: available)
    }
    guard kind == .blob else { return }
    let most = (block.blobSchedule ?? .cancun).max * BlobFee.gasPerBlob
    guard block.blobGasUsed <= most, blobGas <= most - block.blobGasUsed else {
      throw .blobAllowanceExceeded(blobHashes.count)
    }
  }

  /// What a unit of gas costs the sender (EIP-1559); before London the base fee is zero.
  func gasPrice(baseFee: Word) throws(InvalidTransaction) -> Word {
    guard baseFee <= maxFeePerGas else {
      throw .maxFeeBelowBaseFee(maxFee: maxFeePerGas, baseFee: baseFee)
    }
    let room = maxFeePerGas &- baseFee
    return baseFee &+ (maxPriorityFeePerGas < room ? maxPriorityFeePerGas : room)
  }

  /// The most that the transaction can cost its sender; nil beyond 256 bits.
  var largestCost: Word? {
    let gas = maxFeePerGas.multipliedFullWidth(by: Word(gasLimit))
    let blobs = maxFeePerBlobGas.multipliedFullWidth(by: Word(blobGas))
    guard gas.high.isZero, blobs.high.isZero else { return nil }
    let fees = gas.low.addingReportingOverflow(blobs.low)
    let all = fees.partialValue.addingReportingOverflow(value)
    return fees.overflow || all.overflow ? nil : all.partialValue
  }
}

extension Environment {
  /// Zero before London, whatever the field holds.
  var effectiveBaseFee: Word { fork >= .london ? baseFee : .zero }
}
