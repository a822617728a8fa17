import BlockExecution
import ChainTypes

extension RPCBlock {
  /// The block, with its transactions' hashes or, given their senders, with the whole of them.
  func json(senders: [Address]?) -> JSONValue {
    let header = block.header
    var members = header.members
    members.insert(("hash", .hash(hash)), at: 1)
    members.append(("size", .quantity(size)))
    members.append(("transactions", .array(transactions(senders))))
    members.append(("uncles", .array(block.ommers.map { .hash($0.hash) })))
    if let withdrawals = block.withdrawals {
      members.append(("withdrawals", .array(withdrawals.map { $0.json })))
    }
    return .object(members)
  }

  private func transactions(_ senders: [Address]?) -> [JSONValue] {
    guard let senders else { return block.transactions.map { .hash($0.hash) } }
    return block.transactions.indices.map { index in
      transactionJSON(index, sender: index < senders.count ? senders[index] : .zero)
    }
  }

  func transactionJSON(_ index: Int, sender: Address) -> JSONValue {
    let transaction = block.transactions[index]
    return transaction.json(
      hash: transaction.hash, sender: sender,
      place: TransactionPlace(
        blockHash: hash, number: block.header.number, index: index,
        baseFee: block.header.baseFee ?? .zero))
  }
}

extension BlockHeader {
  var members: Members {
    var members: Members = [
      ("number", .quantity(number)), ("parentHash", .hash(parentHash)),
      ("nonce", .string(nonceText)), ("mixHash", .hash(prevRandao)),
      ("sha3Uncles", .hash(ommersHash)), ("logsBloom", .data(bloom.bytes)),
      ("transactionsRoot", .hash(transactionsRoot)), ("stateRoot", .hash(stateRoot)),
      ("receiptsRoot", .hash(receiptsRoot)), ("miner", .address(coinbase)),
      ("difficulty", .quantity(difficulty)), ("extraData", .data(extraData)),
      ("gasLimit", .quantity(gasLimit)), ("gasUsed", .quantity(gasUsed)),
      ("timestamp", .quantity(timestamp)),
    ]
    if let baseFee { members.append(("baseFeePerGas", .quantity(baseFee))) }
    if let withdrawalsRoot { members.append(("withdrawalsRoot", .hash(withdrawalsRoot))) }
    if let blobGasUsed { members.append(("blobGasUsed", .quantity(blobGasUsed))) }
    if let excessBlobGas { members.append(("excessBlobGas", .quantity(excessBlobGas))) }
    if let parentBeaconRoot { members.append(("parentBeaconBlockRoot", .hash(parentBeaconRoot))) }
    if let requestsHash { members.append(("requestsHash", .hash(requestsHash))) }
    return members
  }

  /// Eight bytes, leading zeros kept.
  private var nonceText: String {
    Hex.encode((0..<8).map { UInt8(truncatingIfNeeded: nonce >> (56 - 8 * UInt64($0))) })
  }
}

extension Withdrawal {
  var json: JSONValue {
    .object([
      ("index", .quantity(index)), ("validatorIndex", .quantity(validator)),
      ("address", .address(address)), ("amount", .quantity(amount)),
    ])
  }
}
