import ChainTypes
import EVM

extension TransactionExecutor {
  /// The sender pays for all the gas and the blobs before anything is executed.
  func pay<S: StateSource>(
    _ transaction: Transaction, _ terms: TransactionTerms, _ journal: Journal<S>
  ) {
    journal.debit(terms.sender, terms.gasPrice &* Word(transaction.gasLimit) &+ terms.blobFee)
    journal.incrementNonce(terms.sender)
  }

  /// EIP-2929 and 2930: what is warm from the start. Precompiles always are.
  func warm<S: StateSource>(
    _ transaction: Transaction, _ environment: Environment, _ terms: TransactionTerms,
    _ journal: Journal<S>
  ) {
    guard environment.fork >= .berlin else { return }
    _ = journal.warm(terms.sender)
    if let to = transaction.to { _ = journal.warm(journal.account(to)) }
    // EIP-3651.
    if environment.fork >= .shanghai {
      _ = journal.warm(journal.account(environment.coinbase))
    }
    for entry in transaction.accessList {
      journal.announce(entry)
    }
  }

  /// EIP-7702: sets the code of the accounts that signed; answers the refund for those that
  /// existed.
  func authorize<S: StateSource>(
    _ transaction: Transaction, _ environment: Environment, _ journal: Journal<S>
  ) -> Int64 {
    var refund: Int64 = 0
    for authorization in transaction.authorizations {
      guard
        authorization.chainID.isZero || authorization.chainID == Word(environment.chainID),
        authorization.nonce < .max,
        let authority = authorization.authority(using: machine.backend)
      else { continue }
      let account = journal.account(authority)
      _ = journal.warm(account)
      let code = journal.code(account)
      guard code.count == 0 || code.delegate != nil,
        journal.nonce(account) == authorization.nonce
      else { continue }
      if journal.exists(account) { refund += 12_500 }
      let target = authorization.address
      journal.setCode(account, target.isZero ? [] : [0xef, 0x01, 0x00] + target.bytes)
      journal.incrementNonce(account)
    }
    return refund
  }

  func message<S: StateSource>(
    _ transaction: Transaction, _ sender: Address, _ terms: TransactionTerms,
    _ journal: Journal<S>
  ) -> Message {
    let gas = Int64(transaction.gasLimit - terms.intrinsic.regular)
    guard let to = transaction.to else {
      let address = CreatedAddress.of(sender, nonce: transaction.nonce)
      if journal.fork >= .berlin { _ = journal.warm(journal.account(address)) }
      return Message(
        kind: .create, caller: sender, target: address, value: transaction.value,
        input: transaction.data, gas: gas)
    }
    if let delegate = journal.code(journal.account(to)).delegate, journal.fork >= .prague {
      _ = journal.warm(journal.account(delegate))
    }
    return Message(
      kind: .call, caller: sender, target: to, value: transaction.value, input: transaction.data,
      gas: gas)
  }

  /// Gives back what was not used and pays the coinbase.
  func settle<S: StateSource>(
    _ transaction: Transaction, _ terms: TransactionTerms, _ outcome: Outcome,
    _ authorizationRefund: Int64, _ environment: Environment, _ journal: Journal<S>
  ) -> (used: UInt64, refunded: UInt64) {
    let spent = transaction.gasLimit - UInt64(outcome.gasLeft)
    // EIP-3529 lowered the most that is refunded from a half to a fifth.
    let most = spent / (environment.fork >= .london ? 5 : 2)
    let refund = min(most, UInt64(max(0, outcome.refund + authorizationRefund)))
    let used = max(spent - refund, terms.intrinsic.floor)
    journal.credit(terms.sender, terms.gasPrice &* Word(transaction.gasLimit - used))
    let tip = terms.gasPrice &- environment.effectiveBaseFee
    journal.credit(journal.account(environment.coinbase), tip &* Word(used))
    return (used, refund)
  }
}
