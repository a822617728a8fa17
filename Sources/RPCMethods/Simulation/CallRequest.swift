import BlockExecution
import ChainTypes
import EVM

/// The transaction object of eth_call and eth_estimateGas.
struct CallRequest {
  var from = Address.zero
  var to: Address?
  var gas: UInt64?
  var gasPrice: Word?
  var maxFee: Word?
  var maxTip: Word?
  var value = Word.zero
  var data: [UInt8] = []
  var accessList: [AccessListEntry] = []

  init(_ value: JSONValue, limits: RPCLimits) throws(RPCValueError) {
    guard case .object = value else { throw RPCValueError("expected a transaction object") }
    func member(_ name: String) -> JSONValue? {
      guard let found = value[name], !found.isNull else { return nil }
      return found
    }
    if let from = member("from") { self.from = try RPCValue.address(from) }
    if let to = member("to") { self.to = try RPCValue.address(to) }
    if let gas = member("gas") { self.gas = try RPCValue.quantity(gas) }
    if let price = member("gasPrice") { gasPrice = try RPCValue.word(price) }
    if let fee = member("maxFeePerGas") { maxFee = try RPCValue.word(fee) }
    if let tip = member("maxPriorityFeePerGas") { maxTip = try RPCValue.word(tip) }
    if let amount = member("value") { self.value = try RPCValue.word(amount) }
    if let input = member("input") { data = try RPCValue.bytes(input, limit: limits.dataBytes) }
    if let other = member("data") {
      let bytes = try RPCValue.bytes(other, limit: limits.dataBytes)
      if member("input") != nil, bytes != data {
        throw RPCValueError(
          "both \"data\" and \"input\" are set and not equal. "
            + "Please use \"input\" to pass transaction call data")
      }
      data = bytes
    }
    if gasPrice != nil, maxFee != nil || maxTip != nil {
      throw RPCValueError(
        "both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified")
    }
    if let list = member("accessList") { accessList = try CallRequest.accessList(list) }
  }

  private static func accessList(
    _ value: JSONValue
  ) throws(RPCValueError) -> [AccessListEntry] {
    guard let items = value.asArray, items.count <= 1_024 else {
      throw RPCValueError("expected an access list of at most 1024 entries")
    }
    var result: [AccessListEntry] = []
    for item in items {
      guard let address = item["address"], let keys = item["storageKeys"]?.asArray else {
        throw RPCValueError("an access list entry has address and storageKeys")
      }
      var slots: [Word] = []
      for key in keys { slots.append(try RPCValue.slot(key)) }
      result.append(AccessListEntry(address: try RPCValue.address(address), slots: slots))
    }
    return result
  }

  /// The transaction that it stands for.
  func transaction(gas: UInt64, nonce: UInt64) -> Transaction {
    var transaction = Transaction(kind: gasPrice == nil ? .feeMarket : .accessList)
    transaction.nonce = nonce
    transaction.maxFeePerGas = gasPrice ?? maxFee ?? maxTip ?? .zero
    transaction.maxPriorityFeePerGas = gasPrice ?? maxTip ?? .zero
    transaction.gasLimit = gas
    transaction.to = to
    transaction.value = value
    transaction.data = data
    transaction.accessList = accessList
    return transaction
  }

  var hasNoPrice: Bool {
    (gasPrice ?? .zero).isZero && (maxFee ?? .zero).isZero && (maxTip ?? .zero).isZero
  }
}
