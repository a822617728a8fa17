/// A source that several threads may read at once, as long as nobody writes: between `beginSharing`
/// and `endSharing` the state must not change, and the source checks that it does not.
public protocol SharedStateSource: AnyObject, StateSource, SendableMetatype {
  func beginSharing()
  func endSharing()
  /// The same state for another thread; itself when its reads need no exclusion.
  func reader(_ participant: Int) -> Self
}

extension MemoryState: SharedStateSource {
  public func beginSharing() { isShared = true }
  public func endSharing() { isShared = false }
  public func reader(_ participant: Int) -> MemoryState { self }

  /// Dictionaries may be read by many threads or written by one.
  @inline(__always)
  func requireUnshared() {
    precondition(!isShared, "a state does not change while workers read it")
  }
}
