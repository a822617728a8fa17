import Attestation
import BlockExecution
import BoardConfig
import BrokerClient
import ChainTypes
import ControlSocket
import FleetLink
import Lanes
import Ledger
import LinuxIO
import PendingTransactions
import RPCMethods
import Readings
import SensorInputs
import StateStore
import Statements

extension Agent {
  /// Works until it is told to stop, or to go on with other settings; then seals what waits and
  /// leaves everything in order.
  public func run() throws(AgentFailure) -> AgentEnd {
    try begin()
    while true {
      try turn()
      guard let end else { continue }
      stop(end)
      return end
    }
  }

  /// Before the first turn.
  func begin() throws(AgentFailure) {
    try reserveCounters()
    restorePool()
    let socket = settings.control.socket ?? folder.socket
    log.info(
      "started",
      "board=\(identity.lane.board.hex) term=\(identity.lane.term) head=\(head.number) "
        + "sensors=\(inputs.inputs.sensors.count) socket=\(socket)")
    service.ready(status: "head \(head.number)")
  }

  /// Waits for whatever comes first, and does what there is to do.
  func turn() throws(AgentFailure) {
    var set = PollSet()
    set.add(signals.descriptor, token: AgentLimits.signalToken)
    set.add(inputs.signal, token: AgentLimits.inputToken)
    if let intake { set.add(intake.connection.signal, token: AgentLimits.brokerToken) }
    if let fleet { set.add(fleet.link.signal, token: AgentLimits.fleetToken) }
    control.add(to: &set)
    let ready: [PollSet.Ready]
    do throws(SystemError) { ready = try set.wait(until: nextWake()) } catch {
      throw .system(error)
    }
    lookAtClock()
    settleMemory()
    chain.now = Agent.now
    for event in ready { handle(event) }
    intake?.take(log)
    takeInputs()
    stepFleet()
    sealIfDue()
    tellManager()
  }

  private func settleMemory() {
    let now = Agent.now
    guard now >= settleDue else { return }
    settleDue = now + AgentLimits.settleInterval
    ProcessMemory.settle()
  }

  private func handle(_ ready: PollSet.Ready) {
    switch ready.token {
    case AgentLimits.signalToken: handleSignals()
    case AgentLimits.inputToken, AgentLimits.brokerToken, AgentLimits.fleetToken: break
    default: _ = control.handle(ready) { rpc.answer($0) }
    }
  }

  private func handleSignals() {
    while let signal = try? signals.next() {
      switch signal {
      case .terminate, .interrupt: end = .stopped
      case .hangUp: reload()
      }
    }
  }

  /// Settings that are wrong change nothing; others end this agent in order, and the next one opens
  /// with them.
  private func reload() {
    guard let reader, end == nil else { return }
    switch reader() {
    case .refused(let lines):
      for line in lines { log.error("reload", "why=\"\(line)\"") }
      log.error("reload", "note=\"the settings stay as they were\"")
    case .read(let read, let version):
      if read == settings { return log.info("reload", "note=\"nothing has changed\"") }
      end = .changed(read, version)
    }
  }

  /// The first moment at which something is due without being asked for.
  private func nextWake() -> Deadline {
    var next = lastClockLook + AgentLimits.clockInterval
    if let window = pipeline.nextDeadline { next = min(next, window) }
    if let due = blockDue, maySeal { next = min(next, due) }
    if let fleet { next = min(next, fleet.link.nextDeadline) }
    let deadline = Deadline(nanoseconds: next &* 1_000_000)
    guard let wake = inputs.nextWake else { return deadline }
    return min(deadline, wake)
  }

  private func takeInputs() {
    let now = Agent.now
    let stamp = clock.stamp(monotonic: now)
    for event in inputs.step() {
      switch event {
      case .sample(let sensor, let sample):
        let reading = pipeline.take(sample.measurement, from: sensor, at: now, clock: stamp)
        if let reading { noteReading(sensor, reading) }
      case .missed(let sensor, let count, let fault):
        pipeline.miss(count, from: sensor, because: .sensorSilent)
        log.debug(
          "missed",
          "sensor=\(inputs.inputs.sensors[sensor].name) count=\(count) why=\"\(fault.text)\"")
      }
    }
    pipeline.closeWindows(at: now, clock: stamp)
    firstWaiting = pipeline.waitingCount == 0 ? nil : firstWaiting ?? now
  }

  private func noteReading(_ sensor: Int, _ reading: Reading) {
    newest[sensor] = reading
    guard settings.log.readings else { return }
    log.info(
      "reading",
      "sensor=\(inputs.inputs.sensors[sensor].name) value=\(reading.value.text) "
        + "unit=\(reading.unit.symbol) flags=\"\(reading.flags.text)\"")
  }

  private func tellManager() {
    // Half of what systemd allows, as sd_watchdog_enabled(3) advises; not at each turn, since each
    // sign opens a socket.
    guard let allowed = service.watchdogMilliseconds,
      Agent.now - lastSign >= UInt64(max(0, allowed)) / 2
    else { return }
    lastSign = Agent.now
    service.alive()
  }

  /// Makes room for records before the first of them: whatever happens, no counter is used twice.
  func reserveCounters() throws(AgentFailure) {
    do throws(LaneLedger.Failure) {
      try chain.ledger.setValues(pipeline.reservations.map { $0.durable })
    } catch {
      throw .ledger(error)
    }
    pipeline.didReserve()
  }

  func stop(_ end: AgentEnd) {
    if case .changed = end { service.reloading() } else { service.stopping() }
    log.info("stopping", "waiting=\(pipeline.waitingCount)")
    inputs.close()
    intake?.close()
    takeInputs()
    sealRest()
    do throws(LaneLedger.Failure) {
      try chain.ledger.setValues(
        pipeline.closingValues.map { $0.durable } + [clockValue, poolValue])
    } catch {
      log.error("store", "why=\"\(error.text { $0.text })\"")
    }
    rpc.removeAdded()
    fleet?.link.stop()
    log.info("stopped", "head=\(head.number)")
  }
}
