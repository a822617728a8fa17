import ChainTypes
import JSONText
import LinuxIO
import RPCMethods

/// One client of the control socket.
final class ControlConnection {
  let descriptor: FileDescriptor
  let limits: ControlLimits
  private var framer: DocumentFramer
  private var output: [UInt8] = []
  private var sent = 0
  private(set) var isClosed = false
  /// The client sends nothing more; what it is owed still goes out.
  private var hasEnded = false

  init(_ descriptor: consuming FileDescriptor, limits: ControlLimits) {
    self.descriptor = descriptor
    self.limits = limits
    framer = DocumentFramer(limit: limits.requestBytes)
  }

  /// A client that does not take its answers is not asked for more questions.
  var interest: PollSet.Interest {
    var interest: PollSet.Interest = []
    if !hasEnded, output.isEmpty { interest.insert(.readable) }
    if !output.isEmpty { interest.insert(.writable) }
    return interest
  }

  func handle(
    _ ready: PollSet.Ready, _ buffer: inout [UInt8], _ answer: (JSONValue) -> JSONValue?
  ) {
    if ready.isWritable { flush() }
    if ready.isReadable || ready.isHungUp { read(&buffer, answer) }
    if hasEnded, output.isEmpty { isClosed = true }
  }

  private func read(_ buffer: inout [UInt8], _ answer: (JSONValue) -> JSONValue?) {
    guard !hasEnded, output.isEmpty else { return }
    do throws(SystemError) {
      switch try descriptor.read(into: &buffer) {
      case .bytes(let count): take(buffer.span.extracting(0..<count), answer)
      case .endOfFile: hasEnded = true
      case .wouldBlock: return
      }
    } catch {
      isClosed = true
    }
  }

  private func take(_ input: Span<UInt8>, _ answer: (JSONValue) -> JSONValue?) {
    do throws(DocumentFramer.Fault) {
      for document in try framer.append(input) { append(reply(document, answer)) }
    } catch {
      append(ControlConnection.refusal(error, limits))
      hasEnded = true
    }
    flush()
  }

  private func reply(_ document: [UInt8], _ answer: (JSONValue) -> JSONValue?) -> JSONValue? {
    do throws(JSONTextError) { return answer(try JSONReader.parse(document)) } catch {
      return RPCAnswer.parseError
    }
  }

  private static func refusal(_ fault: DocumentFramer.Fault, _ limits: ControlLimits) -> JSONValue {
    switch fault {
    case .tooLong: RPCAnswer.refusal("a request has at most \(limits.requestBytes) bytes")
    case .tooDeep: RPCAnswer.refusal("the request is nested too deep")
    case .noDocument: RPCAnswer.parseError
    }
  }

  private func append(_ answer: JSONValue?) {
    guard let answer else { return }
    output += Array(answer.text().utf8) + [UInt8(ascii: "\n")]
    if output.count - sent > limits.answerBytes { isClosed = true }
  }

  private func flush() {
    do throws(SystemError) {
      while sent < output.count {
        let count = try descriptor.writeSome(output, from: sent)
        if count == 0 { return }
        sent += count
      }
    } catch {
      isClosed = true
    }
    output.removeAll()
    sent = 0
  }
}
