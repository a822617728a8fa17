import ChainTypes

/// The parameters of one request, read by place. Errors are worded as go-ethereum words them.
public struct RPCParameters {
  public let values: [JSONValue]
  public let limits: RPCLimits

  init(_ values: [JSONValue], limits: RPCLimits) {
    self.values = values
    self.limits = limits
  }

  public var count: Int { values.count }

  /// The parameter, unless it is missing or null.
  public func optional(_ index: Int) -> JSONValue? {
    guard index < values.count, !values[index].isNull else { return nil }
    return values[index]
  }

  func required(_ index: Int) throws(RPCError) -> JSONValue {
    guard let value = optional(index) else {
      throw .invalidParameters("missing value for required argument \(index)")
    }
    return value
  }

  public func string(_ index: Int) throws(RPCError) -> String {
    guard let text = try required(index).asString else {
      throw .invalidArgument(index, "expected a string")
    }
    return text
  }

  public func flag(_ index: Int, missing: Bool) throws(RPCError) -> Bool {
    guard let value = optional(index) else { return missing }
    guard let flag = value.asBool else { throw .invalidArgument(index, "expected true or false") }
    return flag
  }

  public func address(_ index: Int) throws(RPCError) -> Address {
    try read(index) { (value) throws(RPCValueError) in try RPCValue.address(value) }
  }

  public func hash(_ index: Int) throws(RPCError) -> Hash {
    try read(index) { (value) throws(RPCValueError) in try RPCValue.hash(value) }
  }

  public func quantity(_ index: Int) throws(RPCError) -> UInt64 {
    try read(index) { (value) throws(RPCValueError) in try RPCValue.quantity(value) }
  }

  public func bytes(_ index: Int) throws(RPCError) -> [UInt8] {
    try read(index) { (value) throws(RPCValueError) in
      try RPCValue.bytes(value, limit: limits.dataBytes)
    }
  }

  /// A storage key: a quantity or 32 bytes, with or without leading zeros, as clients send both.
  public func slot(_ index: Int) throws(RPCError) -> Word {
    try read(index) { (value) throws(RPCValueError) in try RPCValue.slot(value) }
  }

  public func blockTag(_ index: Int) throws(RPCError) -> BlockTag {
    guard let value = optional(index) else { return .latest }
    do throws(RPCValueError) { return try BlockTag(value) } catch { throw error.at(index) }
  }

  func read<T>(
    _ index: Int, _ body: (JSONValue) throws(RPCValueError) -> T
  ) throws(RPCError) -> T {
    let value = try required(index)
    do throws(RPCValueError) { return try body(value) } catch { throw error.at(index) }
  }
}
