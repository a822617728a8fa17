import BlockExecution
import ChainTypes
import EVM

/// A block with what its execution came to, from which receipts are told.
struct ExecutedView {
  var stored: RPCBlock
  var execution: RPCExecution
  var blobBaseFee: Word

  var count: Int { min(stored.block.transactions.count, execution.receipts.count) }

  func receipt(_ index: Int) -> JSONValue {
    let transaction = stored.block.transactions[index]
    let receipt = execution.receipts[index]
    let sender = index < execution.senders.count ? execution.senders[index] : Address.zero
    let before = index > 0 ? execution.receipts[index - 1].cumulativeGasUsed : 0
    let created = CreatedAddress.of(sender, nonce: transaction.nonce)
    var members: Members = [
      ("blockHash", .hash(stored.hash)), ("blockNumber", .quantity(stored.block.header.number)),
      ("contractAddress", transaction.isCreation ? .address(created) : .null),
      ("cumulativeGasUsed", .quantity(receipt.cumulativeGasUsed)),
      ("effectiveGasPrice", .quantity(price(of: transaction))), ("from", .address(sender)),
      ("gasUsed", .quantity(receipt.cumulativeGasUsed &- before)), ("logs", .array(logs(index))),
      ("logsBloom", .data(receipt.bloom.bytes)), receipt.resultMember,
      ("to", transaction.to.map { .address($0) } ?? .null),
      ("transactionHash", .hash(transaction.hash)), ("transactionIndex", .quantity(index)),
      ("type", .quantity(UInt64(transaction.kind.rawValue))),
    ]
    if transaction.kind == .blob {
      members.append(("blobGasUsed", .quantity(transaction.blobGas)))
      members.append(("blobGasPrice", .quantity(blobBaseFee)))
    }
    return .object(members)
  }

  private func price(of transaction: Transaction) -> Word {
    transaction.effectiveGasPrice(stored.block.header.baseFee ?? .zero)
  }

  private func logs(_ index: Int) -> [JSONValue] {
    var first = 0
    for receipt in execution.receipts[..<index] { first += receipt.logs.count }
    let hash = stored.block.transactions[index].hash
    return execution.receipts[index].logs.enumerated().map { place, log in
      RPCLog(
        log: log, block: stored.block.header.number, blockHash: stored.hash,
        timestamp: stored.block.header.timestamp, transaction: hash, transactionIndex: index,
        index: first + place
      ).json
    }
  }
}

extension Receipt {
  fileprivate var resultMember: (key: String, value: JSONValue) {
    switch result {
    case .stateRoot(let root): ("root", .hash(root))
    case .status(let success): ("status", .quantity(success ? 1 as UInt64 : 0))
    }
  }
}

extension RPCLog {
  var json: JSONValue {
    .object([
      ("address", .address(log.address)), ("topics", .array(log.topics.map { .hash($0) })),
      ("data", .data(log.data)), ("blockNumber", .quantity(block)),
      ("transactionHash", .hash(transaction)), ("transactionIndex", .quantity(transactionIndex)),
      ("blockHash", .hash(blockHash)), ("blockTimestamp", .quantity(timestamp)),
      ("logIndex", .quantity(index)), ("removed", false),
    ])
  }
}
