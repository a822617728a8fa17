import ChainTypes

/// Answers requests about one chain. It knows neither sockets nor JSON's text: whoever has the
/// connection parses a document, hands it over, and sends back what it gets.
///
/// It belongs to the thread that the chain belongs to.
public final class RPCServer<Chain: RPCChain> {
  /// A method's body. The parameters know their places, so that errors can say which is wrong.
  typealias Body = (RPCServer<Chain>, RPCParameters) throws(RPCError) -> JSONValue

  struct Method {
    var parameters: ClosedRange<Int>
    var body: Body
  }

  public let chain: Chain
  public let limits: RPCLimits
  let clientVersion: String
  var methods: [String: Method] = [:]
  private var added: [String] = []

  public init(chain: Chain, clientVersion: String, limits: RPCLimits = RPCLimits()) {
    self.chain = chain
    self.limits = limits
    self.clientVersion = clientVersion
    addChainMethods()
    addBlockMethods()
    addTransactionMethods()
    addStateMethods()
    addCallMethods()
    addLogMethods()
  }

  /// Adds a method of the program's own, like `cairn_status`.
  public func add(
    _ name: String, parameters: ClosedRange<Int> = 0...0,
    _ body: @escaping (RPCParameters) throws(RPCError) -> JSONValue
  ) {
    methods[name] = Method(parameters: parameters) { (_, values) throws(RPCError) in
      try body(values)
    }
    added.append(name)
  }

  /// Takes out what `add` put in, and lets go of what those methods hold.
  public func removeAdded() {
    for name in added { methods[name] = nil }
    added = []
  }

  func add(_ name: String, _ parameters: ClosedRange<Int> = 0...0, _ body: @escaping Body) {
    methods[name] = Method(parameters: parameters, body: body)
  }

  /// The names of all methods, in order.
  public var methodNames: [String] { methods.keys.sorted() }
}

extension RPCServer {
  /// The answer to what stood in one message; nil when it wants none.
  public func answer(_ document: JSONValue) -> JSONValue? {
    guard case .array(let requests) = document else { return answerOne(document) }
    if requests.isEmpty { return RPCResponse.failure(.emptyBatch, id: .null) }
    if requests.count > limits.batch {
      return RPCResponse.failure(.invalidRequest("batch too large"), id: .null)
    }
    var answers: [JSONValue] = []
    for request in requests {
      if let answer = answerOne(request) { answers.append(answer) }
    }
    return answers.isEmpty ? nil : .array(answers)
  }

  private func answerOne(_ value: JSONValue) -> JSONValue? {
    do throws(RPCError) {
      let request = try RPCRequest(value)
      guard request.id != nil else {
        _ = try call(request)
        return nil
      }
      let id = RPCRequest.id(of: value)
      return RPCResponse.success(try call(request), id: id)
    } catch {
      // A notification is not answered even when it fails.
      if value["id"] == nil, value["method"] != nil { return nil }
      return RPCResponse.failure(error, id: RPCRequest.id(of: value))
    }
  }

  private func call(_ request: RPCRequest) throws(RPCError) -> JSONValue {
    guard let method = methods[request.method] else { throw .unknownMethod(request.method) }
    let parameters = RPCParameters(request.parameters.asArray ?? [], limits: limits)
    guard parameters.count <= method.parameters.upperBound else {
      throw .invalidParameters("too many arguments, want at most \(method.parameters.upperBound)")
    }
    guard parameters.count >= method.parameters.lowerBound else {
      throw .invalidParameters("missing value for required argument \(parameters.count)")
    }
    return try method.body(self, parameters)
  }
}
