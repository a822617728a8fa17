import ChainTypes
import Statements

// Monotonic time counts from the boot, so what is known of the clock outlives the process: an agent
// that is started again in the same boot goes on with the segments that its records name, and still
// corrects those from before. After another boot nothing of it holds.

extension ClockModel {
  /// Everything but block time, which the lane's head tells.
  public func bytes(boot: UInt128) -> [UInt8] {
    var writer = PackedWriter()
    writer.append(boot)
    writer.append(segment)
    writer.append(steps)
    writer.append(uncorrectable)
    writer.append(quality.rawValue)
    writer.append(last.monotonic)
    writer.append(last.wall)
    writer.append(last.maximumError)
    writer.append(anchor == nil ? UInt8(0) : 1)
    writer.append(anchor?.monotonic ?? 0)
    writer.append(anchor?.wall ?? 0)
    writer.append(anchor?.uncertainty ?? 0)
    writer.append(UInt32(waiting.count))
    for entry in waiting {
      writer.append(entry.segment)
      writer.append(entry.began)
      writer.append(entry.stepsSince)
    }
    return writer.bytes
  }

  /// Goes on with what an earlier process of this boot knew. Nil for bytes of another boot, and for
  /// a clock that ran backwards since, which one boot's does not.
  public init?(
    bytes: [UInt8], boot: UInt128, now sample: ClockSample, lastBlockTime: UInt64?,
    settings: ClockSettings = ClockSettings()
  ) throws(FieldError) {
    self.init(first: sample, lastBlockTime: lastBlockTime, settings: settings)
    var reader = FieldReader(bytes)
    guard try reader.uint128() == boot else { return nil }
    segment = try reader.uint32()
    steps = try reader.uint64()
    uncorrectable = try reader.uint64()
    guard let known = ClockQuality(rawValue: try reader.uint8()) else {
      throw reader.invalid("the quality")
    }
    quality = known
    last = ClockSample(
      monotonic: try reader.uint64(), wall: try reader.int64(),
      isSynchronised: known == .synchronised, maximumError: try reader.uint64())
    let hasAnchor = try reader.uint8() != 0
    let stored = (try reader.uint64(), try reader.int64(), try reader.uint64())
    anchor = hasAnchor ? stored : nil
    let count = try reader.uint32()
    guard count <= ReadingsLimits.clockSegments else { throw reader.invalid("the segments") }
    waiting = []
    for _ in 0..<count {
      waiting.append(
        WaitingSegment(
          segment: try reader.uint32(), began: try reader.uint64(),
          stepsSince: try reader.int64()))
    }
    try reader.finish()
    // Ages are differences of these: they lie in the past of this boot.
    let isPast =
      last.monotonic <= sample.monotonic && (anchor?.monotonic ?? 0) <= last.monotonic
      && waiting.allSatisfy { $0.began <= last.monotonic }
    guard isPast, anchor.map({ $0.uncertainty <= 1 << 40 }) ?? true else { return nil }
  }
}
