import ChainTypes

/// Why a JSON value is no value of the chain.
struct RPCValueError: Error {
  var text: String

  init(_ text: String) { self.text = text }

  func at(_ index: Int) -> RPCError { .invalidArgument(index, text) }
}

/// The encodings of the Ethereum JSON-RPC specification: quantities without leading zeros, data
/// with two digits a byte, both behind 0x.
enum RPCValue {
  static func word(_ value: JSONValue) throws(RPCValueError) -> Word {
    guard let text = value.asString else {
      throw RPCValueError("json: cannot unmarshal non-string into Go value of type *hexutil.Big")
    }
    let digits = try digits(text)
    guard !digits.isEmpty else { throw RPCValueError("hex string \"0x\"") }
    guard digits.count == 1 || digits.first != UInt8(ascii: "0") else {
      throw RPCValueError("hex number with leading zero digits")
    }
    guard let word = Word(hex: text) else {
      throw RPCValueError(digits.count > 64 ? "hex number > 256 bits" : "invalid hex string")
    }
    return word
  }

  static func quantity(_ value: JSONValue) throws(RPCValueError) -> UInt64 {
    guard let small = try word(value).asUInt64 else {
      throw RPCValueError("hex number > 64 bits")
    }
    return small
  }

  static func bytes(_ value: JSONValue, limit: Int) throws(RPCValueError) -> [UInt8] {
    guard let text = value.asString else {
      throw RPCValueError("json: cannot unmarshal non-string into Go value of type hexutil.Bytes")
    }
    let digits = try digits(text)
    guard digits.count % 2 == 0 else { throw RPCValueError("hex string of odd length") }
    guard digits.count / 2 <= limit else {
      throw RPCValueError("more than \(limit) bytes")
    }
    guard let bytes = try? Hex.decode(text) else { throw RPCValueError("invalid hex string") }
    return bytes
  }

  static func address(_ value: JSONValue) throws(RPCValueError) -> Address {
    let bytes = try bytes(value, limit: 64)
    guard let address = Address(bytes: bytes) else {
      throw RPCValueError("hex string has length \(bytes.count * 2), want 40 for common.Address")
    }
    return address
  }

  static func hash(_ value: JSONValue) throws(RPCValueError) -> Hash {
    let bytes = try bytes(value, limit: 64)
    guard let hash = Hash(bytes: bytes) else {
      throw RPCValueError("hex string has length \(bytes.count * 2), want 64 for common.Hash")
    }
    return hash
  }

  static func slot(_ value: JSONValue) throws(RPCValueError) -> Word {
    guard let text = value.asString else { throw RPCValueError("expected a storage key") }
    let digits = try digits(text)
    guard digits.count <= 64 else {
      throw RPCValueError("storage key too long (want at most 32 bytes)")
    }
    if digits.isEmpty { return .zero }
    guard let word = Word(hex: text) else { throw RPCValueError("invalid hex in storage key") }
    return word
  }

  private static func digits(_ text: String) throws(RPCValueError) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes[0] == UInt8(ascii: "0"), bytes[1] | 0x20 == UInt8(ascii: "x")
    else { throw RPCValueError("hex string without 0x prefix") }
    return Array(bytes[2...])
  }
}

extension JSONValue {
  static func quantity(_ value: UInt64) -> JSONValue { .string(Word(value).hex) }
  static func quantity(_ value: Int) -> JSONValue { .string(Word(UInt64(value)).hex) }
  static func quantity(_ value: Word) -> JSONValue { .string(value.hex) }
  static func data(_ bytes: [UInt8]) -> JSONValue { .string(Hex.encode(bytes)) }
  static func hash(_ hash: Hash) -> JSONValue { .string(hash.hex) }
  static func address(_ address: Address) -> JSONValue { .string(address.hex) }
}

/// Members of an object, in order.
typealias Members = [(key: String, value: JSONValue)]
