import BlockExecution
import ChainTypes
import EVM
import Testing

@testable import Ledger

@Suite struct RecordTests {
  static func record(_ random: inout SeededRandom) throws -> BlockRecord {
    let ledger = try MemoryLedger.fresh()
    let built = try ledger.buildRandom(&random)
    return BlockRecord(
      hash: built.executed.hash, encodedBlock: built.executed.encoded,
      receipts: built.executed.result.receipts, senders: built.executed.result.senders,
      writes: built.executed.writes,
      attachments: [Attachment(kind: 0, bytes: [1, 2]), Attachment(kind: 9, bytes: [])],
      values: [DurableValue("a", [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), DurableValue("", [])])
  }

  @Test func `a record decodes to what was encoded`() throws {
    for seed in 0..<20 as Range<UInt64> {
      var random = SeededRandom(seed)
      let record = try Self.record(&random)
      #expect(try BlockRecord(decoding: record.encoded()) == record, "seed \(seed)")
    }
  }

  @Test func `whatever bytes stand in a record it decodes or is refused`() throws {
    var random = SeededRandom(1)
    let record = try Self.record(&random).encoded()
    var refused = 0
    for _ in 0..<3000 {
      var bytes = Array(record.dropLast(8))
      switch random.below(3) {
      case 0: bytes[random.below(bytes.count)] ^= UInt8(1 + random.below(255))
      case 1: bytes.removeLast(random.below(bytes.count))
      default: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
      }
      // With a right checksum, so that the decoder itself has to find it.
      Checksum.append(to: &bytes, key: [])
      do { _ = try BlockRecord(decoding: bytes) } catch { refused += 1 }
    }
    #expect(refused > 1000)
    #expect(throws: RecordFault.self) { try BlockRecord(decoding: []) }
  }

  @Test func `a sum finds changes of bytes, of lengths and of the key`() {
    var random = SeededRandom(8)
    for count in [0, 1, 7, 8, 9, 15, 16, 100] {
      let bytes = (0..<count).map { _ in UInt8(random.below(256)) }
      var sealed = bytes
      Checksum.append(to: &sealed, key: [1, 2])
      #expect(Checksum.strip(sealed, key: [1, 2]) == bytes[...])
      #expect(Checksum.strip(sealed, key: [1, 3]) == nil)
      #expect(Checksum.strip(sealed, key: [1, 2, 0]) == nil)
      #expect(Checksum.strip([0] + sealed, key: [1, 2]) == nil)
      for index in sealed.indices {
        for bit in 0..<8 {
          var changed = sealed
          changed[index] ^= 1 << UInt8(bit)
          #expect(Checksum.strip(changed, key: [1, 2]) == nil, "byte \(index)")
        }
        for shorter in 0..<sealed.count {
          #expect(Checksum.strip(Array(sealed[..<shorter]), key: [1, 2]) == nil)
        }
      }
    }
  }

  @Test func `packing gives back every string`() throws {
    var random = SeededRandom(3)
    var packing = Packing()
    for _ in 0..<300 {
      let alphabet = 1 + random.below(256)
      var bytes: [UInt8] = []
      while bytes.count < random.below(3000) {
        if random.below(4) == 0, bytes.count > 10 {
          let start = random.below(bytes.count)
          bytes += bytes[start..<min(bytes.count, start + random.below(200))]
        } else {
          bytes += [UInt8](repeating: UInt8(random.below(alphabet)), count: 1 + random.below(20))
        }
      }
      var packed: [UInt8] = []
      packing.pack(bytes, to: &packed)
      #expect(packed.count <= bytes.count + bytes.count / 64 + 8)
      var reader = ByteReader(packed)
      #expect(try Packing.unpack(&reader, count: bytes.count) == bytes)
      #expect(reader.isAtEnd)
    }
  }

  @Test func `a length beyond the bytes takes no memory and is refused`() {
    for count in [1 << 20, LedgerLimits.recordBytes] {
      var reader = ByteReader([0x10, 7])
      #expect(throws: RecordFault.self) { try Packing.unpack(&reader, count: count) }
    }
  }
}
