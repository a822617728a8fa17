import ChainTypes
import Statements

extension SyncMessage {
  /// From exactly the bytes of `encoded`. Signatures are well-formed afterwards, not verified.
  public init(decoding bytes: [UInt8]) throws(MessageError) {
    guard bytes.count <= SyncLimits.messageBytes else { throw .tooLong(bytes.count) }
    var reader = MessageReader(bytes)
    let form = try reader.byte()
    guard form == Self.form else { throw .unknownForm(form) }
    let code = try reader.byte()
    guard let type = MessageType(rawValue: code) else { throw .unknownType(code) }
    self = try Self.read(type, &reader)
    try reader.finish()
  }

  private static func read(
    _ type: MessageType, _ reader: inout MessageReader
  ) throws(MessageError) -> SyncMessage {
    switch type {
    case .blocks: return .blocks(try readBlocks(&reader))
    case .chunk: return .chunk(try Chunk(from: &reader))
    case .head:
      let seal = try reader.signed(Seal.self)
      return .head(seal, try optional(Checkpoint.self, &reader))
    case .cosignature:
      let cosignature = try reader.signed(Cosignature.self)
      return .cosignature(cosignature, try reader.signed(Seal.self))
    case .receipt:
      let receipt = try reader.signed(StorageReceipt.self)
      return .receipt(receipt, try reader.signed(Seal.self))
    case .checkpoints:
      let count = Int(try reader.byte())
      guard count > 0, count <= SyncLimits.checkpoints else { throw .invalid(at: 2) }
      var checkpoints: [Signed<Checkpoint>] = []
      for _ in 0..<count { checkpoints.append(try reader.signed(Checkpoint.self)) }
      return .checkpoints(checkpoints)
    case .covering:
      let lane = try reader.lane()
      let checkpoint = try reader.signed(Checkpoint.self)
      return .covering(lane, checkpoint, proof: try reader.counted())
    case .want: return .want(try reader.signed(Want.self))
    case .standing:
      let answer = try reader.signed(Want.self)
      let seal = try optional(Seal.self, &reader)
      return .standing(
        Standing(answer: answer, seal: seal, cosignature: try optional(Cosignature.self, &reader)))
    default: return try readRest(type, &reader)
    }
  }

  private static func readRest(
    _ type: MessageType, _ reader: inout MessageReader
  ) throws(MessageError) -> SyncMessage {
    switch type {
    case .transaction: return .transaction(try reader.counted())
    case .manifest: return .manifest(try ManifestOffer(from: &reader))
    case .thaw: return .thaw(try reader.signed(Thaw.self))
    case .succession: return .succession(try reader.signed(Succession.self))
    case .enrolment:
      let enrolment = try reader.signed(Enrolment.self)
      return .enrolment(enrolment, text: try reader.counted())
    case .status:
      let isOnline = try reader.flag()
      return .status(isOnline: isOnline, text: try reader.counted())
    case .evidence: return .evidence(try Evidence(from: &reader))
    case .snapshot:
      let seal = try reader.signed(Seal.self)
      let answer = try reader.signed(Want.self)
      return .snapshot(SnapshotPart(seal: seal, answer: answer, bytes: try reader.counted()))
    default: throw .unknownType(type.rawValue)
    }
  }

  private static func readBlocks(
    _ reader: inout MessageReader
  ) throws(MessageError) -> [SealedBlock] {
    let count = Int(try reader.byte())
    guard count > 0, count <= Int(SyncLimits.answeredBlocks) else { throw .invalid(at: 2) }
    var blocks: [SealedBlock] = []
    for _ in 0..<count {
      let seal = try reader.signed(Seal.self)
      blocks.append(try SealedBlock(seal: seal, body: &reader))
    }
    return blocks
  }

  private static func optional<Content: Statement>(
    _ type: Content.Type, _ reader: inout MessageReader
  ) throws(MessageError) -> Signed<Content>? {
    try reader.flag() ? try reader.signed(type) : nil
  }
}

extension SealedBlock {
  init(seal: Signed<Seal>, body reader: inout MessageReader) throws(MessageError) {
    let block = try reader.counted()
    let accessList = try reader.counted()
    let count = Int(try reader.byte())
    guard count <= SyncLimits.witnesses else { throw .invalid(at: 0) }
    var cosignatures: [Signed<Cosignature>] = []
    for _ in 0..<count { cosignatures.append(try reader.signed(Cosignature.self)) }
    self.init(seal: seal, block: block, accessList: accessList, cosignatures: cosignatures)
  }
}

extension Chunk {
  init(from reader: inout MessageReader) throws(MessageError) {
    let ticket: Ticket
    switch try reader.byte() {
    case 1: ticket = .block(try reader.signed(Seal.self))
    case 2: ticket = .manifest(try reader.signed(ManifestVersion.self))
    default: throw .invalid(at: 2)
    }
    let index = try reader.uint16()
    let count = try reader.uint16()
    guard count > 1, count <= SyncLimits.chunks, index < count else { throw .invalid(at: 3) }
    self.init(ticket: ticket, index: index, count: count, part: try reader.counted())
  }
}

extension ManifestOffer {
  init(from reader: inout MessageReader) throws(MessageError) {
    let count = try reader.uint16()
    guard count > 0, count <= SyncLimits.manifestVersions else { throw .invalid(at: 2) }
    var versions: [Signed<ManifestVersion>] = []
    for _ in 0..<count { versions.append(try reader.signed(ManifestVersion.self)) }
    self.init(versions: versions, content: try reader.counted())
  }
}

extension Evidence {
  init(from reader: inout MessageReader) throws(MessageError) {
    switch try reader.byte() {
    case 1: self = .seals(try reader.signed(Seal.self), try reader.signed(Seal.self))
    case 2:
      self = .cosignatures(
        try reader.signed(Cosignature.self), try reader.signed(Cosignature.self))
    case 3:
      self = .receipts(
        try reader.signed(StorageReceipt.self), try reader.signed(StorageReceipt.self))
    case 4:
      self = .checkpoints(try reader.signed(Checkpoint.self), try reader.signed(Checkpoint.self))
    default: throw .invalid(at: 2)
    }
  }
}

extension MessageReader {
  mutating func lane() throws(MessageError) -> Lane {
    guard let board = Address(bytes: try take(20)), let term = PackedNumber.value(try take(8))
    else { throw .invalid(at: 2) }
    return Lane(board: board, term: term)
  }
}
