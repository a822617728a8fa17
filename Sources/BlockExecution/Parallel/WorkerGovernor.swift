/// How many workers may help: as many as there are useful processors beside the caller's, fewer
/// under a limit or on a hot board. A value; who reads the sensors brings what they say.
public struct WorkerGovernor: Sendable {
  /// As far as processors and limits go.
  public let most: Int
  /// As far as the temperature goes, too.
  public private(set) var workers: Int

  /// `capacities` are the processors' speeds relative to each other (the kernel's cpu_capacity),
  /// empty when all are alike: one with less than half of the fastest's helps nobody, because the
  /// committer has done the work before. `quota` is how many processors' time may be used, in
  /// hundredths; `ceiling` what somebody has set.
  public init(processors: Int, capacities: [Int] = [], quota: Int? = nil, ceiling: Int? = nil) {
    var useful = processors
    if capacities.count == processors, let fastest = capacities.max() {
      useful = capacities.count { $0 * 2 >= fastest }
    }
    // A share of a processor is no help: its thread would be stopped when it is waited for.
    if let quota { useful = min(useful, max(1, quota / 100)) }
    let limit = BlockExecutionLimits.mostWorkers
    most = max(0, min(useful - 1, ceiling ?? limit, limit))
    workers = most
  }

  /// The board says how hot it is, and from where on the kernel slows it down, both in thousandths
  /// of a degree. From ten degrees below on half of the workers help, from five below none; they
  /// come back when it has cooled by three more.
  public mutating func adjust(temperature: Int, passive: Int) {
    let distance = passive - temperature
    let (none, half) = (
      BlockExecutionLimits.marginOfNone, BlockExecutionLimits.marginOfHalf
    )
    let relief = BlockExecutionLimits.marginOfReturn
    if distance < none {
      workers = 0
    } else if distance < half {
      workers = distance < none + relief && workers == 0 ? 0 : min(most, (most + 1) / 2)
    } else if workers < most, distance < half + relief {
      workers = max(workers, (most + 1) / 2)
    } else {
      workers = most
    }
  }
}
