import ChainTypes
import Statements

/// An entry of the aggregator's log: a block that it verified and stored. Its digest, the struct
/// hash of EIP-712 without a domain, is what the log's tree is over.
public struct LogEntry: TypedRecord {
  public var lane: Lane
  public var height: UInt64
  public var blockHash: Hash

  public init(lane: Lane, height: UInt64, blockHash: Hash) {
    self.lane = lane
    self.height = height
    self.blockHash = blockHash
  }
}

extension LogEntry {
  public static var typeText: String {
    "LogEntry(address board,uint64 term,uint64 height,bytes32 blockHash)"
  }

  /// Keccak of `typeText`; the tests compute it.
  public static var typeHash: Hash {
    Hash(
      Word(
        0xd58a_18b2_387a_ae72, 0x67e3_0457_27f6_060d,
        0x59b4_9e4a_1fb3_791f, 0x884e_8efd_7f69_d34b))
  }

  public var digest: Hash { structHash }

  public func write<Sink: FieldSink>(to sink: inout Sink) {
    lane.write(to: &sink)
    sink.append(height)
    sink.append(blockHash)
  }

  public init(from reader: inout FieldReader) throws(FieldError) {
    self.init(
      lane: try Lane(from: &reader), height: try reader.uint64(), blockHash: try reader.hash())
  }
}
