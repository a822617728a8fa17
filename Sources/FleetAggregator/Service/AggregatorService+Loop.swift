import BlockExecution
import BoardConfig
import BrokerClient
import ChainTypes
import ControlSocket
import FleetLink
import FleetLog
import Ledger
import LinuxIO
import RPCMethods
import StateStore
import Statements
import SyncProtocol
import WebServer

extension AggregatorService {
  /// Works until it is told to stop.
  public func run() throws(LinkFailure) {
    log.info(
      "started",
      "aggregator=\(key.address.hex) fleet=\(link.manifests.domain.fleet.hex) "
        + "lanes=\(link.shelf.books.count) log=\(book.frontier.size)")
    manager.ready(status: "\(link.shelf.books.count) lanes")
    while !isStopping { try turn() }
    stop()
  }

  /// Waits for whatever comes first, at most until the next deadline, and does what there is to do.
  public func turn() throws(LinkFailure) {
    var set = PollSet()
    if let signals { set.add(signals.reader.descriptor, token: AggregatorLimits.signalToken) }
    set.add(link.signal, token: AggregatorLimits.brokerToken)
    control.add(to: &set)
    web?.add(to: &set)
    let next = min(
      link.nextDeadline, lastLook + AggregatorLimits.lookInterval, checkpointDue,
      web?.nextDeadline ?? .max)
    let ready: [PollSet.Ready]
    do throws(SystemError) {
      ready = try set.wait(until: Deadline(nanoseconds: next.multipliedSaturating))
    } catch {
      throw .system(error)
    }
    for one in ready { handle(one) }
    web?.dropSlow(now: AggregatorService.now)
    for notice in link.step() { take(notice) }
    checkpointIfDue()
    lookIfDue()
    tellManager()
  }

  private func handle(_ ready: PollSet.Ready) {
    switch ready.token {
    case AggregatorLimits.signalToken: takeSignals()
    case AggregatorLimits.brokerToken: break
    default:
      if web?.handle(ready, now: AggregatorService.now, { answer($0) }) == true { return }
      _ = control.handle(ready) { answer($0) }
    }
  }

  private func takeSignals() {
    guard let signals else { return }
    while let signal = try? signals.reader.next() {
      switch signal {
      case .terminate, .interrupt: isStopping = true
      case .hangUp: log.info("reload", "note=\"restart the aggregator to apply a changed file\"")
      }
    }
  }

  private func tellManager() {
    // Half of what systemd allows, as sd_watchdog_enabled(3) advises.
    guard let allowed = manager.watchdogMilliseconds,
      AggregatorService.now - lastSign >= UInt64(max(0, allowed)) / 2
    else { return }
    lastSign = AggregatorService.now
    manager.alive()
  }

  /// Closes the books. To be called once, after the last turn.
  public func stop() {
    manager.stopping()
    checkpoint()
    link.stop()
    log.info("stopped", "log=\(book.frontier.size)")
  }
}

// MARK: The log

extension AggregatorService {
  private var checkpointDue: UInt64 {
    hasUnlogged ? lastCheckpoint + UInt64(settings.checkpointInterval) : .max
  }

  private var hasUnlogged: Bool {
    link.shelf.books.values.contains { $0.head.height > book.logged[$0.lane] ?? 0 }
  }

  private func checkpointIfDue() {
    if AggregatorService.now >= checkpointDue { checkpoint() }
  }

  /// Appends what was stored since the last one, signs the log's new head, and tells every board
  /// how far its lane is covered.
  @discardableResult
  func checkpoint() -> Signed<Checkpoint>? {
    lastCheckpoint = AggregatorService.now
    let entries = unlogged()
    let domain = link.manifests.domain
    let made: Signed<Checkpoint>?
    do throws(StoreError) {
      made = try book.append(
        entries,
        sign: { size, root, previous in
          let checkpoint = Checkpoint(
            log: key.address, size: size, root: root, previous: previous,
            time: UInt64(max(0, WallClock.milliseconds())),
            manifestHash: link.view.manifestHash)
          return Signed(checkpoint, in: domain, by: key)
        }, domain: domain)
    } catch {
      note("store", error.text)
      return nil
    }
    guard let made else { return nil }
    log.info("checkpoint", "size=\(made.content.size) root=\(made.content.root.hex)")
    link.tell(.checkpointStored(made))
    var told: Set<Lane> = []
    for entry in entries.reversed() where told.insert(entry.lane).inserted {
      guard let cover = try? book.cover(entry.lane, height: entry.height) else { continue }
      link.tell(.covering(lane: entry.lane, checkpoint: made, proof: cover.bytes))
    }
    return made
  }

  /// What is stored and not yet in the log, some of each lane so that none waits for another.
  private func unlogged() -> [LogEntry] {
    var entries: [LogEntry] = []
    for lane in link.shelf.books.values {
      var height = (book.logged[lane.lane] ?? 0) + 1
      while height <= lane.head.height,
        entries.count < AggregatorLimits.entriesPerCheckpoint
      {
        guard let hash = try? lane.ledger.hash(height) else { break }
        entries.append(LogEntry(lane: lane.lane, height: height, blockHash: hash))
        height += 1
      }
    }
    return entries
  }

  func note(_ event: String, _ text: String) {
    if problem != text { log.error(event, "why=\"\(text)\"") }
    problem = text
  }
}

extension UInt64 {
  /// Milliseconds as nanoseconds; what is too far away stays there.
  var multipliedSaturating: UInt64 {
    let (result, overflow) = multipliedReportingOverflow(by: 1_000_000)
    return overflow ? .max : result
  }
}
