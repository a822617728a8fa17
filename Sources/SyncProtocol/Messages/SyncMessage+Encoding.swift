import ChainTypes
import Statements

extension SyncMessage {
  static var form: UInt8 { 1 }

  public var encoded: [UInt8] {
    switch self {
    case .blocks(let blocks): return Self.encode(blocks)
    case .chunk(let chunk): return Self.encode(chunk)
    case .head(let seal, let checkpoint):
      var writer = MessageWriter(.head)
      writer.signed(seal)
      Self.write(checkpoint, &writer)
      return writer.bytes
    case .cosignature(let cosignature, let seal):
      return Self.pair(.cosignature, cosignature, seal)
    case .receipt(let receipt, let seal): return Self.pair(.receipt, receipt, seal)
    case .checkpoints(let checkpoints):
      var writer = MessageWriter(.checkpoints)
      writer.byte(checkpoints.count)
      for checkpoint in checkpoints { writer.signed(checkpoint) }
      return writer.bytes
    case .covering(let lane, let checkpoint, let proof):
      var writer = MessageWriter(.covering)
      writer.bytes += lane.packed
      writer.signed(checkpoint)
      writer.counted(proof)
      return writer.bytes
    case .want(let want): return Self.single(.want, want)
    case .standing(let standing):
      var writer = MessageWriter(.standing)
      writer.signed(standing.answer)
      Self.write(standing.seal, &writer)
      Self.write(standing.cosignature, &writer)
      return writer.bytes
    case .thaw(let thaw): return Self.single(.thaw, thaw)
    case .succession(let succession): return Self.single(.succession, succession)
    default: return encodedRest
    }
  }

  private var encodedRest: [UInt8] {
    switch self {
    case .transaction(let bytes):
      var writer = MessageWriter(.transaction)
      writer.counted(bytes)
      return writer.bytes
    case .manifest(let offer):
      var writer = MessageWriter(.manifest)
      writer.bytes += offer.body
      return writer.bytes
    case .enrolment(let enrolment, let text):
      var writer = MessageWriter(.enrolment)
      writer.signed(enrolment)
      writer.counted(text)
      return writer.bytes
    case .status(let isOnline, let text):
      var writer = MessageWriter(.status)
      writer.flag(isOnline)
      writer.counted(text)
      return writer.bytes
    case .evidence(let evidence):
      var writer = MessageWriter(.evidence)
      evidence.write(to: &writer)
      return writer.bytes
    case .snapshot(let part):
      var writer = MessageWriter(.snapshot, reserving: part.bytes.count + 640)
      writer.signed(part.seal)
      writer.signed(part.answer)
      writer.counted(part.bytes)
      return writer.bytes
    default: preconditionFailure("encoded before")
    }
  }

  private static func encode(_ blocks: [SealedBlock]) -> [UInt8] {
    let size = blocks.reduce(1) { $0 + $1.size }
    var writer = MessageWriter(.blocks, reserving: size)
    writer.byte(blocks.count)
    for block in blocks {
      writer.signed(block.seal)
      block.writeBody(to: &writer)
    }
    return writer.bytes
  }

  private static func encode(_ chunk: Chunk) -> [UInt8] {
    var writer = MessageWriter(.chunk, reserving: chunk.part.count + 256)
    switch chunk.ticket {
    case .block(let seal):
      writer.byte(1)
      writer.signed(seal)
    case .manifest(let version):
      writer.byte(2)
      writer.signed(version)
    }
    writer.uint16(chunk.index)
    writer.uint16(chunk.count)
    writer.counted(chunk.part)
    return writer.bytes
  }

  private static func single<Content: Statement>(
    _ type: MessageType, _ content: Signed<Content>
  ) -> [UInt8] {
    var writer = MessageWriter(type, reserving: 320)
    writer.signed(content)
    return writer.bytes
  }

  private static func pair<Content: Statement>(
    _ type: MessageType, _ content: Signed<Content>, _ seal: Signed<Seal>
  ) -> [UInt8] {
    var writer = MessageWriter(type, reserving: 512)
    writer.signed(content)
    writer.signed(seal)
    return writer.bytes
  }

  private static func write<Content: Statement>(
    _ content: Signed<Content>?, _ writer: inout MessageWriter
  ) {
    writer.flag(content != nil)
    if let content { writer.signed(content) }
  }
}

extension SealedBlock {
  /// All but the seal: what goes in pieces when it is large.
  func writeBody(to writer: inout MessageWriter) {
    writer.counted(block)
    writer.counted(accessList)
    writer.byte(cosignatures.count)
    for cosignature in cosignatures { writer.signed(cosignature) }
  }
}

extension ManifestOffer {
  /// What goes in pieces when it is large.
  var body: [UInt8] {
    var writer = MessageWriter(.manifest, reserving: content.count + 140 * versions.count)
    writer.bytes = []
    writer.uint16(versions.count)
    for version in versions { writer.signed(version) }
    writer.counted(content)
    return writer.bytes
  }
}

extension Evidence {
  func write(to writer: inout MessageWriter) {
    switch self {
    case .seals(let a, let b): Self.write(1, a, b, &writer)
    case .cosignatures(let a, let b): Self.write(2, a, b, &writer)
    case .receipts(let a, let b): Self.write(3, a, b, &writer)
    case .checkpoints(let a, let b): Self.write(4, a, b, &writer)
    }
  }

  private static func write<Content: Statement>(
    _ kind: Int, _ a: Signed<Content>, _ b: Signed<Content>, _ writer: inout MessageWriter
  ) {
    writer.byte(kind)
    writer.signed(a)
    writer.signed(b)
  }
}

extension Lane {
  var packed: [UInt8] { board.bytes + PackedNumber.bytes(term) }
}

/// Numbers of 8 bytes, most significant first.
enum PackedNumber {
  static func bytes(_ value: UInt64) -> [UInt8] {
    var writer = PackedWriter()
    writer.append(value)
    return writer.bytes
  }

  /// From exactly 8 bytes.
  static func value(_ bytes: [UInt8]) -> UInt64? {
    guard bytes.count == 8 else { return nil }
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    return value
  }
}
