/// What a configuration costs a day, before anything runs. An estimate from above: `report: change`
/// counts as if each value changed.
///
///     readings = Σ over sensors: 86,400 s / (period, or the window of mean, min and max)
///     blocks   = readings arrive? 86,400 s / min(batch interval, time in which batch_count fill)
///                : 86,400 s / heartbeat
///     block    = 900 + 260 × instruments + 210 × (readings / blocks)        bytes
///     stored   = blocks × block, rounded up to pages of 4,096
///     written  = blocks × (20,000 + 2 × block) + blocks / flush_blocks × 100,000
///     network  = blocks × (block + 700)
///
/// 900 are header, seal, receipts and access list; 260 the envelope, signature and attestation of
/// a transaction; 210 a packed reading (187) with its place. 20,000 and twice the record are what
/// LMDB was measured to write for a durable commit with one index key (20 KB for a minimal record,
/// 44 KB for one of 12 KB); 100,000 a flush of state. 700 are topic, head, cosignature and receipt.
public struct DailyVolume: Hashable, Sendable {
  public var readings: Int64
  public var blocks: Int64
  public var blockBytes: Int64
  public var storedBytes: Int64
  public var writtenBytes: Int64
  public var networkBytes: Int64

  public init(_ settings: BoardSettings) {
    let sensors = settings.sensors.filter { $0.isEnabled }
    readings = sensors.reduce(0) { $0 + Self.perDay($1.reportPeriod) }
    let batches = Self.perDay(settings.readings.batchInterval)
    let full = readings / Int64(settings.readings.batchCount)
    // More batches than readings cannot be: an empty one makes no block.
    let busy = min(max(batches, full), readings)
    blocks = max(busy, Self.perDay(settings.readings.heartbeat))
    let instruments = Int64(Set(sensors.map { $0.instrument }).count)
    blockBytes = Cost.block + Cost.envelope * instruments + Cost.reading * readings / blocks
    let pages = (blockBytes + Cost.page - 1) / Cost.page
    storedBytes = blocks * pages * Cost.page
    writtenBytes =
      blocks * (Cost.commit + 2 * blockBytes)
      + blocks / Int64(settings.store.flushBlocks) * Cost.flush
    networkBytes = settings.broker == nil ? 0 : blocks * (blockBytes + Cost.message)
  }

  private static func perDay(_ milliseconds: Int) -> Int64 {
    (86_400_000 + Int64(milliseconds) - 1) / Int64(max(1, milliseconds))
  }

  private enum Cost {
    static var block: Int64 { 900 }
    static var envelope: Int64 { 260 }
    static var reading: Int64 { 210 }
    static var page: Int64 { 4096 }
    static var commit: Int64 { 20_000 }
    static var flush: Int64 { 100_000 }
    static var message: Int64 { 700 }
  }
}

extension SensorSettings {
  /// Milliseconds between two readings that are signed.
  var reportPeriod: Int {
    switch report.kind {
    case .every, .change: period
    case .mean, .minimum, .maximum: max(period, report.window)
    }
  }
}

extension DailyVolume {
  /// Days until the database has its size; then the oldest blocks that a checkpoint covers go.
  public func daysUntilFull(_ store: StoreSettings) -> Int64 { store.size / max(1, storedBytes) }

  /// Years that a disk of so many bytes bears the writing: cells of consumer cards stand about 500
  /// rewrites, and the card writes about 4 bytes for each that it is given in small pieces. Both
  /// are rules of thumb; the card's data sheet knows better.
  public func yearsOfWear(diskBytes: Int64) -> Int64 {
    let bearable = diskBytes / 4 * Self.rewrites
    return bearable / max(1, writtenBytes) / 365
  }

  private static var rewrites: Int64 { 500 }
}
