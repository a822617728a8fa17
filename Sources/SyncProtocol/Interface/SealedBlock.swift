import ChainTypes
import Statements

/// A block with the seal that its owner gave it, as it travels and as it is loaded.
public struct SealedBlock: Hashable, Sendable {
  public var seal: Signed<Seal>
  /// The block's RLP. Empty when only the seal is known.
  public var block: [UInt8]
  /// The access list with values, whose hash the seal names; empty when it is not at hand. It is a
  /// hint: execution compares every value.
  public var accessList: [UInt8]
  /// What witnesses signed of it, as far as it is known.
  public var cosignatures: [Signed<Cosignature>]

  public init(
    seal: Signed<Seal>, block: [UInt8], accessList: [UInt8] = [],
    cosignatures: [Signed<Cosignature>] = []
  ) {
    self.seal = seal
    self.block = block
    self.accessList = accessList
    self.cosignatures = cosignatures
  }
}

extension SealedBlock {
  public var lane: Lane { seal.content.lane }
  public var height: UInt64 { seal.content.height }
  public var hash: Hash { seal.content.blockHash }
  public var point: BlockPoint { BlockPoint(height: height, hash: hash) }

  /// Bytes that it holds in memory.
  var size: Int { block.count + accessList.count + 512 + 320 * cosignatures.count }
}
