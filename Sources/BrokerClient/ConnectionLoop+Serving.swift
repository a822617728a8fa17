import LinuxIO

extension ConnectionLoop {
  /// One round with an open connection: hands messages over, waits for the socket or the owner,
  /// lets libmosquitto work.
  func serve(until deadline: UInt64 = .max) {
    guard let link else { return }
    handOver(link)
    let isPaused = isPaused
    if let descriptor = link.descriptor, link.end == nil {
      let wait = min(waitingTime, deadline > Self.now ? deadline - Self.now : 0)
      let ready = Readiness.wait(
        for: channel.toThread, and: descriptor, readable: !isPaused, writable: link.wantsToWrite,
        milliseconds: Int(wait))
      if ready.isSignalled { channel.toThread.clear() }
      if ready.isReadable || ready.hasFailed || !supervisor.isOnline { link.read() }
      if link.wantsToWrite { link.write() }
      // While reading is paused the broker's sign of life is unread: it is not asked for one.
      if !isPaused { link.keepAlive() }
    }
    if let error = link.end ?? overdue {
      ended(error)
    } else if link.descriptor == nil {
      ended(.connectionLost)
    }
  }

  /// Stops or resumes reading, as the owner keeps up or not.
  private var isPaused: Bool {
    channel.state.withLock { state in
      if state.isPaused {
        if state.inbox.hasRoom { state.isPaused = false }
      } else if state.inbox.isFull {
        state.isPaused = true
        state.status.counters.pauses += 1
      }
      return state.isPaused
    }
  }

  private var waitingTime: UInt64 {
    var time = UInt64(supervisor.isOnline ? Limits.longestPoll : Limits.handshakePoll)
    if let left = supervisor.timeLeft(now: Self.now) { time = min(time, left) }
    if let left = acknowledgementTimeLeft { time = min(time, left) }
    return time
  }

  private var acknowledgementTimeLeft: UInt64? {
    guard let oldest = channel.state.withLock({ $0.window.oldest }) else { return nil }
    let end = oldest + UInt64(settings.acknowledgementTimeout)
    return end > Self.now ? end - Self.now : 0
  }

  /// What has taken too long, if anything has. A broker that is stopped or cut off keeps the
  /// connection open and says nothing.
  private var overdue: BrokerError? {
    if supervisor.timeLeft(now: Self.now) == 0 { return .timedOut(.connecting) }
    if !isPaused, acknowledgementTimeLeft == 0 { return .timedOut(.acknowledgement) }
    return nil
  }

  /// Gives libmosquitto what the owner published and subscribed to.
  private func handOver(_ link: BrokerLink) {
    guard supervisor.isOnline else { return }
    let (messages, requests) = channel.state.withLock { state in
      let taken = (state.outbox, state.requests)
      state.outbox.removeAll(keepingCapacity: true)
      state.requests.removeAll()
      return taken
    }
    for request in requests {
      if request.isWanted { subscribe(request.filter) } else { link.unsubscribe(request.filter) }
    }
    for queued in messages where link.end == nil { hand(queued, to: link) }
  }

  private func hand(_ queued: QueuedMessage, to link: BrokerLink) {
    do throws(BrokerError) {
      let number = try link.publish(queued.message)
      let isSound = channel.state.withLock { state -> Bool in
        if queued.message.isAcknowledged {
          return state.window.handedOver(queued.token, as: number, now: Self.now)
        }
        state.window.dropped(queued.token)
        state.inbox.append(.acknowledged(queued.token, subscribers: true))
        return true
      }
      if !isSound { link.remember(.protocolViolation) }
      if !queued.message.isAcknowledged { channel.toOwner.raise() }
    } catch {
      // Without a connection libmosquitto has queued it all the same, and would send it later. The
      // client goes with its queue, and the owner hears that it is unconfirmed.
      if error == .connectionLost || error == .outOfMemory { return link.remember(error) }
      settle(queued.token, .library(error.text))
    }
  }

  func subscribe(_ filter: String) {
    guard let link else { return }
    do throws(BrokerError) {
      subscribing.append((try link.subscribe(filter), filter))
    } catch {
      link.remember(error)
    }
  }

  private func settle(_ token: MessageToken, _ refusal: PublishRefusal) {
    channel.state.withLock { state in
      state.window.dropped(token)
      state.status.counters.refused += 1
      state.inbox.append(.refused(token, refusal))
    }
    channel.toOwner.raise()
  }
}
