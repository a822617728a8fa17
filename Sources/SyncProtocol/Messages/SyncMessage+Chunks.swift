import ChainTypes
import Statements

extension SyncMessage {
  /// The messages that carry blocks in order: as many blocks in each as fit, large ones in pieces.
  static func messages(carrying blocks: [SealedBlock]) -> [SyncMessage] {
    var messages: [SyncMessage] = []
    var group: [SealedBlock] = []
    var size = 0
    for block in blocks {
      if !group.isEmpty && size + block.size > SyncLimits.chunkBytes {
        messages.append(.blocks(group))
        (group, size) = ([], 0)
      }
      if block.size > SyncLimits.chunkBytes {
        var writer = MessageWriter(.blocks, reserving: block.size)
        writer.bytes = []
        block.writeBody(to: &writer)
        messages += pieces(of: writer.bytes, .block(block.seal))
        continue
      }
      group.append(block)
      size += block.size
    }
    if !group.isEmpty { messages.append(.blocks(group)) }
    return messages
  }

  static func messages(carrying offer: ManifestOffer) -> [SyncMessage] {
    let body = offer.body
    guard body.count > SyncLimits.chunkBytes, let last = offer.versions.last else {
      return [.manifest(offer)]
    }
    return pieces(of: body, .manifest(last))
  }

  private static func pieces(of body: [UInt8], _ ticket: Chunk.Ticket) -> [SyncMessage] {
    let count = (body.count + SyncLimits.chunkBytes - 1) / SyncLimits.chunkBytes
    return (0..<count).map { index in
      let start = index * SyncLimits.chunkBytes
      let end = min(body.count, start + SyncLimits.chunkBytes)
      return .chunk(
        Chunk(ticket: ticket, index: index, count: count, part: Array(body[start..<end])))
    }
  }
}

/// Puts pieces together again. What it holds is bounded for each sender, and nothing is held
/// without a ticket that the right key signed, which the caller has checked.
struct Assembler {
  private struct Assembly {
    var sender: Address
    var ticket: Chunk.Ticket
    var parts: [[UInt8]?]
    var missing: Int
    var bytes = 0
    var touched: UInt64
  }

  private var assemblies: [Assembly] = []

  /// Takes a part; the whole body when it was the last one missing.
  mutating func add(
    _ chunk: Chunk, from sender: Address, limit: Int, now: UInt64
  ) -> [UInt8]? {
    let place = place(for: chunk, sender, now)
    guard place < assemblies.count else { return nil }
    guard assemblies[place].parts.count == chunk.count else { return nil }
    guard assemblies[place].parts[chunk.index] == nil else { return nil }
    guard assemblies[place].bytes + chunk.part.count <= limit else {
      assemblies.remove(at: place)
      return nil
    }
    assemblies[place].parts[chunk.index] = chunk.part
    assemblies[place].bytes += chunk.part.count
    assemblies[place].touched = now
    assemblies[place].missing -= 1
    guard assemblies[place].missing == 0 else { return nil }
    var body: [UInt8] = []
    body.reserveCapacity(assemblies[place].bytes)
    for case let part? in assemblies[place].parts { body += part }
    assemblies.remove(at: place)
    return body
  }

  /// Where the chunk's assembly is: begun now if need be, in place of the sender's oldest.
  private mutating func place(for chunk: Chunk, _ sender: Address, _ now: UInt64) -> Int {
    var own: [Int] = []
    for index in assemblies.indices where assemblies[index].sender == sender {
      if assemblies[index].ticket == chunk.ticket { return index }
      own.append(index)
    }
    if own.count >= SyncLimits.assembliesPerSender { assemblies.remove(at: own[0]) }
    guard
      assemblies.count < SyncLimits.assemblySenders * SyncLimits.assembliesPerSender
    else { return .max }
    assemblies.append(
      Assembly(
        sender: sender, ticket: chunk.ticket, parts: Array(repeating: nil, count: chunk.count),
        missing: chunk.count, touched: now))
    return assemblies.count - 1
  }

  mutating func drop(olderThan time: UInt64) {
    assemblies.removeAll { $0.touched < time }
  }

  var isEmpty: Bool { assemblies.isEmpty }
}
