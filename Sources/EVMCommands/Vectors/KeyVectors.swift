import BlockExecution
import ChainTypes
import EVM
import NativeCrypto
import Signing

/// The addresses of keys, and transactions signed with them: the oldest vectors of all.
enum KeyVectors {
  static func run(_ field: JSONField, _ report: inout VectorReport) {
    guard let entries = try? field.elements() else { return }
    for entry in entries {
      report.check(entry.path.text) { () throws(JSONError) in
        entry.value["addr"] != nil ? try checkAddress(entry) : try checkTransaction(entry)
      }
    }
  }

  private static func checkAddress(_ entry: JSONField) throws(JSONError) -> String? {
    guard let address = address(of: try entry.member("key").blob()) else { return "no key" }
    let expected = try entry.member("addr").blob()
    return address.bytes == expected ? nil : "address \(address), expected \(Hex.encode(expected))"
  }

  /// The signed bytes decode to the stated fields and recover to the address of the stated key.
  private static func checkTransaction(_ entry: JSONField) throws(JSONError) -> String? {
    let signed = try entry.member("signed").blob()
    guard let transaction = try? Transaction(decoding: signed) else { return "does not decode" }
    if transaction.encoded() != signed { return "encodes to other bytes" }
    let address = address(of: try entry.member("key").blob())
    let sender = try? transaction.sender(chainID: 1, fork: .frontier, using: .system)
    if sender == nil || sender != address { return "sender \(sender.map { $0.hex } ?? "none")" }
    var stated = Transaction()
    stated.nonce = try entry.member("nonce").unsigned()
    stated.gasLimit = try entry.member("startgas").unsigned()
    stated.maxFeePerGas = try entry.member("gasprice").word()
    stated.maxPriorityFeePerGas = stated.maxFeePerGas
    stated.data = try entry.member("data").blob()
    stated.signature = transaction.signature
    return transaction == stated ? nil : "decodes to other fields"
  }

  private static func address(of key: [UInt8]) -> Address? {
    var bytes = key
    do throws(SigningError) {
      return try SigningKey(taking: &bytes).address
    } catch {
      return nil
    }
  }
}
