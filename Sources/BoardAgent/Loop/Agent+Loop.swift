import Attestation
import BlockExecution
import BoardConfig
import ChainTypes
import ControlSocket
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
  /// Works until it is told to stop; then seals what waits and leaves everything in order.
  public func run() throws(AgentFailure) {
    try reserveCounters()
    let socket = settings.control.socket ?? folder.socket
    log.info(
      "started",
      "board=\(identity.lane.board.hex) term=\(identity.lane.term) head=\(head.number) "
        + "sensors=\(inputs.inputs.sensors.count) socket=\(socket)")
    service.ready(status: "head \(head.number)")
    while !isStopping { try turn() }
    stop()
  }

  /// Waits for whatever comes first, and does what there is to do.
  private func turn() throws(AgentFailure) {
    var set = PollSet()
    set.add(signals.descriptor, token: AgentLimits.signalToken)
    set.add(inputs.signal, token: AgentLimits.inputToken)
    control.add(to: &set)
    let ready: [PollSet.Ready]
    do throws(SystemError) { ready = try set.wait(until: nextWake()) } catch {
      throw .system(error)
    }
    lookAtClock()
    chain.now = Agent.now
    for event in ready { handle(event) }
    takeInputs()
    sealIfDue()
    tellManager()
  }

  private func handle(_ ready: PollSet.Ready) {
    switch ready.token {
    case AgentLimits.signalToken: handleSignals()
    case AgentLimits.inputToken: break
    default: _ = control.handle(ready) { rpc.answer($0) }
    }
  }

  private func handleSignals() {
    while let signal = try? signals.next() {
      switch signal {
      case .terminate, .interrupt: isStopping = true
      case .hangUp: log.info("reload", "note=\"restart the agent to apply a changed file\"")
      }
    }
  }

  /// The first moment at which something is due without being asked for.
  private func nextWake() -> Deadline {
    var next = lastClockLook + AgentLimits.clockInterval
    if let window = pipeline.nextDeadline { next = min(next, window) }
    if let due = blockDue { next = min(next, due) }
    let deadline = Deadline(nanoseconds: next &* 1_000_000)
    guard let wake = inputs.nextWake else { return deadline }
    return min(deadline, wake)
  }

  private func lookAtClock() {
    let now = Agent.now
    guard now - lastClockLook >= AgentLimits.clockInterval else { return }
    lastClockLook = now
    guard let change = clock.observe(ClockSample.take(at: now)) else { return }
    log.warning(
      "clock",
      "quality=\(change.quality.text) step_ms=\(change.step) segment=\(change.segment) "
        + "corrected=\(change.corrections.count)")
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
  private func reserveCounters() throws(AgentFailure) {
    do throws(LaneLedger.Failure) {
      try chain.ledger.setValues(pipeline.reservations.map { $0.durable })
    } catch {
      throw .ledger(error)
    }
    pipeline.didReserve()
  }

  private func stop() {
    service.stopping()
    log.info("stopping", "waiting=\(pipeline.waitingCount)")
    inputs.close()
    takeInputs()
    sealRest()
    do throws(LaneLedger.Failure) {
      try chain.ledger.setValues(pipeline.closingValues.map { $0.durable })
    } catch {
      log.error("store", "why=\"\(error.text { $0.text })\"")
    }
    rpc.removeAdded()
    log.info("stopped", "head=\(head.number)")
  }
}
