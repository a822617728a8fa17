import LinuxIO

extension BrokerConnection {
  /// Publishes a message, or says at once why not. What becomes of an accepted one is told under
  /// its token, exactly once.
  public func publish(_ message: OutgoingMessage, as token: MessageToken) -> PublishAnswer {
    guard Topic.isValid(name: message.topic) else { return .invalidTopic }
    let now = MonotonicClock.now() / 1_000_000
    let answer = channel.state.withLock { state -> PublishAnswer in
      guard state.status.phase == .online, state.stopBefore == nil else { return .offline }
      let limit = min(state.largest, Limits.messageBytes)
      guard message.payload.count <= limit else { return .tooLarge(limit: limit) }
      guard state.window.hasRoom(for: message.size) else { return .windowFull }
      state.window.add(token, size: message.size, now: now)
      state.outbox.append(QueuedMessage(token: token, message: message))
      return .accepted
    }
    if answer == .accepted { channel.toThread.raise() }
    return answer
  }

  /// The next event; nil when there is none.
  public func nextEvent() -> BrokerEvent? {
    let (event, goesOn) = channel.state.withLock { state -> (BrokerEvent?, Bool) in
      let event = state.inbox.next()
      let goesOn = state.isPaused && state.inbox.hasRoom
      return (event, goesOn)
    }
    if goesOn { channel.toThread.raise() }
    return event
  }

  /// Subscribes now and at every connection to come. False when there are too many, or it is no
  /// filter. `subscribed` or `subscriptionRefused` tells the broker's answer.
  public func subscribe(_ filter: String) -> Bool {
    guard Topic.isValid(filter: filter) else { return false }
    let fits = channel.state.withLock { state -> Bool in
      if !state.filters.contains(filter) {
        guard state.filters.count < Limits.subscriptions else { return false }
        state.filters.append(filter)
      }
      state.requests.append(SubscriptionRequest(filter: filter, isWanted: true))
      return true
    }
    channel.toThread.raise()
    return fits
  }

  /// Gives a subscription up.
  public func unsubscribe(_ filter: String) {
    channel.state.withLock { state in
      state.filters.removeAll { $0 == filter }
      state.requests.append(SubscriptionRequest(filter: filter, isWanted: false))
    }
    channel.toThread.raise()
  }

  /// Stops: waits for what is in flight, says goodbye, and ends the thread. False when it was not
  /// done in time, which is when the resolver or TCP hangs: then the thread ends by itself later.
  public func stop(within milliseconds: Int) -> Bool {
    channel.requestStop(within: milliseconds)
    return channel.finished.wait(milliseconds: milliseconds + 200)
  }
}
