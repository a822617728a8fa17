import BlockExecution
import ChainTypes

/// Where a transaction stands.
struct TransactionPlace {
  var blockHash: Hash
  var number: UInt64
  var index: Int
  var baseFee: Word
}

extension Transaction {
  /// A transaction of a block, or one that waits.
  func json(hash: Hash, sender: Address, place: TransactionPlace?) -> JSONValue {
    var members: Members = [
      ("blockHash", place.map { .hash($0.blockHash) } ?? .null),
      ("blockNumber", place.map { .quantity($0.number) } ?? .null),
      ("from", .address(sender)), ("gas", .quantity(gasLimit)),
      ("gasPrice", .quantity(effectiveGasPrice(place?.baseFee))),
    ]
    if kind.hasFeeMarket {
      members.append(("maxFeePerGas", .quantity(maxFeePerGas)))
      members.append(("maxPriorityFeePerGas", .quantity(maxPriorityFeePerGas)))
    }
    if kind == .blob { members.append(("maxFeePerBlobGas", .quantity(maxFeePerBlobGas))) }
    members += [
      ("hash", .hash(hash)), ("input", .data(data)), ("nonce", .quantity(nonce)),
      ("to", to.map { .address($0) } ?? .null),
      ("transactionIndex", place.map { .quantity($0.index) } ?? .null),
      ("value", .quantity(value)), ("type", .quantity(UInt64(kind.rawValue))),
    ]
    return .object(members + typedMembers + signatureMembers)
  }

  private var typedMembers: Members {
    var members: Members = []
    if kind != .legacy {
      members.append(("accessList", .array(accessList.map { $0.json })))
    }
    if let chainID { members.append(("chainId", .quantity(chainID))) }
    if kind == .blob {
      members.append(("blobVersionedHashes", .array(blobHashes.map { .hash($0) })))
    }
    if kind == .setCode {
      members.append(("authorizationList", .array(authorizations.map { $0.json })))
    }
    return members
  }

  private var signatureMembers: Members {
    var members: Members = [
      ("v", .quantity(signature.v)), ("r", .quantity(signature.r)), ("s", .quantity(signature.s)),
    ]
    if kind != .legacy { members.append(("yParity", .quantity(signature.v))) }
    return members
  }

  /// What a unit of gas cost in a block of this base fee; what it may cost while it waits.
  func effectiveGasPrice(_ baseFee: Word?) -> Word {
    guard kind.hasFeeMarket, let baseFee, baseFee <= maxFeePerGas else { return maxFeePerGas }
    let room = maxFeePerGas &- baseFee
    return baseFee &+ (maxPriorityFeePerGas < room ? maxPriorityFeePerGas : room)
  }
}

extension Transaction.Kind {
  var hasFeeMarket: Bool { self != .legacy && self != .accessList }
}

extension AccessListEntry {
  var json: JSONValue {
    .object([
      ("address", .address(address)), ("storageKeys", .array(slots.map { .string($0.hex64) })),
    ])
  }
}

extension Authorization {
  var json: JSONValue {
    .object([
      ("chainId", .quantity(chainID)), ("address", .address(address)), ("nonce", .quantity(nonce)),
      ("yParity", .quantity(UInt64(yParity))), ("r", .quantity(r)), ("s", .quantity(s)),
    ])
  }
}
