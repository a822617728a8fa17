import ChainTypes

/// One request of JSON-RPC 2.0.
struct RPCRequest {
  /// Nil for a notification, which gets no answer.
  var id: JSONValue?
  var method: String
  var parameters: JSONValue

  init(_ value: JSONValue) throws(RPCError) {
    guard case .object = value else { throw .invalidRequest("invalid request") }
    guard value["jsonrpc"]?.asString == "2.0" else { throw .invalidRequest("invalid request") }
    guard let method = value["method"]?.asString, !method.isEmpty else {
      throw .invalidRequest("invalid request")
    }
    id = value["id"]
    self.method = method
    parameters = value["params"] ?? .array([])
    if parameters.isNull { parameters = .array([]) }
    switch parameters {
    case .array: return
    default: throw .invalidParameters("non-array args")
    }
  }

  /// The id of something that may be no request at all.
  static func id(of value: JSONValue) -> JSONValue {
    switch value["id"] {
    case .string(let text)?: .string(text)
    case .integer(let number)?: .integer(number)
    default: .null
    }
  }
}

/// What goes back.
enum RPCResponse {
  static func success(_ result: JSONValue, id: JSONValue) -> JSONValue {
    .object([("jsonrpc", "2.0"), ("id", id), ("result", result)])
  }

  static func failure(_ error: RPCError, id: JSONValue) -> JSONValue {
    .object([("jsonrpc", "2.0"), ("id", id), ("error", error.json)])
  }
}

/// Answers to what is no request.
public enum RPCAnswer {
  /// To a text that is not JSON.
  public static var parseError: JSONValue { RPCResponse.failure(.parse, id: .null) }

  /// To what is not even looked at.
  public static func refusal(_ text: String) -> JSONValue {
    RPCResponse.failure(.invalidRequest(text), id: .null)
  }
}

extension RPCAnswer {
  /// The answer to one request to a program that serves no chain; nil when it wants none. The body
  /// knows the methods.
  public static func one(
    _ document: JSONValue,
    _ body: (_ method: String, _ parameters: [JSONValue]) throws(RPCError) -> JSONValue
  ) -> JSONValue? {
    do throws(RPCError) {
      let request = try RPCRequest(document)
      let result = try body(request.method, request.parameters.asArray ?? [])
      return request.id == nil
        ? nil : RPCResponse.success(result, id: RPCRequest.id(of: document))
    } catch {
      return RPCResponse.failure(error, id: RPCRequest.id(of: document))
    }
  }
}
