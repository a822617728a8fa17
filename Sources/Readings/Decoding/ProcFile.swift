/// The text files below `/proc` (man page proc(5)) and what they tell about the board.
public enum ProcFile {}

/// `/proc/loadavg`.
public struct LoadAverage: Hashable, Sendable {
  /// Over 1, 5 and 15 minutes.
  public let one: DecimalValue
  public let five: DecimalValue
  public let fifteen: DecimalValue
  public let running: Int64
  public let processes: Int64
}

/// The first line of `/proc/stat`, in ticks of 10 ms.
public struct ProcessorTicks: Hashable, Sendable {
  /// All of them: user, nice, system, idle, iowait, irq, softirq, steal.
  public let total: UInt64
  /// Idle and iowait.
  public let idle: UInt64

  public init(total: UInt64, idle: UInt64) {
    self.total = total
    self.idle = idle
  }
}

extension ProcFile {
  public static func loadAverage(_ file: [UInt8]) throws(SensorDataError) -> LoadAverage {
    var scanner = try scanner(file)
    let one = try number(&scanner)
    let five = try number(&scanner)
    let fifteen = try number(&scanner)
    let running = try integer(&scanner)
    try scanner.expect(UInt8(ascii: "/"))
    return LoadAverage(
      one: one, five: five, fifteen: fifteen, running: running, processes: try integer(&scanner))
  }

  /// Seconds since the board started.
  public static func uptime(_ file: [UInt8]) throws(SensorDataError) -> DecimalValue {
    var scanner = try scanner(file)
    return try number(&scanner)
  }

  /// The bytes that a line of `/proc/meminfo` tells, such as `MemAvailable`.
  public static func memory(_ key: String, in file: [UInt8]) throws(SensorDataError) -> DecimalValue
  {
    var scanner = try line(key + ":", in: file)
    let kibibytes = try integer(&scanner)
    scanner.skipSpaces()
    guard scanner.take(Array("kB".utf8)) else { throw .malformed(at: scanner.offset) }
    // "kB" is 1024 bytes here.
    let (bytes, overflow) = kibibytes.multipliedReportingOverflow(by: 1024)
    guard !overflow else { throw .number(.outOfRange) }
    return DecimalValue(bytes)
  }

  public static func processorTicks(_ file: [UInt8]) throws(SensorDataError) -> ProcessorTicks {
    var scanner = try line("cpu", in: file)
    var (total, idle): (UInt64, UInt64) = (0, 0)
    // Guest time, behind these eight, is in user time already.
    for column in 0..<8 {
      let value = try integer(&scanner)
      guard value >= 0 else { throw .number(.outOfRange) }
      total &+= UInt64(value)
      if column == 3 || column == 4 { idle &+= UInt64(value) }
    }
    return ProcessorTicks(total: total, idle: idle)
  }

  /// Unix seconds at which the kernel started.
  public static func bootTime(_ file: [UInt8]) throws(SensorDataError) -> UInt64 {
    var scanner = try line("btime", in: file)
    let value = try integer(&scanner)
    guard value >= 0 else { throw .number(.outOfRange) }
    return UInt64(value)
  }

  /// The 16 bytes of `/proc/sys/kernel/random/boot_id`.
  public static func bootID(_ file: [UInt8]) throws(SensorDataError) -> UInt128 {
    var scanner = try scanner(file)
    var id: UInt128 = 0
    for index in 0..<16 {
      if [4, 6, 8, 10].contains(index) { try scanner.expect(UInt8(ascii: "-")) }
      id = id << 8 | UInt128(try scanner.takeHexByte())
    }
    scanner.skipSpaces()
    guard scanner.isAtEnd else { throw .malformed(at: scanner.offset) }
    return id
  }

  private static func scanner(_ file: [UInt8]) throws(SensorDataError) -> ByteScanner {
    guard file.count <= ReadingsLimits.fileLength else {
      throw .tooLong(limit: ReadingsLimits.fileLength)
    }
    guard !file.isEmpty else { throw .empty }
    return ByteScanner(file[...])
  }

  /// A scanner behind the first word of the line that begins with it.
  private static func line(_ word: String, in file: [UInt8]) throws(SensorDataError) -> ByteScanner
  {
    var scanner = try scanner(file)
    while !scanner.isAtEnd {
      let start = scanner.takeUntil { ByteScanner.isSpace($0) }
      if start.elementsEqual(word.utf8) { return scanner }
      _ = scanner.takeUntil { $0 == UInt8(ascii: "\n") }
      _ = scanner.take(UInt8(ascii: "\n"))
    }
    throw .missing(word)
  }

  private static func number(_ scanner: inout ByteScanner) throws(SensorDataError) -> DecimalValue {
    scanner.skipSpaces()
    return try scanner.takeNumber()
  }

  private static func integer(_ scanner: inout ByteScanner) throws(SensorDataError) -> Int64 {
    let value = try number(&scanner)
    guard value.exponent == 0 else { throw .malformed(at: scanner.offset) }
    return value.mantissa
  }
}

extension ProcessorTicks {
  /// The part of the time since an earlier sample in which the processors worked, in hundredths;
  /// nil when no time has passed, or the counters were set back.
  public func busyPercent(since earlier: ProcessorTicks) -> DecimalValue? {
    guard total > earlier.total, idle >= earlier.idle else { return nil }
    let (span, rest) = (total - earlier.total, idle - earlier.idle)
    guard rest <= span, span <= UInt64(Int64.max) / 10_000 else { return nil }
    return DecimalValue(Int64((span - rest) * 10_000 / span), exponent: -2)
  }
}
