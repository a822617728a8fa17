import ChainTypes
import Statements

/// Records of one instrument, in order, that one signature attests.
public struct RecordBatch: Sendable {
  public let statement: ReadingBatch
  public let records: [SensorRecord]
  /// The records' digests, the leaves of the tree before `DigestTree.leaf`.
  public let digests: [Hash]
}

extension RecordBatch {
  /// What proves that one record is in the batch.
  public func proof(of index: Int) -> RecordProof {
    RecordProof(
      record: records[index], index: UInt32(truncatingIfNeeded: index),
      path: DigestTree.path(of: index, in: digests))
  }

  /// True when these are the records that a statement attests.
  public static func holds(_ statement: ReadingBatch, _ records: [SensorRecord]) -> Bool {
    !records.isEmpty && records.count == Int(exactly: statement.count)
      && DigestTree.root(records.map { $0.digest }) == statement.root
  }
}

/// A record with its path in a batch.
public struct RecordProof: Hashable, Sendable {
  public let record: SensorRecord
  public let index: UInt32
  public let path: [Hash]

  public init(record: SensorRecord, index: UInt32, path: [Hash]) {
    self.record = record
    self.index = index
    self.path = path
  }
}

extension RecordProof {
  /// True when the record is in the batch that the statement attests.
  public func holds(in statement: ReadingBatch) -> Bool {
    DigestTree.verify(
      record.digest, index: UInt64(index), count: UInt64(statement.count), path: path,
      root: statement.root)
  }
}

/// The chain of an instrument's batches in one term: each names the digest of the one before.
public struct InstrumentChain: Hashable, Sendable {
  public let lane: Lane
  public let instrument: Hash
  /// The number of the next batch.
  public private(set) var next: UInt64
  /// The digest of the last batch, zero before the first.
  public private(set) var head: Hash

  public init(lane: Lane, instrument: Hash, next: UInt64 = 0, head: Hash = .zero) {
    self.lane = lane
    self.instrument = instrument
    self.next = next
    self.head = head
  }
}

extension InstrumentChain {
  /// The next batch over 1 to `ReadingsLimits.batchRecords` records. The chain stays where it is
  /// until `advance`.
  public func batch(
    of records: [SensorRecord], agent: Hash, configuration: Hash
  ) -> RecordBatch {
    precondition(
      !records.isEmpty && records.count <= ReadingsLimits.batchRecords,
      "a batch has 1 to \(ReadingsLimits.batchRecords) records")
    let digests = records.map { $0.digest }
    let statement = ReadingBatch(
      lane: lane, instrument: instrument, number: next, root: DigestTree.root(digests),
      count: UInt32(truncatingIfNeeded: records.count), previous: head, agent: agent,
      configuration: configuration)
    return RecordBatch(statement: statement, records: records, digests: digests)
  }

  /// Steps behind a batch that was signed. False, and no step, when it is not the next one.
  public mutating func advance(behind statement: ReadingBatch, in domain: FleetDomain) -> Bool {
    guard statement.lane == lane, statement.instrument == instrument, statement.number == next,
      statement.previous == head
    else { return false }
    next += 1
    head = statement.digest(in: domain)
    return true
  }

  /// Number and head for durable storage, most significant byte first.
  public var bytes: [UInt8] {
    var writer = PackedWriter()
    writer.append(next)
    writer.append(head)
    return writer.bytes
  }

  public init(lane: Lane, instrument: Hash, bytes: [UInt8]) throws(FieldError) {
    var reader = FieldReader(bytes)
    self.init(
      lane: lane, instrument: instrument, next: try reader.uint64(), head: try reader.hash())
    try reader.finish()
  }
}

extension Hash {
  /// A text as `bytes32`: its UTF-8 with zeros behind it, cut at 32 bytes. For the version of the
  /// agent and for labels.
  public init(label text: String) {
    var bytes = Array(text.utf8.prefix(Self.byteCount))
    bytes += [UInt8](repeating: 0, count: Self.byteCount - bytes.count)
    self = Hash(bytes: bytes) ?? .zero
  }
}
