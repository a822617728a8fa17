// A block's record says most things three times: calldata, logs and the written slots hold the same
// numbers, padded with zeros. Copies of earlier bytes take that out: the record of a batch of 100
// readings shrinks to a quarter, and the pages written with it.

/// Packs bytes by naming copies of what came before: sequences of literals and copies, each pair
/// behind one byte with both counts (15 means that more follows).
struct Packing {
  /// Shortest copy that is worth its token and distance.
  private static let shortest = 4
  private static let tableBits: UInt32 = 13

  /// Where bytes with a hash stood last; the first bytes for a hash that was not met.
  private var table = [Int32](repeating: 0, count: 1 << Int(tableBits))

  mutating func pack(_ input: [UInt8], to output: inout [UInt8]) {
    let bytes = input.span
    var places = table.mutableSpan
    places.update(repeating: 0)
    var literals = 0
    // Nothing stands before the first byte.
    var position = min(1, input.count)
    let last = input.count - Packing.shortest
    while position <= last {
      let value = bytes.four(at: position)
      let place = Packing.hash(value)
      let candidate = Int(places[place])
      places[place] = Int32(truncatingIfNeeded: position)
      guard bytes.four(at: candidate) == value else {
        position += 1
        continue
      }
      let count = Packing.shared(bytes, candidate, position)
      Packing.emit(bytes, literals..<position, count, position - candidate, to: &output)
      position += count
      literals = position
    }
    Packing.emit(bytes, literals..<input.count, 0, 0, to: &output)
  }

  private static func hash(_ value: UInt32) -> Int {
    Int((value &* 2_654_435_761) >> (32 - tableBits))
  }

  /// How many bytes are the same at both places, of which the first `shortest` are known to be.
  private static func shared(_ bytes: Span<UInt8>, _ first: Int, _ second: Int) -> Int {
    var count = shortest
    let end = bytes.count - second
    while count + 8 <= end {
      let difference = bytes.eight(at: first + count) ^ bytes.eight(at: second + count)
      guard difference == 0 else { return count + difference.trailingZeroBitCount >> 3 }
      count += 8
    }
    while count < end, bytes[first + count] == bytes[second + count] {
      count += 1
    }
    return count
  }

  private static func emit(
    _ input: Span<UInt8>, _ literals: Range<Int>, _ count: Int, _ distance: Int,
    to output: inout [UInt8]
  ) {
    if literals.isEmpty, count == 0 { return }
    let copy = count == 0 ? 0 : count - shortest + 1
    output.append(UInt8(min(15, literals.count)) << 4 | UInt8(min(15, copy)))
    if literals.count >= 15 { output.append(count: literals.count - 15) }
    output.append(input.extracting(literals))
    guard count > 0 else { return }
    if copy >= 15 { output.append(count: copy - 15) }
    output.append(count: distance)
  }

  /// The bytes that were packed, of which there are `count`.
  static func unpack(
    _ reader: inout ByteReader, count: Int
  ) throws(RecordFault) -> [UInt8] {
    // A hostile length must not take memory before there are bytes to fill it.
    var output: [UInt8] = []
    output.reserveCapacity(min(count, 1 << 16))
    while output.count < count {
      let token = try reader.byte()
      let literals = try amount(token >> 4, &reader)
      guard literals <= count - output.count else { throw .count(offset: reader.position) }
      output.append(contentsOf: try reader.slice(literals))
      let copy = try amount(token & 15, &reader)
      guard copy > 0 else {
        guard literals > 0 else { throw .value(offset: reader.position) }
        continue
      }
      let length = copy - 1 + shortest
      let distance = try reader.number()
      guard distance > 0, distance <= UInt64(output.count), length <= count - output.count else {
        throw .count(offset: reader.position)
      }
      let start = output.count - Int(distance)
      for index in 0..<length { output.append(output[start + index]) }
    }
    return output
  }

  private static func amount(
    _ nibble: UInt8, _ reader: inout ByteReader
  ) throws(RecordFault) -> Int {
    guard nibble == 15 else { return Int(nibble) }
    let more = try reader.number()
    guard more <= UInt64(LedgerLimits.recordBytes) else { throw .count(offset: reader.position) }
    return 15 + Int(more)
  }
}
