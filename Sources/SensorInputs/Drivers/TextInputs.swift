import BoardConfig
import ChainTypes
import JSONText
import LinuxIO
import Readings

/// A number in a text: the text itself, or behind a path into JSON.
enum NumberText {
  static func value(_ bytes: [UInt8], _ path: JSONSelector?) throws(InputFault) -> DecimalValue {
    guard let path else {
      return try decoding { () throws(SensorDataError) in try SysfsValue.number(bytes) }
    }
    let json: JSONValue
    do throws(JSONTextError) { json = try JSONReader.parse(bytes) } catch {
      throw .nonsense(.malformed(at: 0))
    }
    return try decoding { () throws(SensorDataError) in try path.number(in: json) }
  }
}

/// What a program prints.
struct CommandInput: Sendable {
  let words: [String]
  let path: JSONSelector?
  let unit: SenMLUnit

  func read(until deadline: Deadline) throws(InputFault) -> Measurement {
    let result: ProcessResult
    do throws(SystemError) {
      result = try ChildProcess.run(words, until: deadline)
    } catch {
      throw error.code == .notFound ? .absent("the program \(words[0])") : .system(error)
    }
    switch result.end {
    case .exited(0): return Measurement(try NumberText.value(result.output, path), unit)
    case .exited(let status):
      throw .command("\(words[0]) ended with status \(status)\(why(result))")
    case .killed(let signal): throw .command("\(words[0]) was ended by signal \(signal)")
    case .timedOut: throw .command("\(words[0]) ran too long and was ended")
    case .printedTooMuch: throw .command("\(words[0]) printed more than a value and was ended")
    }
  }

  /// The first line of its complaints.
  private func why(_ result: ProcessResult) -> String {
    let line = result.errors.prefix { $0 != UInt8(ascii: "\n") }.filter { $0 >= 0x20 }
    return line.isEmpty ? "" : ": \(String(decoding: line, as: UTF8.self))"
  }
}

/// The newest messages of the topics that sensors name. The owner of the broker's connection puts
/// them in; sensors take them out.
public final class MessageBoard: Sendable {
  struct Message: Sendable {
    var bytes: [UInt8]
    var number: UInt64
    /// Unix milliseconds, and monotonic ones.
    var time: UInt64
    var arrival: UInt64
  }

  private struct State: Sendable {
    var topics: [(topic: String, message: Message?)]
    var count: UInt64 = 0
  }

  private let state: Guarded<State>

  init(topics: [String]) {
    state = Guarded(State(topics: topics.map { ($0, nil) }))
  }

  /// The topics to subscribe to.
  public var topics: [String] { state.withLock { $0.topics.map { $0.topic } } }

  /// Takes a message that arrived now. False for a topic that no sensor names, and for a message
  /// that is larger than sensors send.
  @discardableResult
  public func put(_ bytes: [UInt8], topic: String) -> Bool {
    guard bytes.count <= SensorInputLimits.messageBytes else { return false }
    let time = UInt64(clamping: WallClock.milliseconds())
    let arrival = MonotonicClock.now() / 1_000_000
    return state.withLock { state in
      guard let index = state.topics.firstIndex(where: { $0.topic == topic }) else { return false }
      state.count += 1
      state.topics[index].message = Message(
        bytes: bytes, number: state.count, time: time, arrival: arrival)
      return true
    }
  }

  func newest(_ topic: String) -> Message? {
    state.withLock { state in state.topics.first { $0.topic == topic }?.message }
  }
}

/// A number that another device publishes.
struct MessageInput: Sendable {
  let board: MessageBoard
  let topic: String
  let path: JSONSelector?
  let unit: SenMLUnit
  /// Milliseconds after which a device that says nothing counts as silent.
  let patience: UInt64
  private let start = MonotonicClock.now() / 1_000_000
  private var taken: UInt64 = 0

  init(
    _ board: MessageBoard, topic: String, path: JSONSelector?, unit: SenMLUnit, patience: UInt64
  ) {
    self.board = board
    self.topic = topic
    self.path = path
    self.unit = unit
    self.patience = patience
  }

  /// Nil when the newest message was taken before: nothing is said twice.
  mutating func read() throws(InputFault) -> InputSample? {
    let now = MonotonicClock.now() / 1_000_000
    let message = board.newest(topic)
    guard let message, message.number > taken else {
      let since = now - (message?.arrival ?? start)
      if since > patience { throw .silent(milliseconds: Int(clamping: since)) }
      return nil
    }
    taken = message.number
    let value = try NumberText.value(message.bytes, path)
    return InputSample(Measurement(value, unit), time: message.time)
  }
}
