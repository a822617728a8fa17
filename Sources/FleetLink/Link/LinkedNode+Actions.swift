import BrokerClient
import ChainTypes
import StateStore
import Statements
import SyncProtocol

extension LinkedNode {
  /// Does what the protocol wants done. What that has an answer to is answered behind it.
  func perform(_ action: SyncAction) {
    switch action {
    case .subscribe(let filter): _ = connection.subscribe(filter)
    case .unsubscribe(let filter): connection.unsubscribe(filter)
    case .publish(let publication): publish(publication)
    case .verify(let request):
      if let book = book(request.lane) {
        work(book, .verify(request))
      } else {
        events.append(
          .verified(lane: request.lane, height: request.height, verdict: .unavailable))
      }
    case .discard(let lane, _): if let book = shelf.books[lane] { work(book, .discard) }
    case .store(let request): store(request)
    case .load(let request):
      if let book = shelf.books[request.lane] {
        work(book, .load(request))
      } else {
        events.append(.loaded(ticket: request.ticket, blocks: []))
      }
    case .reset(let lane): reset(lane)
    case .beginSnapshot(let lane, let pivot): beginState(lane, pivot)
    case .takeSnapshot(let part): takeState(part)
    case .readSnapshot(let read):
      if let book = shelf.books[read.lane] {
        work(book, .page(read, threshold: node.view.entry(read.lane)?.threshold ?? 0))
      } else {
        events.append(.snapshotRead(ticket: read.ticket, nil))
      }
    case .dropSnapshot(let lane): dropState(lane)
    case .snapshotTaken(let lane, let point): notices.append(.state(lane, .taken(point)))
    case .transaction(let lane, let sender, let bytes):
      notices.append(.transaction(lane, sender: sender, bytes: bytes))
    case .manifest(let offer): take(offer)
    case .covering(let lane, let checkpoint, let proof):
      notices.append(.covering(lane, checkpoint, proof: proof))
    case .enrolment(let request, let text): notices.append(.enrolment(request, text: text))
    case .status(let sender, let text, let isOnline): note(sender, text, isOnline)
    case .delivered(let lane, let point): notices.append(.delivered(lane, point))
    case .final(let lane, let point): notices.append(.final(lane, point))
    case .alert(let alert): notices.append(.alert(alert))
    }
  }

  /// The store of a lane; made when it is not there and its beginning is known.
  func book(_ lane: Lane) -> LaneBook? {
    if let book = shelf.books[lane] { return book }
    guard let entry = node.view.entry(lane) else { return nil }
    for origin in plans[lane.board] ?? [] where open(lane, entry.genesisHash, origin) {
      return shelf.books[lane]
    }
    askOrigin(lane.board)
    return nil
  }

  private func store(_ request: StoreRequest) {
    let isStored: Bool
    if let lane = request.lane {
      if let book = book(lane) { return work(book, .store(request)) }
      isStored = false
    } else {
      let values = request.values.map { (name: $0.name, value: $0.value) }
      isStored = (try? store.set(values)) != nil
    }
    events.append(
      isStored ? .stored(ticket: request.ticket) : .storeFailed(ticket: request.ticket))
  }

  /// By the crew, or right here where it has no threads. The own ledger stays with its owner.
  private func work(_ book: LaneBook, _ work: LaneWork) {
    if threads.isEmpty || book === own {
      didWork(book.perform(work))
    } else {
      crew.submit(LaneCrew.Job(book: book, work: work))
    }
  }

  func didWork(_ outcome: LaneOutcome) {
    let book = outcome.book
    if let event = outcome.event {
      // What was found of a chain that has been begun anew since says nothing of the new one.
      if case .verified = event, shelf.books[book.lane] !== book { return }
      events.append(event)
    }
    for stored in outcome.stored {
      book.head = stored.point
      notices.append(.stored(book.lane, stored.point, stored.receipts))
    }
  }

  private func reset(_ lane: Lane) {
    do throws(LinkFailure) { try shelf.reset(lane) } catch {
      notices.append(.failed(error.text))
    }
    events.append(.loaded(ticket: 0, blocks: []))
  }

  private func take(_ offer: ManifestOffer) {
    if manifests.take(offer) { didChangeManifest() }
  }

  /// A version from here: the operator's.
  public func announce(_ offer: ManifestOffer) -> Bool {
    guard manifests.take(offer) else { return false }
    didChangeManifest()
    tell(.announceManifest(manifests.offer))
    return true
  }

  private func didChangeManifest() {
    events.append(.manifestChanged(manifests.view))
    events.append(.announceManifest(manifests.offer))
    notices.append(.manifest(version: manifests.version))
  }

  private func note(_ sender: Address, _ text: [UInt8], _ isOnline: Bool) {
    let before = statuses[sender]?.isOnline
    guard before != nil || statuses.count < LinkLimits.statuses else { return }
    statuses[sender] = NodeStatus(
      text: Array(text.prefix(LinkLimits.statusBytes)), isOnline: isOnline,
      heard: LinkedNode.now)
    if before != isOnline { notices.append(isOnline ? .online(sender) : .offline(sender)) }
  }
}
