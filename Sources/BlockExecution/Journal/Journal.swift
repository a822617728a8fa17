import ChainTypes
import EVM

/// The state as transactions see and change it: a cache over a source in which every step can be
/// undone. It holds the accounts and slots of a whole batch; what lasts for one transaction only
/// (warmth, original values, transient storage, logs) goes by a transaction number, so that nothing
/// is cleared between transactions.
@safe
public final class Journal<Source: StateSource> {
  public let source: Source
  public let codes: CodeCache
  // Safe: allocated and freed with the journal, which one thread uses at a time.
  private let core: UnsafeMutablePointer<JournalCore>

  /// An empty journal over a source, with the newest fork's rules until a batch begins.
  public init(source: Source, codes: CodeCache = CodeCache()) {
    self.source = source
    self.codes = codes
    unsafe core = .allocate(capacity: 1)
    unsafe core.initialize(to: JournalCore())
  }

  deinit {
    unsafe core.pointee.free()
    unsafe core.deinitialize(count: 1)
    unsafe core.deallocate()
  }

  @inline(__always)
  var state: JournalCore {
    // Safe: the pointer is valid as long as the journal.
    _read { yield unsafe core.pointee }
    _modify { yield unsafe &core.pointee }
  }

  /// Begins a batch: forgets all that was read and changed.
  public func begin(fork: Fork) {
    state.clear()
    state.isRecording = false
    state.harvested = AccessListBuilder()
    state.verified = nil
    state.fork = fork
  }

  public var fork: Fork { state.fork }

  /// Begins a transaction: everything is cold, and what is there now is original.
  public func beginTransaction() {
    state.clearTransaction()
    if Source.tellsObservations { state.clearTouches() }
    state.epoch += 1
  }

  /// Ends a transaction: deletes what is to be deleted.
  public func finishTransaction() {
    state.finishTransaction()
  }
}
