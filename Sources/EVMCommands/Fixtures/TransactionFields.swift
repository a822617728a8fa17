import BlockExecution
import ChainTypes

/// Reads transactions that fixtures write field by field.
enum TransactionFields {
  /// The parts that state tests, block tests and t8n write the same way.
  static func load(
    _ field: JSONField, kind: Transaction.Kind
  ) throws(JSONError) -> Transaction {
    var transaction = Transaction(kind: kind)
    transaction.nonce = try field.member("nonce").quantity64()
    transaction.to = try field.optionalMember("to")?.optionalAddress()
    if kind.rawValue >= Transaction.Kind.feeMarket.rawValue {
      transaction.maxFeePerGas = try field.member("maxFeePerGas").quantity()
      transaction.maxPriorityFeePerGas = try field.member("maxPriorityFeePerGas").quantity()
    } else {
      transaction.maxFeePerGas = try field.member("gasPrice").quantity()
      transaction.maxPriorityFeePerGas = transaction.maxFeePerGas
    }
    if kind == .blob {
      transaction.maxFeePerBlobGas = try field.member("maxFeePerBlobGas").quantity()
      for hash in try field.member("blobVersionedHashes").elements() {
        transaction.blobHashes.append(try hash.hash())
      }
    }
    if kind == .setCode {
      for entry in try field.member("authorizationList").elements() {
        transaction.authorizations.append(try authorization(entry))
      }
    }
    return transaction
  }

  static func accessList(_ field: JSONField) throws(JSONError) -> [AccessListEntry] {
    var entries: [AccessListEntry] = []
    for entry in try field.elements() {
      var slots: [Word] = []
      if let keys = try entry.optionalMember("storageKeys") {
        for key in try keys.elements() { slots.append(try key.quantity()) }
      }
      entries.append(AccessListEntry(address: try entry.member("address").address(), slots: slots))
    }
    return entries
  }

  private static func authorization(_ field: JSONField) throws(JSONError) -> Authorization {
    guard let parity = try field.either("yParity", "v") else { throw .missing(field.path) }
    let yParity = try parity.quantity64()
    guard yParity <= 255 else { throw .outOfRange(parity.path) }
    return Authorization(
      chainID: try field.member("chainId").quantity(),
      address: try field.member("address").address(),
      nonce: try field.member("nonce").quantity64(),
      yParity: UInt8(yParity),
      r: try field.member("r").quantity(), s: try field.member("s").quantity())
  }

  /// The type that the present members imply, where a fixture does not state it.
  static func impliedKind(_ field: JSONField, hasAccessList: Bool) -> Transaction.Kind {
    if field.value["authorizationList"] != nil { return .setCode }
    if field.value["maxFeePerBlobGas"] != nil || field.value["blobVersionedHashes"] != nil {
      return .blob
    }
    if field.value["maxFeePerGas"] != nil { return .feeMarket }
    return hasAccessList ? .accessList : .legacy
  }
}
