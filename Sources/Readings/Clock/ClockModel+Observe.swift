extension ClockModel {
  /// Takes a sample. Returns what it changed; nil when time just went on.
  public mutating func observe(_ sample: ClockSample) -> ClockChange? {
    // Monotonic time does not fall; a caller who mixes samples up gets the later one.
    guard sample.monotonic >= last.monotonic else { return nil }
    advanceBlock(to: sample.monotonic)
    let step = step(to: sample)
    let quality: ClockQuality =
      sample.isSynchronised ? .synchronised : anchor == nil ? .unsynchronised : .holdover
    let before = self.quality
    self.quality = quality
    last = sample
    if sample.isSynchronised { setAnchor(sample) }
    guard step != 0 || quality != before else {
      followWall()
      return nil
    }
    let change = begin(step: step, from: before)
    followWall()
    return change
  }

  /// The time of something that happened at this monotonic time, at or after the last sample.
  public func stamp(monotonic: UInt64) -> ClockStamp {
    let now = max(monotonic, last.monotonic)
    let wall = last.wall &+ Int64(clamping: now - last.monotonic)
    return ClockStamp(
      time: UInt64(max(0, wall)), quality: quality, uncertainty: uncertainty(at: now),
      segment: segment)
  }

  /// The time for a block header at this monotonic time, in milliseconds. Never falls.
  public mutating func blockTime(monotonic: UInt64) -> UInt64 {
    advanceBlock(to: max(monotonic, last.monotonic))
    followWall()
    return block.time
  }

  /// Milliseconds by which the clock was set between the last sample and this one; 0 when slewing
  /// (at most 500 ppm in the kernel, and as much again for a daemon that trims the tick) and jitter
  /// explain the difference.
  private func step(to sample: ClockSample) -> Int64 {
    let elapsed = sample.monotonic - last.monotonic
    let difference = (sample.wall &- last.wall) &- Int64(clamping: elapsed)
    let explained = settings.jitter + elapsed / 1000
    return difference.magnitude <= explained ? 0 : difference
  }

  private mutating func begin(step: Int64, from before: ClockQuality) -> ClockChange {
    segment &+= 1
    if step != 0 { steps += 1 }
    for index in waiting.indices {
      waiting[index].stepsSince = waiting[index].stepsSince &+ step
    }
    var corrections: [SegmentCorrection] = []
    if quality == .synchronised {
      corrections = waiting.map { correction(of: $0) }
      waiting = []
    } else {
      wait()
    }
    return ClockChange(segment: segment, step: step, quality: quality, corrections: corrections)
  }

  private mutating func wait() {
    if waiting.count == ReadingsLimits.clockSegments {
      waiting.removeFirst()
      uncorrectable += 1
    }
    waiting.append(WaitingSegment(segment: segment, began: last.monotonic, stepsSince: 0))
  }

  /// Between the segment and now the clock drifted, and may have been slewed, at most so much.
  private func correction(of waiting: WaitingSegment) -> SegmentCorrection {
    let elapsed = last.monotonic - waiting.began
    let sum = errorNow + drift(elapsed) + elapsed / 1000 + settings.jitter
    return SegmentCorrection(
      segment: waiting.segment, offset: waiting.stepsSince, uncertainty: Self.bounded(sum))
  }

  mutating func setAnchor(_ sample: ClockSample) {
    anchor = (sample.monotonic, sample.wall, Self.milliseconds(sample.maximumError))
  }

  private var errorNow: UInt64 { Self.milliseconds(last.maximumError) }

  private func uncertainty(at monotonic: UInt64) -> UInt32 {
    guard let anchor else { return ClockStamp.unknownUncertainty }
    let grown = anchor.uncertainty + drift(monotonic - anchor.monotonic)
    guard quality != .synchronised else { return Self.bounded(grown) }
    let truth = anchor.wall &+ Int64(clamping: last.monotonic - anchor.monotonic)
    let distance = (last.wall &- truth).magnitude
    let (sum, overflow) = grown.addingReportingOverflow(distance)
    return overflow ? ClockStamp.unknownUncertainty : Self.bounded(sum)
  }

  private func drift(_ elapsed: UInt64) -> UInt64 {
    // Rounded up, so that it is a bound.
    let (product, overflow) = elapsed.multipliedReportingOverflow(by: settings.driftPPM)
    return overflow ? .max / 4 : product / 1_000_000 + 1
  }

  /// Microseconds as milliseconds, rounded up, within what sums stand.
  private static func milliseconds(_ microseconds: UInt64) -> UInt64 {
    min(microseconds / 1000 + 1, 1 << 40)
  }

  /// Beyond 49 days is as good as unknown.
  private static func bounded(_ milliseconds: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: min(milliseconds, UInt64(ClockStamp.unknownUncertainty)))
  }

  private mutating func advanceBlock(to monotonic: UInt64) {
    guard monotonic > block.monotonic else { return }
    // A synchronised clock decides alone: else block time would stay ahead of one that was wrong.
    if quality != .synchronised {
      let (time, overflow) = block.time.addingReportingOverflow(monotonic - block.monotonic)
      block.time = overflow ? .max : time
    }
    block.monotonic = monotonic
  }

  private mutating func followWall() {
    guard quality == .synchronised else { return }
    let wall = last.wall &+ Int64(clamping: block.monotonic - last.monotonic)
    block.time = max(block.time, UInt64(max(0, wall)))
  }
}
