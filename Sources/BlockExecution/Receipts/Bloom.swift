import ChainTypes

/// The 2048-bit filter of a block's or receipt's logs (yellow paper, section 4.3.1).
public struct Bloom: Sendable, Equatable {
  public static let byteCount = 256

  /// Most significant byte first, as it is encoded.
  public private(set) var bytes: [UInt8]

  /// Of no logs, made once.
  static let none = Bloom()

  /// Stands where a bloom is still to come, and has no bytes: of arrays without any there is only
  /// one, which nobody counts.
  static var pending: Bloom { Bloom(pending: []) }

  private init(pending bytes: [UInt8]) { self.bytes = bytes }

  /// Of no logs.
  public init() { bytes = [UInt8](repeating: 0, count: Bloom.byteCount) }

  /// Nil unless there are 256 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Bloom.byteCount else { return nil }
    self.bytes = bytes
  }

  public init(of logs: [Log]) {
    self.init()
    for log in logs { insert(log) }
  }
}

extension Bloom {
  /// Adds a log's address and topics.
  public mutating func insert(_ log: Log) {
    insert(hashOf: Keccak256.hash(log.address))
    for topic in log.topics { insert(hashOf: Keccak256.hash(topic.word)) }
  }

  /// Adds all that another filter has.
  public mutating func formUnion(_ other: Bloom) {
    for i in 0..<Bloom.byteCount { bytes[i] |= other.bytes[i] }
  }

  /// False when the log is certainly not among those inserted.
  public func mayContain(_ log: Log) -> Bool {
    var wanted = Bloom()
    wanted.insert(log)
    for i in 0..<Bloom.byteCount where wanted.bytes[i] & ~bytes[i] != 0 { return false }
    return true
  }

  /// Sets three bits: the low 11 bits of each of the hash's first three pairs of bytes.
  private mutating func insert(hashOf hash: Hash) {
    let first = hash.word.limb3
    for shift in [48, 32, 16] as [UInt64] {
      let bit = Int(truncatingIfNeeded: (first >> shift) & 2047)
      bytes[Bloom.byteCount - 1 - bit / 8] |= 1 << UInt8(bit % 8)
    }
  }
}
