import ChainTypes

/// One named test of a transaction test file: bytes, and under each fork either what they say or
/// that they must be refused.
struct TransactionTest {
  enum Verdict {
    case valid(hash: Hash, sender: Address, intrinsicGas: UInt64?)
    case invalid(exception: String)
  }

  var name: String
  /// Nil where the text is not hexadecimal.
  var encoded: [UInt8]?
  var results: [(fork: String, verdict: Verdict)]

  init(name: String, _ field: JSONField) throws(JSONError) {
    self.name = name
    encoded = try? Hex.decode(field.member("txbytes").string())
    results = []
    for (fork, entry) in try field.member("result").members() {
      results.append((fork, try TransactionTest.verdict(entry)))
    }
  }

  private static func verdict(_ field: JSONField) throws(JSONError) -> Verdict {
    if let exception = try field.optionalMember("exception")?.string() {
      return .invalid(exception: exception)
    }
    return .valid(
      hash: try field.member("hash").hash(), sender: try field.member("sender").address(),
      intrinsicGas: try field.optionalMember("intrinsicGas")?.quantity64())
  }
}
