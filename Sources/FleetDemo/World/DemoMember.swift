import ChainTypes
import ControlSocket
import LinuxIO

/// A board or the aggregator of the demo: a process, and what it says of itself.
final class DemoMember {
  let name: String
  private let words: [String]
  private let log: String
  private let socket: String
  private let method: String
  private var process: BackgroundProcess?
  private var client: ControlLine?
  /// What it said last; null before the first answer.
  private(set) var status: JSONValue = .null

  /// The connection in a class, since it is not copied.
  private final class ControlLine {
    var client: ControlClient
    init(_ client: consuming ControlClient) { self.client = client }
  }

  init(_ name: String, words: [String], log: String, socket: String, method: String) {
    self.name = name
    self.words = words
    self.log = log
    self.socket = socket
    self.method = method
  }

  func start() throws(DemoFailure) {
    client = nil
    do throws(SystemError) {
      process = try BackgroundProcess(words, output: log)
    } catch {
      throw DemoFailure(error)
    }
  }

  var isRunning: Bool { process?.state == .running }

  /// As when the power goes, as far as the process can tell.
  func kill() {
    process?.kill()
    client = nil
  }

  /// Asks it to end; `finish` waits for it.
  func terminate() { process?.terminate() }

  /// True when it ended in order and in time.
  func finish() -> Bool {
    client = nil
    guard let process else { return true }
    guard process.wait(milliseconds: DemoLimits.goodbye) else {
      process.kill()
      return false
    }
    return process.state == .exited(0)
  }

  /// Asks how it is; what it said before stays when it does not answer.
  func look() { if let answer = call(method) { status = answer } }

  /// Nil when it does not answer, or refuses.
  func call(_ method: String, _ parameters: [JSONValue] = []) -> JSONValue? {
    if client == nil { client = connect() }
    guard let client else { return nil }
    do throws(ControlClient.Failure) {
      return try client.client.call(method, parameters)
    } catch {
      // A refusal leaves the connection as it was.
      if case .refused = error { return nil }
      self.client = nil
      return nil
    }
  }

  private func connect() -> ControlLine? {
    do throws(SystemError) {
      return ControlLine(
        try ControlClient(path: socket, milliseconds: DemoLimits.answer))
    } catch {
      return nil
    }
  }

  /// The end of what it printed, for when something went wrong.
  var lastWords: String {
    let bytes = (try? WholeFile.read(log, limit: DemoLimits.logBytes)) ?? []
    return String(decoding: bytes.suffix(600), as: UTF8.self)
  }
}

extension JSONValue {
  /// A number of an object's member; 0 when there is none.
  func number(_ path: String...) -> UInt64 {
    var value: JSONValue? = self
    for key in path { value = value?[key] }
    return UInt64(max(0, value?.asInteger ?? 0))
  }

  func flag(_ path: String...) -> Bool {
    var value: JSONValue? = self
    for key in path { value = value?[key] }
    return value?.asBool ?? false
  }
}
