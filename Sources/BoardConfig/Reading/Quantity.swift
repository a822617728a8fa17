/// Durations and sizes as people write them: `10 s`, `250 ms`, `1.5 h`, `512 MB`, `30 days`.
enum Quantity {
  /// Unit names and what they are in the smallest.
  typealias Units = [(name: String, factor: Int64)]

  /// In milliseconds.
  static var durations: Units {
    [
      ("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000), ("days", 86_400_000),
      ("day", 86_400_000), ("d", 86_400_000),
    ]
  }

  /// In bytes. Powers of 1000, as disks are sold; powers of 1024 by their own names.
  static var sizes: Units {
    [
      ("B", 1), ("kB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
      ("KiB", 1024), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40),
    ]
  }

  /// The number of smallest units; nil when the text is no such quantity. Up to three decimals.
  static func parse(_ text: String, _ units: Units) -> Int64? {
    let bytes = Array(text.utf8)
    let end = bytes.firstIndex { !isNumber($0) } ?? bytes.count
    var start = end
    while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
    let name = String(decoding: bytes[start...], as: UTF8.self)
    guard let unit = units.first(where: { $0.name == name }) else { return nil }
    return scaled(bytes[..<end], unit.factor)
  }

  private static func isNumber(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func scaled(_ digits: ArraySlice<UInt8>, _ factor: Int64) -> Int64? {
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = number(parts[0]) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    guard parts.count == 2 else { return product }
    guard parts[1].count <= 3, let fraction = number(parts[1]) else { return nil }
    var divisor: Int64 = 1
    for _ in parts[1] { divisor *= 10 }
    let (part, tooLarge) = fraction.multipliedReportingOverflow(by: factor)
    // 0.5 ms is no whole number of milliseconds.
    guard !tooLarge, part % divisor == 0 else { return nil }
    let (sum, carry) = product.addingReportingOverflow(part / divisor)
    return carry ? nil : sum
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }
}
