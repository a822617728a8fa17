import ChainTypes
import Foundation
import Readings
import Statements
import Testing

struct RecordTests {
  /// Oracle/make_records.py asks eth_account.
  @Test func `readings and gaps have the struct hashes that eth_account gives`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Oracle/records.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 32)
    for line in lines {
      let parts = line.split(separator: " ").map(String.init)
      let packed = try Hex.decode(parts[1])
      let record =
        parts[0] == "Gap"
        ? SensorRecord.gap(try GapRecord(packed: packed))
        : .reading(try Reading(packed: packed))
      #expect(record.digest.hex == "0x" + parts[2])
      #expect(Array(record.bytes.dropFirst()) == packed)
      #expect(try SensorRecord(bytes: record.bytes) == record)
    }
  }

  @Test func `type hashes are those of the texts`() {
    #expect(Reading.typeHash == Keccak256.hash(Array(Reading.typeText.utf8)))
    #expect(GapRecord.typeHash == Keccak256.hash(Array(GapRecord.typeText.utf8)))
  }

  @Test func `hostile bytes are refused without a trap, and what is read is written back`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      var bytes = random.bytes(Int(random.next() % 280))
      if !bytes.isEmpty { bytes[0] &= 1 }
      guard let record = try? SensorRecord(bytes: bytes) else { continue }
      #expect(record.bytes == bytes, "seed \(seed)")
    }
  }
}
