/// One frame of a Plantower PMS5003 dust sensor (datasheet V2.3, appendix I): 0x42 0x4d, length 28,
/// 13 numbers of 16 bits, and the sum of all bytes before it; most significant byte first.
public struct PMS5003Frame: Hashable, Sendable {
  /// The 13 numbers.
  public let data: [UInt16]
}

extension PMS5003Frame {
  public static var byteCount: Int { 32 }

  /// From exactly 32 bytes.
  public init(_ bytes: ArraySlice<UInt8>) throws(SensorDataError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongLength(expected: Self.byteCount, found: bytes.count)
    }
    let words = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
    guard words[0] == 0x424d else { throw .malformed(at: 0) }
    guard words[1] == 28 else { throw .malformed(at: 2) }
    let computed = bytes.dropLast(2).reduce(UInt16(0)) { $0 + UInt16($1) }
    guard words[15] == computed else { throw .checksum(sent: words[15], computed: computed) }
    data = Array(words[2..<15])
  }

  /// Mass concentration "under atmospheric environment", µg/m³, of particles below 1.0 µm.
  public var pm1: DecimalValue { DecimalValue(Int64(data[3])) }
  /// Below 2.5 µm.
  public var pm2p5: DecimalValue { DecimalValue(Int64(data[4])) }
  /// Below 10 µm.
  public var pm10: DecimalValue { DecimalValue(Int64(data[5])) }

  /// By the names that a configuration uses: `pm1`, `pm2p5`, `pm10` in µg/m³, and `count0p3`,
  /// `count0p5`, `count1`, `count2p5`, `count5`, `count10`: particles above so many µm in 0.1 l.
  public func measurement(_ name: String) -> Measurement? {
    switch name {
    case "pm1": Measurement(pm1, .microgramPerCubicMetre)
    case "pm2p5": Measurement(pm2p5, .microgramPerCubicMetre)
    case "pm10": Measurement(pm10, .microgramPerCubicMetre)
    case "count0p3": count(6)
    case "count0p5": count(7)
    case "count1": count(8)
    case "count2p5": count(9)
    case "count5": count(10)
    case "count10": count(11)
    default: nil
    }
  }

  private func count(_ index: Int) -> Measurement {
    Measurement(DecimalValue(Int64(data[index])), .count)
  }
}

/// Finds frames in a stream of bytes, whatever stands between them. Holds at most one frame.
public struct PMS5003Scanner: Sendable {
  private var held: [UInt8] = []
  /// Bytes that were in no frame.
  public private(set) var skippedBytes: UInt64 = 0
  /// Frames whose sum was wrong.
  public private(set) var brokenFrames: UInt64 = 0

  public init() {}
}

extension PMS5003Scanner {
  /// Takes a byte; returns the frame that it completes.
  public mutating func push(_ byte: UInt8) -> PMS5003Frame? {
    held.append(byte)
    while !isPossible { drop() }
    guard held.count == PMS5003Frame.byteCount else { return nil }
    if let frame = try? PMS5003Frame(held[...]) {
      held.removeAll(keepingCapacity: true)
      return frame
    }
    brokenFrames += 1
    // A frame may begin within what only looked like one.
    repeat { drop() } while !isPossible
    return nil
  }

  /// Whether what is held may become a frame.
  private var isPossible: Bool { held.starts(with: [0x42, 0x4d, 0, 28].prefix(held.count)) }

  private mutating func drop() {
    held.removeFirst()
    skippedBytes += 1
  }
}
