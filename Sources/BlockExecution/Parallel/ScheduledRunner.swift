import ChainTypes

/// Plays workers on the calling thread, in an order and with delays that a seed decides: every
/// interleaving of the executor's steps can come about, and comes about again from the same seed.
public final class ScheduledRunner: ParallelRunner {
  public let workers: Int
  private var state: UInt64
  private var step: ((Int) -> Bool)?
  private var isIdle: [Bool]

  public init(workers: Int, seed: UInt64) {
    self.workers = workers
    state = seed
    isIdle = [Bool](repeating: true, count: workers)
  }

  /// The schedule goes on with other numbers.
  public func reseed(_ seed: UInt64) { state = seed }

  public func start(_ step: @escaping @Sendable (_ participant: Int) -> Bool) {
    self.step = step
    call()
  }

  public func call() {
    for worker in 0..<workers { isIdle[worker] = false }
  }

  /// Mostly some steps of some workers; sometimes none, as if all of them had been delayed.
  public func checkpoint() {
    guard workers > 0, step != nil, draw(4) != 0 else { return }
    for _ in 0..<draw(6) { advance(draw(workers)) }
  }

  public func pause() {
    guard workers > 0 else { return }
    advance(draw(workers))
  }

  public func finish() {
    for worker in 0..<workers {
      isIdle[worker] = false
      while !isIdle[worker] { advance(worker) }
    }
    step = nil
  }

  private func advance(_ worker: Int) {
    guard let step, !isIdle[worker] else { return }
    if !step(worker + 1) { isIdle[worker] = true }
  }

  private func draw(_ bound: Int) -> Int {
    // SplitMix64.
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    z ^= z >> 31
    return Int(truncatingIfNeeded: z >> 33) % max(1, bound)
  }
}
