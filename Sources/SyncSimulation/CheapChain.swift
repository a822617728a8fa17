import ChainTypes
import Statements
import SyncProtocol

/// A chain whose blocks are executed in a few additions: eight slots, and operations that add to
/// one what stands in another. Its blocks have the outline of real ones: RLP, the parent's hash
/// first in the header, the header's hash as the block's.
struct CheapState: Hashable, Sendable {
  var slots: [UInt64] = Array(repeating: 1, count: 8)

  var root: UInt64 { slots.reduce(0x636169726e) { mixed($0 ^ $1) } }

  /// What each operation reads, as an access list with values.
  mutating func run(_ operations: [UInt8], trusting list: [UInt64]? = nil) -> [UInt64] {
    var read: [UInt64] = []
    read.reserveCapacity(operations.count)
    for (index, operation) in operations.enumerated() {
      let (to, from) = (Int(operation & 7), Int(operation >> 3 & 7))
      var value = slots[from]
      if let list, index < list.count { value = list[index] }
      read.append(value)
      slots[to] = slots[to] &+ mixed(value &+ UInt64(operation))
    }
    return read
  }
}

enum CheapBlock {
  static func genesisHash(_ lane: Lane) -> Hash {
    Hash(Word(mixed(lane.board.low &* 1_000 &+ lane.term), lane.board.middle, 1, 0))
  }

  static func encode(parent: Hash, number: UInt64, root: UInt64, operations: [UInt8]) -> [UInt8] {
    var writer = RLPWriter()
    writer.appendList { block in
      block.appendList { header in
        header.append(bytes: parent.bytes)
        header.append(number)
        header.append(root)
        header.append(bodyRoot(operations))
      }
      block.append(bytes: operations)
    }
    return writer.bytes
  }

  struct Decoded {
    var parent: Hash
    var number: UInt64
    var root: UInt64
    var bodyRoot: UInt64
    var operations: [UInt8]
    var hash: Hash
  }

  static func decode(_ bytes: [UInt8]) -> Decoded? {
    do throws(RLPError) {
      var reader = try RLPReader(list: bytes)
      let raw = try reader.rawItem()
      let operations = try reader.readBytes()
      try reader.finish()
      var header = try RLPReader(list: raw)
      let parent = try header.readHash()
      let number = try header.readUInt64()
      let root = try header.readUInt64()
      return Decoded(
        parent: parent, number: number, root: root, bodyRoot: try header.readUInt64(),
        operations: operations, hash: CheapCrypto.hash(raw))
    } catch { return nil }
  }

  static func bodyRoot(_ operations: [UInt8]) -> UInt64 {
    operations.reduce(7) { mixed($0 ^ UInt64($1)) }
  }

  static func encode(list: [UInt64]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * list.count)
    for value in list {
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift * 8))) }
    }
    return bytes
  }

  static func decode(list bytes: [UInt8]) -> [UInt64] {
    (0..<bytes.count / 8).map { index in
      (0..<8).reduce(0) { $0 | UInt64(bytes[index * 8 + $1]) << UInt64($1 * 8) }
    }
  }

  /// Executes a block behind a state; `trusting` takes the list's values unseen (a broken rule).
  static func execute(
    _ request: VerifyRequest, on state: CheapState, head: BlockPoint, trusting: Bool
  ) -> (SyncVerdict, CheapState) {
    guard let block = decode(request.block), block.hash == request.hash else {
      return (.otherBody, state)
    }
    guard block.bodyRoot == bodyRoot(block.operations) else { return (.otherBody, state) }
    guard block.parent == head.hash, block.number == head.height + 1 else {
      return (.invalid("does not follow the head"), state)
    }
    var after = state
    let list = trusting && !request.accessList.isEmpty ? decode(list: request.accessList) : nil
    _ = after.run(block.operations, trusting: list)
    guard after.root == block.root else { return (.invalid("another state root"), state) }
    return (.valid, after)
  }
}
