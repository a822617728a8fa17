import ChainTypes
import Statements

// Heads of the aggregators' logs: kept, compared, and shown to those who may have seen others.

extension SyncNode {
  /// True for a checkpoint of an aggregator that is believed.
  @discardableResult
  mutating func take(_ checkpoint: Signed<Checkpoint>) -> Bool {
    let content = checkpoint.content
    guard view.aggregators.contains(content.log), isBarred[content.log] == nil else {
      return false
    }
    let place = logPlace(content.log)
    for known in logs[place].checkpoints where known.content == content { return true }
    guard signer(of: checkpoint) == content.log else {
      reject()
      return false
    }
    didSeeVersion(content.manifestHash)
    for known in logs[place].checkpoints where known.content.contradicts(content) {
      didFind(.checkpoints(known, checkpoint), by: content.log)
      return false
    }
    insert(checkpoint, place)
    return true
  }

  private mutating func logPlace(_ log: Address) -> Int {
    if let place = logs.firstIndex(where: { $0.log == log }) { return place }
    logs.append(LogState(log: log))
    return logs.count - 1
  }

  private mutating func insert(_ checkpoint: Signed<Checkpoint>, _ place: Int) {
    let content = checkpoint.content
    let isJoined =
      logs[place].checkpoints.isEmpty
      || logs[place].checkpoints.reversed().contains { known in
        // The newest first: a digest costs a hash, and it is nearly always that one.
        known.content.size < content.size
          && crypto.digest(of: known.content, in: view.domain) == content.previous
      }
    let size = content.size
    let index =
      logs[place].checkpoints.firstIndex { $0.content.size > size }
      ?? logs[place].checkpoints.count
    logs[place].checkpoints.insert(checkpoint, at: index)
    if logs[place].checkpoints.count > SyncLimits.checkpoints {
      logs[place].checkpoints.removeFirst()
    }
    if index == logs[place].checkpoints.count - 1 {
      store(
        lane: nil, values: [SyncValue(ValueName.log(content.log), checkpoint.bytes)], .other)
    }
    // Between this one and ours is something that we have not seen: whoever sent it should see
    // ours, for there may be two logs.
    if !isJoined && now >= logs[place].shown + SyncLimits.announceInterval {
      logs[place].shown = now
      showLog(place)
    }
  }

  private mutating func showLog(_ place: Int) {
    let newest = logs[place].checkpoints.suffix(8)
    publish(.checkpoint, about: logs[place].log, .checkpoints(Array(newest)))
  }

  /// Our own log's new head is signed and durable.
  mutating func didStoreCheckpoint(_ checkpoint: Signed<Checkpoint>) {
    guard checkpoint.content.log == own else { return }
    let place = logPlace(own)
    insert(checkpoint, place)
    let newest = logs[place].checkpoints.suffix(4)
    publish(.checkpoint, about: own, .checkpoints(Array(newest)))
  }

  /// The newest head of a log that we have seen: what a block's `prevRandao` holds is its digest.
  public func lastCheckpoint(of log: Address) -> Signed<Checkpoint>? {
    logs.first { $0.log == log }?.checkpoints.last
  }
}
