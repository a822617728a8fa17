/// A change of a line, as the kernel recorded it: struct gpio_v2_line_event of linux/gpio.h.
public struct GPIOEdge: Equatable, Sendable {
  /// The kernel's monotonic clock.
  public let nanoseconds: UInt64
  public let isRising: Bool
  /// Counts every edge of the line, so that lost ones show.
  public let sequence: UInt32

  public init(nanoseconds: UInt64, isRising: Bool, sequence: UInt32) {
    self.nanoseconds = nanoseconds
    self.isRising = isRising
    self.sequence = sequence
  }

  static let byteCount = 48

  /// The edges in what was read from a line: fields of 64, 32, 32, 32 and 32 bits in the byte order
  /// of the processor, all of them little-endian here.
  static func all(in bytes: ArraySlice<UInt8>) -> [GPIOEdge] {
    var found: [GPIOEdge] = []
    var start = bytes.startIndex
    while start + byteCount <= bytes.endIndex {
      found.append(
        GPIOEdge(
          nanoseconds: number(bytes, start, 8), isRising: number(bytes, start + 8, 4) == 1,
          sequence: UInt32(number(bytes, start + 20, 4))))
      start += byteCount
    }
    return found
  }

  private static func number(_ bytes: ArraySlice<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(bytes[start + index]) }
    return value
  }
}
