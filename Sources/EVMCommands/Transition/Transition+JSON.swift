import BlockExecution
import ChainTypes
import EVM
import MerkleTrie
import NativeCrypto

// What t8n writes, with the members of go-ethereum's ExecutionResult.

extension Transition {
  /// The state after the block: empty members are left out.
  var allocation: JSONValue {
    var accounts: [(key: String, value: JSONValue)] = []
    for address in state.addresses {
      guard let account = state.contents(of: address) else { continue }
      var members: [(key: String, value: JSONValue)] = []
      if !account.code.isEmpty { members.append(("code", .string(Hex.encode(account.code)))) }
      if !account.storage.isEmpty {
        let slots = account.storage.map {
          (key: $0.key.hex64, value: JSONValue.string($0.value.hex64))
        }
        members.append(("storage", .object(slots)))
      }
      members.append(("balance", .string(account.balance.hex)))
      if account.nonce > 0 { members.append(("nonce", .string(Word(account.nonce).hex))) }
      accounts.append((address.hex, .object(members)))
    }
    return .object(accounts)
  }

  var result: JSONValue {
    let receipts = included.map { $0.receipt }
    let logs = receipts.flatMap { $0.logs }
    let roots = included.map { $0.transaction.encoded() }
    var members: [(key: String, value: JSONValue)] = [
      ("stateRoot", .string(stateRoot.hex)),
      ("txRoot", .string(OrderedTrie.root(of: roots).hex)),
      ("receiptsRoot", .string(OrderedTrie.root(of: receipts.map { $0.encoded() }).hex)),
      ("logsHash", .string(LogList.hash(logs).hex)),
      ("logsBloom", .string(Hex.encode(Bloom(of: logs).bytes))),
      ("receipts", .array(receiptList)),
    ]
    if !rejected.isEmpty { members.append(("rejected", .array(rejections))) }
    let isWork = fork < .paris
    members.append(
      ("currentDifficulty", isWork ? .string(environment.header.difficulty.hex) : .null))
    members.append(("gasUsed", .string(Word(context.gasUsed).hex)))
    members += laterMembers
    return .object(members)
  }

  private var laterMembers: [(key: String, value: JSONValue)] {
    let header = environment.header
    var members: [(key: String, value: JSONValue)] = []
    if let baseFee = header.baseFee { members.append(("currentBaseFee", .string(baseFee.hex))) }
    if fork >= .shanghai, let withdrawals = environment.withdrawals {
      let root = OrderedTrie.root(of: withdrawals.map { $0.encoded() })
      members.append(("withdrawalsRoot", .string(root.hex)))
    }
    if let excess = header.excessBlobGas {
      members.append(("currentExcessBlobGas", .string(Word(excess).hex)))
      members.append(("blobGasUsed", .string(Word(context.blobGasUsed).hex)))
    }
    if fork >= .prague, !isStateTest {
      let hash = Requests.hash(requests, using: .system)
      members.append(("requestsHash", .string(hash.hex)))
      members.append(("requests", .array(requests.map { .string(Hex.encode($0)) })))
    }
    if let blockFault { members.append(("blockException", .string("\(blockFault)"))) }
    return members
  }

  private var rejections: [JSONValue] {
    rejected.sorted { $0.index < $1.index }.map {
      .object([("index", .integer(Int64($0.index))), ("error", .string($0.reason))])
    }
  }

  private var receiptList: [JSONValue] {
    var firstLog = 0
    var list: [JSONValue] = []
    for (index, entry) in included.enumerated() {
      list.append(receipt(entry, index, firstLog))
      firstLog += entry.receipt.logs.count
    }
    return list
  }

  private func receipt(_ entry: Included, _ index: Int, _ firstLog: Int) -> JSONValue {
    let hash = JSONValue.string(entry.transaction.hash.hex)
    var members: [(key: String, value: JSONValue)] = [
      ("type", .string(Word(UInt64(entry.receipt.kind.rawValue)).hex))
    ]
    switch entry.receipt.result {
    case .stateRoot(let root):
      members.append(("root", .string(root.hex)))
      members.append(("status", .string("0x0")))
    case .status(let isSuccess):
      members.append(("root", .string("0x")))
      members.append(("status", .string(isSuccess ? "0x1" : "0x0")))
    }
    let created = entry.result.createdAddress ?? .zero
    members += [
      ("cumulativeGasUsed", .string(Word(entry.receipt.cumulativeGasUsed).hex)),
      ("logsBloom", .string(Hex.encode(entry.receipt.bloom.bytes))),
      ("logs", .array(logs(entry.receipt.logs, hash, index, firstLog))),
      ("transactionHash", hash),
      ("contractAddress", .string(created.hex)),
      ("gasUsed", .string(Word(entry.result.gasUsed).hex)),
      ("effectiveGasPrice", .string(entry.result.gasPrice.hex)),
      ("blockHash", .string(Hash.zero.hex)),
      ("transactionIndex", .string(Word(UInt64(index)).hex)),
    ]
    if entry.receipt.kind == .blob {
      members.append(("blobGasUsed", .string(Word(entry.result.blobGasUsed).hex)))
      members.append(("blobGasPrice", .string(context.environment.blobBaseFee.hex)))
    }
    return .object(members)
  }

  private func logs(
    _ logs: [Log], _ transaction: JSONValue, _ index: Int, _ first: Int
  ) -> [JSONValue] {
    logs.enumerated().map { offset, log in
      .object([
        ("address", .string(log.address.hex)),
        ("topics", .array(log.topics.map { .string($0.hex) })),
        ("data", .string(Hex.encode(log.data))),
        ("blockNumber", .string(Word(environment.header.number).hex)),
        ("transactionHash", transaction),
        ("transactionIndex", .string(Word(UInt64(index)).hex)),
        ("blockHash", .string(Hash.zero.hex)),
        ("logIndex", .string(Word(UInt64(first + offset)).hex)),
        ("removed", .bool(false)),
      ])
    }
  }
}
