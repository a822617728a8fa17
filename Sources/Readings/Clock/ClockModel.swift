/// Follows the board's clock: how far it is to be trusted, where it was set, and the time of block
/// headers. A value without a clock of its own: samples come in, stamps go out.
///
/// - *Segments.* A new one begins whenever the clock is set (wall and monotonic time disagree by
///   more than slewing explains) and whenever the quality changes. Within one, times run evenly and
///   are known equally well, so that one correction mends all of them.
/// - *Synchronised*: the kernel says so. Uncertainty is its `maxerror`. A step from one
///   synchronised sample to the next is told and corrects nothing: a leap second is one.
/// - *Holdover*: it said so earlier in this boot. The uncertainty grows by `driftPPM` from there,
///   and by as much as the clock has been set since: the truth is near the last synchronised time
///   plus monotonic time, whatever the clock shows.
/// - *Unsynchronised*: never since boot. The uncertainty is unknown. On the first synchronisation
///   each segment before gets its correction: the steps since, known as well as the new time plus
///   drift and slewing over the monotonic time between.
/// - *Block time* never falls. It follows the wall clock where that is synchronised, else it goes
///   on with monotonic time from the last block, so that a jump of an unsynchronised clock moves no
///   header. A clock that is set back leaves it standing until time has caught up.
public struct ClockModel: Sendable {
  public let settings: ClockSettings
  public internal(set) var quality: ClockQuality = .unsynchronised
  public internal(set) var segment: UInt32 = 0
  /// Times that the clock was set in this boot.
  public internal(set) var steps: UInt64 = 0
  /// Segments that will never be corrected, because more waited than the limit.
  public internal(set) var uncorrectable: UInt64 = 0

  /// The last sample, from which stamps are reckoned.
  var last: ClockSample
  /// Monotonic time, wall time and uncertainty when the clock was last synchronised.
  var anchor: (monotonic: UInt64, wall: Int64, uncertainty: UInt64)?
  /// Segments that wait for a correction: where they began, and what was added to the clock since.
  var waiting: [WaitingSegment] = []
  /// Block time in milliseconds, and the monotonic time at which it was so.
  var block: (time: UInt64, monotonic: UInt64)

  struct WaitingSegment: Hashable, Sendable {
    let segment: UInt32
    let began: UInt64
    var stepsSince: Int64
  }

  /// `lastBlockTime`: of the lane's last block in milliseconds, nil for a lane without one, whose
  /// first block then gets the wall time.
  public init(
    first sample: ClockSample, lastBlockTime: UInt64?, settings: ClockSettings = ClockSettings()
  ) {
    self.settings = settings
    last = sample
    let wall = UInt64(max(0, sample.wall))
    block = (lastBlockTime ?? wall, sample.monotonic)
    if sample.isSynchronised {
      quality = .synchronised
      setAnchor(sample)
      block.time = max(block.time, wall)
    } else {
      waiting = [WaitingSegment(segment: 0, began: sample.monotonic, stepsSince: 0)]
    }
  }
}
