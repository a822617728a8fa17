import BlockExecution
import ChainTypes

// Version ‖ hash ‖ length of the body ‖ packed body ‖ checksum. Blooms are left out, since they
// follow from the logs; addresses and topics that were said before in a record are copied by the
// packing.

extension BlockRecord {
  static let version: UInt8 = 1
  /// Where the hash ends.
  private static let bodyStart = 1 + Hash.byteCount

  public func encoded() -> [UInt8] {
    var packing = Packing()
    return encoded(&packing)
  }

  func encoded(_ packing: inout Packing) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(encodedBlock.count + writes.count + 1024 + receipts.count * 128)
    body.append(string: encodedBlock)
    body.append(string: writes)
    body.append(count: receipts.count)
    for receipt in receipts { receipt.appendCompact(to: &body) }
    body.append(count: senders.count)
    for sender in senders { body.append(sender) }
    body.append(count: attachments.count)
    for attachment in attachments {
      body.append(attachment.kind)
      body.append(string: attachment.bytes)
    }
    body.append(count: values.count)
    for value in values {
      body.append(string: value.name)
      body.append(string: value.value)
    }
    var result: [UInt8] = []
    result.reserveCapacity(body.count / 2 + 64)
    result.append(BlockRecord.version)
    result.append(hash)
    result.append(count: body.count)
    packing.pack(body, to: &result)
    Checksum.append(to: &result, key: [])
    return result
  }

  /// The hash alone, without unpacking the rest.
  static func hash(in record: Span<UInt8>) -> Hash? {
    guard record.count > bodyStart, record[0] == version else { return nil }
    return Hash(Word(minimal: record.extracting(1..<bodyStart)))
  }

  /// Decodes a record. That its block has its hash is for the reader to check.
  public init(decoding bytes: [UInt8]) throws(RecordFault) {
    guard let content = Checksum.strip(bytes, key: []) else { throw .checksum }
    var reader = ByteReader(content)
    let version = try reader.byte()
    guard version == BlockRecord.version else { throw .version(version) }
    hash = try reader.hash()
    let start = reader.position
    let count = try reader.number()
    guard count <= UInt64(LedgerLimits.recordBytes) else { throw .count(offset: start) }
    let body = try Packing.unpack(&reader, count: Int(count))
    try reader.finish()
    var fields = ByteReader(body)
    encodedBlock = Array(try fields.string())
    writes = Array(try fields.string())
    receipts = []
    for _ in 0..<(try fields.count(ofAtLeast: 4)) { receipts.append(try Receipt(compact: &fields)) }
    senders = []
    for _ in 0..<(try fields.count(ofAtLeast: 20)) { senders.append(try fields.address()) }
    attachments = []
    for _ in 0..<(try fields.count(ofAtLeast: 2)) {
      attachments.append(
        Attachment(kind: try fields.byte(), bytes: Array(try fields.string())))
    }
    values = []
    for _ in 0..<(try fields.count(ofAtLeast: 2)) {
      values.append(
        DurableValue(name: Array(try fields.string()), value: Array(try fields.string())))
    }
    try fields.finish()
  }

  /// The block, decoded.
  public func block() throws(RecordFault) -> Block {
    do { return try Block(decoding: encodedBlock) } catch { throw .block(.block) }
  }
}

extension Receipt {
  func appendCompact(to bytes: inout [UInt8]) {
    bytes.append(kind.rawValue)
    switch result {
    case .status(let success): bytes.append(success ? 1 : 0)
    case .stateRoot(let root):
      bytes.append(2)
      bytes.append(root)
    }
    bytes.append(count: cumulativeGasUsed)
    bytes.append(count: logs.count)
    for log in logs {
      bytes.append(log.address)
      bytes.append(count: log.topics.count)
      for topic in log.topics { bytes.append(topic) }
      bytes.append(string: log.data)
    }
  }

  init(compact reader: inout ByteReader) throws(RecordFault) {
    let start = reader.position
    guard let kind = Transaction.Kind(rawValue: try reader.byte()) else {
      throw .value(offset: start)
    }
    let result: Receipt.Result
    switch try reader.byte() {
    case 0: result = .status(false)
    case 1: result = .status(true)
    case 2: result = .stateRoot(try reader.hash())
    default: throw .value(offset: start + 1)
    }
    let gas = try reader.number()
    var logs: [Log] = []
    for _ in 0..<(try reader.count(ofAtLeast: 22)) {
      let address = try reader.address()
      var topics: [Hash] = []
      for _ in 0..<(try reader.count(ofAtLeast: 32)) { topics.append(try reader.hash()) }
      logs.append(Log(address: address, topics: topics, data: Array(try reader.string())))
    }
    self.init(kind: kind, result: result, cumulativeGasUsed: gas, logs: logs)
  }
}
