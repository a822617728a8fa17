import ChainTypes
import JSONText
import LinuxIO
import RPCMethods

/// Asks a running agent.
public struct ControlClient: ~Copyable {
  /// Why there is no answer.
  public enum Failure: Error, Sendable {
    case system(SystemError)
    case noAnswer(milliseconds: Int)
    /// The agent answered something that is no answer.
    case malformed
    case refused(RPCError)
  }

  private let descriptor: FileDescriptor
  private let milliseconds: Int
  private var nextID: Int64 = 1

  /// Connects to the socket of an agent; answers are waited for that long.
  public init(path: String, milliseconds: Int = 10_000) throws(SystemError) {
    descriptor = try LocalSocket.connect(to: path)
    self.milliseconds = milliseconds
  }

  /// The result of a method.
  public mutating func call(
    _ method: String, _ parameters: [JSONValue] = []
  ) throws(Failure) -> JSONValue {
    let id = nextID
    nextID += 1
    let request: JSONValue = .object([
      ("jsonrpc", "2.0"), ("id", .integer(id)), ("method", .string(method)),
      ("params", .array(parameters)),
    ])
    do throws(SystemError) { try descriptor.write(all: Array(request.text().utf8)) } catch {
      throw .system(error)
    }
    let answer = try receive()
    guard answer["id"] == .integer(id) else { throw .malformed }
    if let result = answer["result"] { return result }
    guard let error = answer["error"], let code = error["code"]?.asInteger,
      let message = error["message"]?.asString
    else { throw .malformed }
    throw .refused(RPCError(code: code, message: message, data: error["data"]))
  }

  private func receive() throws(Failure) -> JSONValue {
    let deadline = Deadline.after(milliseconds: milliseconds)
    var framer = DocumentFramer(limit: ControlLimits().answerBytes)
    var buffer = [UInt8](repeating: 0, count: ControlLimits.readChunk)
    while true {
      let result: ReadResult
      do throws(SystemError) {
        result = try descriptor.read(into: &buffer, until: deadline)
      } catch {
        throw .system(error)
      }
      guard case .bytes(let count) = result else {
        if result == .wouldBlock { throw .noAnswer(milliseconds: milliseconds) }
        throw .malformed
      }
      if let document = try first(&framer, buffer.span.extracting(0..<count)) { return document }
    }
  }

  private func first(
    _ framer: inout DocumentFramer, _ input: Span<UInt8>
  ) throws(Failure) -> JSONValue? {
    let documents: [[UInt8]]
    do throws(DocumentFramer.Fault) { documents = try framer.append(input) } catch {
      throw .malformed
    }
    guard let document = documents.first else { return nil }
    do throws(JSONTextError) { return try JSONReader.parse(document) } catch { throw .malformed }
  }
}

extension ControlClient.Failure {
  /// One sentence for people.
  public var text: String {
    switch self {
    case .system(let error): error.text
    case .noAnswer(let milliseconds):
      "the agent gave no answer within \(milliseconds) ms; it may be busy, try again"
    case .malformed: "what listens there does not answer as an agent does"
    case .refused(let error): error.message
    }
  }
}
