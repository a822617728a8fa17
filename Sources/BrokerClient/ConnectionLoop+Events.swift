import LinuxIO

extension ConnectionLoop {
  /// What libmosquitto told, from within one of its calls.
  func took(_ event: LinkEvent) {
    switch event {
    case .accepted(let sessionPresent, let maximum): accepted(sessionPresent, maximum)
    case .answered(let number, let reason): answered(number, reason)
    case .subscribed(let number, let reason): subscribed(number, reason)
    case .received(let message): received(message)
    }
    channel.toOwner.raise()
  }

  private func accepted(_ sessionPresent: Bool, _ maximum: Int?) {
    guard let link else { return }
    supervisor.accepted(now: Self.now)
    let filters = channel.state.withLock { state -> [String] in
      state.status.phase = .online
      state.status.lastError = nil
      state.status.counters.connections += 1
      // The topic and the packet's own fields share the broker's limit with the payload.
      state.largest = maximum.map { max(0, $0 - Limits.topicBytes) } ?? Limits.messageBytes
      state.requests.removeAll()
      state.inbox.append(
        .connected(
          ConnectionFacts(
            version: link.version, sessionPresent: sessionPresent, maximumPacketSize: maximum)))
      return state.filters
    }
    // Even when the broker remembers the session: it may have been restarted without it, and
    // subscribing again to the same is harmless.
    for filter in filters { subscribe(filter) }
  }

  private func answered(_ number: Int32, _ reason: ReasonCode) {
    channel.state.withLock { state in
      guard let token = state.window.answered(number) else { return }
      if reason.isFailure {
        state.status.counters.refused += 1
        state.inbox.append(.refused(token, .reason(reason)))
      } else {
        state.status.counters.acknowledged += 1
        state.inbox.append(
          .acknowledged(token, subscribers: reason != .noMatchingSubscribers))
      }
    }
  }

  private func subscribed(_ number: Int32, _ reason: ReasonCode) {
    guard let index = subscribing.firstIndex(where: { $0.number == number }) else { return }
    let filter = subscribing.remove(at: index).filter
    channel.state.withLock { state in
      state.inbox.append(
        reason.isFailure
          ? .subscriptionRefused(filter: filter, reason) : .subscribed(filter: filter))
    }
  }

  private func received(_ message: IncomingMessage) {
    channel.state.withLock { state in
      guard message.payload.count <= Limits.messageBytes else {
        state.status.counters.oversized += 1
        return
      }
      state.status.counters.received += 1
      state.inbox.append(.received(message))
    }
  }
}
