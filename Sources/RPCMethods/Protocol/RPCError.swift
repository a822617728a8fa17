import ChainTypes

/// What a request is answered with when it fails: JSON-RPC 2.0, section 5.1, with the numbers and
/// texts of go-ethereum, since client libraries look at both.
public struct RPCError: Error, Sendable, Equatable {
  public var code: Int64
  public var message: String
  public var data: JSONValue?

  public init(code: Int64, message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}

extension RPCError {
  public static let parse = RPCError(code: -32700, message: "parse error")
  public static let emptyBatch = RPCError(code: -32600, message: "empty batch")

  public static func invalidRequest(_ text: String) -> RPCError {
    RPCError(code: -32600, message: text)
  }

  public static func unknownMethod(_ name: String) -> RPCError {
    RPCError(code: -32601, message: "the method \(name) does not exist/is not available")
  }

  public static func invalidParameters(_ text: String) -> RPCError {
    RPCError(code: -32602, message: text)
  }

  static func invalidArgument(_ index: Int, _ text: String) -> RPCError {
    invalidParameters("invalid argument \(index): \(text)")
  }

  /// Anything that went wrong in doing it.
  public static func failed(_ text: String) -> RPCError { RPCError(code: -32000, message: text) }

  public static func limitExceeded(_ text: String) -> RPCError {
    RPCError(code: -32005, message: text)
  }

  /// EIP-1474's "resource not found", as go-ethereum says it.
  static let unknownBlock = failed("header not found")

  static func historyUnavailable(_ number: UInt64, oldest: UInt64) -> RPCError {
    RPCError(
      code: 4444,
      message: "state of block \(number) is not kept any more; the oldest is that of \(oldest)")
  }

  var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [
      ("code", .integer(code)), ("message", .string(message)),
    ]
    if let data { members.append(("data", data)) }
    return .object(members)
  }
}
