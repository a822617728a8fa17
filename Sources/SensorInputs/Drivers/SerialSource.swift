import BoardConfig
import LinuxIO
import Readings

/// A serial line that several sensors listen to. What arrives goes through all decoders; each
/// sensor takes what is newer than what it took last.
final class SerialSource: Sendable {
  struct State: Sendable {
    var line: OpenLine?
    /// Monotonic milliseconds of the last look.
    var lastLook: UInt64 = 0
    var dust = PMS5003Scanner()
    var positions = NMEAScanner()
    var lines = LineScanner()
    /// What came, with a number that grows.
    var dustFrame: (frame: PMS5003Frame, number: UInt64)?
    var sentences: [(sentence: NMEASentence, number: UInt64)] = []
    var count: UInt64 = 0
  }

  let settings: SerialSettings
  private let root: InputFolder
  private let state = Guarded(State())

  init(_ settings: SerialSettings, root: InputFolder) {
    self.settings = settings
    self.root = root
  }

  /// Waits until `take` finds something in what came, or the deadline has passed. Only one thread
  /// at a time calls it: sensors of a line are one group.
  func wait<Found>(
    until deadline: Deadline, _ take: (State) throws(InputFault) -> Found?
  ) throws(InputFault) -> Found {
    let start = MonotonicClock.now()
    let line = try open()
    let before = errors
    while true {
      try pump(line)
      if let found = try state.withLock({ state throws(InputFault) in try take(state) }) {
        return found
      }
      let isReadable = try listening { () throws(SystemError) in
        try line.line.descriptor.waitReadable(until: deadline)
      }
      guard isReadable else { break }
    }
    if errors > before { throw .nonsense(.malformed(at: 0)) }
    throw .silent(milliseconds: Int(clamping: (MonotonicClock.now() - start) / 1_000_000))
  }

  /// Opens the line if it is closed, and forgets what has lain in it: that is older than it looks.
  private func open() throws(InputFault) -> OpenLine {
    let now = MonotonicClock.now() / 1_000_000
    let (known, isOld) = state.withLock { state in
      let isOld = now - state.lastLook > SensorInputLimits.serialFreshness
      state.lastLook = now
      return (state.line, isOld)
    }
    if let known {
      if isOld { try listening { () throws(SystemError) in try known.line.discardInput() } }
      return known
    }
    let parity: SerialLine.Parity =
      switch settings.parity {
      case .none: .none
      case .even: .even
      case .odd: .odd
      }
    let line = try asking { () throws(SystemError) in
      try SerialLine(
        opening: root.path(settings.device), baud: settings.baud, parity: parity,
        stopBits: settings.stopBits)
    }
    let opened = OpenLine(line)
    state.withLock { $0.line = opened }
    return opened
  }

  private func pump(_ line: OpenLine) throws(InputFault) {
    let bytes = try listening { () throws(SystemError) in try line.line.available() }
    state.withLock { $0.push(bytes) }
  }

  /// A line that failed is opened anew next time: the adapter may have been plugged in again.
  private func listening<Result>(
    _ body: () throws(SystemError) -> Result
  ) throws(InputFault) -> Result {
    do throws(SystemError) { return try body() } catch {
      state.withLock { $0.line = nil }
      throw .system(error)
    }
  }

  /// What came and was refused by a decoder.
  private var errors: UInt64 {
    state.withLock { $0.dust.brokenFrames + $0.positions.brokenLines + $0.lines.count }
  }
}

/// Carries a line that cannot be copied.
final class OpenLine: Sendable {
  let line: SerialLine

  init(_ line: consuming SerialLine) { self.line = line }
}

extension SerialSource.State {
  mutating func push(_ bytes: [UInt8]) {
    for byte in bytes {
      if let frame = dust.push(byte) {
        count += 1
        dustFrame = (frame, count)
      }
      if let sentence = positions.push(byte) {
        count += 1
        sentences.append((sentence, count))
        if sentences.count > SensorInputLimits.serialLines { sentences.removeFirst() }
      }
      lines.push(byte)
    }
  }
}

/// Cuts a stream into lines and keeps the last ones.
struct LineScanner: Sendable {
  private(set) var kept: [(line: [UInt8], number: UInt64)] = []
  private(set) var count: UInt64 = 0
  private var held: [UInt8] = []

  mutating func push(_ byte: UInt8) {
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
      if !held.isEmpty { keep() }
      held.removeAll(keepingCapacity: true)
    } else if held.count < SensorInputLimits.lineBytes {
      held.append(byte)
    }
  }

  private mutating func keep() {
    count += 1
    kept.append((held, count))
    if kept.count > SensorInputLimits.serialLines { kept.removeFirst() }
  }
}
