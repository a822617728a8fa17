import LinuxIO

/// The line between a board and the broker, which the demo can cut: it listens at a port of its
/// own and passes on what comes, in both directions.
final class DemoRelay {
  let port: Int
  private let control: RelayControl
  private let thread: NativeThread

  init(to broker: Int) throws(DemoFailure) {
    do throws(SystemError) {
      let listener = try LoopbackListener()
      let control = try RelayControl()
      port = listener.port
      self.control = control
      let loop = RelayLoop(listener, broker, control)
      let carrier = RelayCarrier(loop)
      thread = try NativeThread(name: "relay") { carrier.run() }
    } catch {
      throw DemoFailure(error)
    }
  }

  deinit { stop() }

  /// Ends every connection and lets nobody in; or lets them in again.
  func setCut(_ isCut: Bool) {
    control.isCut.withLock { $0 = isCut }
    control.wake.raise()
  }

  /// Changes one bit of the next block that the board sends.
  func tamperOnce() { control.tampering.withLock { $0 = .armed } }

  var hasTampered: Bool { control.tampering.withLock { $0 == .done } }

  func stop() {
    control.isStopping.withLock { $0 = true }
    control.wake.raise()
    thread.join()
  }
}

/// What both threads know.
final class RelayControl: Sendable {
  let wake: WakeSignal
  let isCut = Guarded(false)
  let isStopping = Guarded(false)
  let tampering = Guarded(Tampering.off)

  enum Tampering { case off, armed, done }

  init() throws(SystemError) { wake = try WakeSignal() }
}

/// Hands the loop over to its thread, which alone uses it from then on.
private final class RelayCarrier: Sendable {
  private let loop: Guarded<RelayLoop>

  init(_ loop: sending RelayLoop) { self.loop = Guarded(loop) }

  func run() { loop.withLock { $0.run() } }
}

/// The relay's own thread.
final class RelayLoop {
  private let listener: LoopbackListener
  private let broker: Int
  private let control: RelayControl
  private var lines: [RelayLine] = []

  init(_ listener: consuming LoopbackListener, _ broker: Int, _ control: RelayControl) {
    self.listener = listener
    self.broker = broker
    self.control = control
  }

  func run() {
    while !control.isStopping.withLock({ $0 }) {
      var set = PollSet()
      set.add(control.wake, token: 0)
      set.add(listener.descriptor, token: 1)
      for (index, line) in lines.enumerated() { line.add(to: &set, token: 2 + 2 * index) }
      guard let ready = try? set.wait(until: nil) else { return }
      if ready.contains(where: { $0.token == 0 }) { control.wake.clear() }
      let isCut = control.isCut.withLock { $0 }
      if isCut { lines = [] }
      for one in ready where one.token >= 2 && !isCut {
        lines[(one.token - 2) / 2].handle(one, isFirst: one.token % 2 == 0)
      }
      lines.removeAll { $0.hasEnded }
      if ready.contains(where: { $0.token == 1 }) { accept(isCut) }
    }
  }

  private func accept(_ isCut: Bool) {
    while let board = try? listener.accept() {
      // Cut: the connection goes as soon as it has come.
      if isCut { continue }
      guard let broker = try? LoopbackSocket.connect(port: broker) else { continue }
      lines.append(RelayLine(board, broker, control))
    }
  }
}

/// One connection with its partner.
final class RelayLine {
  private let first: FileDescriptor
  private let second: FileDescriptor
  private let control: RelayControl
  /// What waits to be written to each.
  private var toFirst: [UInt8] = []
  private var toSecond: [UInt8] = []
  private(set) var hasEnded = false

  init(
    _ first: consuming FileDescriptor, _ second: consuming FileDescriptor,
    _ control: RelayControl
  ) {
    self.first = first
    self.second = second
    self.control = control
  }

  func add(to set: inout PollSet, token: Int) {
    set.add(first, for: interest(toFirst, toSecond), token: token)
    set.add(second, for: interest(toSecond, toFirst), token: token + 1)
  }

  private func interest(_ outgoing: [UInt8], _ incoming: [UInt8]) -> PollSet.Interest {
    var interest: PollSet.Interest = []
    if !outgoing.isEmpty { interest.insert(.writable) }
    if incoming.count < DemoLimits.relayBacklog { interest.insert(.readable) }
    return interest
  }

  func handle(_ ready: PollSet.Ready, isFirst: Bool) {
    do throws(SystemError) {
      if ready.isReadable || ready.isHungUp {
        if isFirst {
          try take(first, into: &toSecond, isFromBoard: true)
        } else {
          try take(second, into: &toFirst, isFromBoard: false)
        }
      }
      try give(&toFirst, to: first)
      try give(&toSecond, to: second)
    } catch {
      hasEnded = true
    }
  }

  private func take(
    _ from: borrowing FileDescriptor, into waiting: inout [UInt8], isFromBoard: Bool
  ) throws(SystemError) {
    var buffer = [UInt8](repeating: 0, count: DemoLimits.relayChunk)
    switch try from.read(into: &buffer) {
    case .bytes(let count):
      if isFromBoard { tamper(&buffer, count) }
      waiting += buffer[..<count]
    case .endOfFile: hasEnded = true
    case .wouldBlock: return
    }
  }

  /// Changes a bit of the block's header in a message whose topic says that it has one. The topic
  /// ends with the board's 40 digits, then come the seal, and the block.
  private func tamper(_ buffer: inout [UInt8], _ count: Int) {
    control.tampering.withLock { state in
      guard state == .armed else { return }
      let mark = Array("/block/".utf8)
      var start = 0
      while start + mark.count <= count {
        if buffer[start] == mark[0], Array(buffer[start..<start + mark.count]) == mark {
          let place = start + mark.count + DemoLimits.behindTopic
          guard place < count else { return }
          buffer[place] ^= 1
          state = .done
          return
        }
        start += 1
      }
    }
  }

  private func give(
    _ waiting: inout [UInt8], to side: borrowing FileDescriptor
  ) throws(SystemError) {
    let count = try side.writeSome(waiting, from: 0)
    if count > 0 { waiting.removeSubrange(..<count) }
  }
}
