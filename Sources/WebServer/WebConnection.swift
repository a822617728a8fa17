import LinuxIO

/// One client. It is asked for its next request when it has taken the answer to the last.
final class WebConnection {
  let descriptor: FileDescriptor
  private let limits: WebLimits
  private var parser: RequestParser
  private var output: [UInt8] = []
  private var sent = 0
  private var endsAfterAnswer = false
  private var hasAsked = false
  private(set) var isClosed = false
  /// Monotonic milliseconds at which patience ends.
  private(set) var due: UInt64

  init(_ descriptor: consuming FileDescriptor, limits: WebLimits, now: UInt64) {
    self.descriptor = descriptor
    self.limits = limits
    parser = RequestParser(limit: limits.requestBytes)
    due = now + limits.patience
  }

  var interest: PollSet.Interest { output.isEmpty ? .readable : .writable }

  func handle(
    _ ready: PollSet.Ready, _ buffer: inout [UInt8], now: UInt64,
    _ answer: (HTTPRequest) -> HTTPAnswer
  ) {
    if output.isEmpty { read(&buffer, now) } else { flush(now) }
    // What came behind a request is looked at when its answer has gone.
    while !isClosed, output.isEmpty, !endsAfterAnswer, reply(now, answer) {}
    if endsAfterAnswer, output.isEmpty { isClosed = true }
  }

  /// A client that is too slow goes.
  func close(at now: UInt64) { if now >= due { isClosed = true } }

  private func read(_ buffer: inout [UInt8], _ now: UInt64) {
    do throws(SystemError) {
      switch try descriptor.read(into: &buffer) {
      case .bytes(let count):
        if !parser.hasBegun, hasAsked { due = now + limits.patience }
        parser.append(Array(buffer[..<count]))
      case .endOfFile: isClosed = true
      case .wouldBlock: return
      }
    } catch { isClosed = true }
  }

  /// Answers what there is; false when nothing whole is there.
  private func reply(_ now: UInt64, _ answer: (HTTPRequest) -> HTTPAnswer) -> Bool {
    do throws(RequestFault) {
      guard let request = try parser.next() else { return false }
      hasAsked = true
      endsAfterAnswer = !request.keepsAlive
      output = answer(request).bytes(
        withBody: request.method == .get, keepsAlive: request.keepsAlive)
    } catch {
      endsAfterAnswer = true
      output = error.answer.bytes(withBody: true, keepsAlive: false)
    }
    due = now + limits.patience
    flush(now)
    return true
  }

  private func flush(_ now: UInt64) {
    do throws(SystemError) {
      while sent < output.count {
        let count = try descriptor.writeSome(output, from: sent)
        if count == 0 { return }
        sent += count
      }
      due = now + limits.idle
    } catch { isClosed = true }
    output = []
    sent = 0
  }
}
