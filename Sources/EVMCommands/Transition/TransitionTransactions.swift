import BlockExecution
import ChainTypes
import EVM
import Signing

/// t8n's `txs`: JSON objects, signed or with the key to sign them, or one RLP list of signed ones.
enum TransitionTransactions {
  /// A transaction, or why it is none.
  typealias Entry = Result<Transaction, Unreadable>

  struct Unreadable: Error {
    var reason: String
  }

  static func load(
    _ field: JSONField, chainID: UInt64, fork: Fork
  ) throws(JSONError) -> [Entry] {
    if field.value.isNull { return [] }
    if case .string = field.value { return try decode(field) }
    var entries: [Entry] = []
    for element in try field.elements() {
      do throws(JSONError) {
        entries.append(.success(try read(element, chainID: chainID, fork: fork)))
      } catch {
        entries.append(.failure(Unreadable(reason: "\(error)")))
      }
    }
    return entries
  }

  private static func decode(_ field: JSONField) throws(JSONError) -> [Entry] {
    var entries: [Entry] = []
    do throws(RLPError) {
      var list = try RLPReader(list: bytes(field))
      while !list.isAtEnd {
        let envelope = list.isAtList ? try list.rawItem() : try list.readSlice()
        do throws(TransactionDecodingError) {
          entries.append(.success(try Transaction(decoding: envelope)))
        } catch {
          entries.append(.failure(Unreadable(reason: "\(error)")))
        }
      }
    } catch {
      throw JSONError.malformed(field.path, expected: "an RLP list of transactions (\(error))")
    }
    return entries
  }

  /// What is no hexadecimal is no list either.
  private static func bytes(_ field: JSONField) -> [UInt8] { (try? field.blob()) ?? [] }

  private static func read(
    _ field: JSONField, chainID: UInt64, fork: Fork
  ) throws(JSONError) -> Transaction {
    let list = try field.optionalMember("accessList")
    var transaction = try TransactionFields.load(field, kind: kind(field, list != nil))
    transaction.gasLimit = try field.either("gas", "gasLimit")?.quantity64() ?? 0
    transaction.value = try field.optionalMember("value")?.quantity() ?? .zero
    transaction.data = try field.either("input", "data")?.blob() ?? []
    if let list { transaction.accessList = try TransactionFields.accessList(list) }
    let signature = try signature(field)
    if let stated = try field.optionalMember("chainId")?.quantity64() {
      transaction.chainID = stated
    } else if transaction.kind != .legacy {
      transaction.chainID = chainID
    }
    if !signature.r.isZero {
      transaction.signature = signature
      if transaction.kind == .legacy { transaction.chainID = replayProtection(signature.v) }
      return transaction
    }
    try sign(&transaction, field, chainID, fork)
    return transaction
  }

  private static func kind(
    _ field: JSONField, _ hasList: Bool
  ) throws(JSONError) -> Transaction.Kind {
    guard let stated = try field.optionalMember("type") else {
      return TransactionFields.impliedKind(field, hasAccessList: hasList)
    }
    guard let number = try? stated.quantity64(), number < 256,
      let kind = Transaction.Kind(rawValue: UInt8(number))
    else { throw .malformed(stated.path, expected: "a known transaction type") }
    return kind
  }

  private static func signature(_ field: JSONField) throws(JSONError) -> TransactionSignature {
    return TransactionSignature(
      v: try field.either("yParity", "v")?.quantity() ?? .zero,
      r: try field.optionalMember("r")?.quantity() ?? .zero,
      s: try field.optionalMember("s")?.quantity() ?? .zero)
  }

  /// The chain id in the `v` of a legacy transaction (EIP-155).
  private static func replayProtection(_ v: Word) -> UInt64? {
    v < 35 ? nil : ((v &- 35) >> 1).asUInt64
  }

  /// Signs with `secretKey`, with replay protection unless `protected` is false or the fork is
  /// older.
  private static func sign(
    _ transaction: inout Transaction, _ field: JSONField, _ chainID: UInt64, _ fork: Fork
  ) throws(JSONError) {
    var secret = try field.member("secretKey").blob()
    if transaction.kind == .legacy {
      let isProtected = field.value["protected"]?.asBool ?? true
      transaction.chainID = isProtected && fork >= .spuriousDragon ? chainID : nil
    }
    do throws(SigningError) {
      let key = try SigningKey(taking: &secret)
      let signature = key.sign(transaction.signingHash)
      var v = Word(UInt64(signature.recoveryID))
      if transaction.kind == .legacy {
        v = v &+ (transaction.chainID.map { (Word($0) << 1) &+ 35 } ?? 27)
      }
      transaction.signature = TransactionSignature(v: v, r: signature.r, s: signature.s)
    } catch {
      throw JSONError.malformed(field.path, expected: "a transaction with a secret key")
    }
  }
}

extension JSONField {
  /// The first member of the two names that is there and not null.
  func either(_ first: String, _ second: String) throws(JSONError) -> JSONField? {
    if let found = try optionalMember(first) { return found }
    return try optionalMember(second)
  }
}
